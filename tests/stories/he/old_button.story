# לחיצה על כפתור ישן עונה בנימוס ולא משנה דבר
Professional Avi: plumber in Haifa
Professional Dani: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa presses: כן, אפשר להמשיך
Noa hears: חיפה
Avi presses: כן, אני על זה
Lead is: booked
Noa hears: Avi ... 10:00

Noa presses: לא
Noa hears: תפריט
Lead is: booked
Avi hears: נזילה ... הרצל 12
Avi presses: לא הפעם
Avi hears: תפריט
Lead is: booked
Professional is: Avi
