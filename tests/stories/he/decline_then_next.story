# אבי מסרב עם סיבה, דני מקבל; הלקוחה לא מוטרדת
Professional Avi: plumber in Haifa, stars 4.9 of 40
Professional Dani: plumber in Haifa, stars 4.5 of 20
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Noa hears: חיפה
Avi hears: חיפה
Dani hears nothing
Avi says: 2
Avi hears: 1. ... 5.
Dani hears: נזילה ... חיפה
Lead is: new
Avi says: 2
Avi hears: תודה
Noa hears nothing
Dani says: 1
Professional is: Dani
Noa hears: Dani
Lead is: booked
Avi says: 1
Avi hears: תפריט
Professional is: Dani
