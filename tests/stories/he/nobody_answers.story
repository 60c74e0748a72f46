# תזכורת אחרי 10 דקות, פקיעה אחרי 30, הבא בתור; אחרי שלוש העברות אדם מחליט
Professional Avi: plumber in Haifa, stars 4.9 of 90
Professional Dani: plumber in Haifa, stars 4.6 of 90
Professional Eli: plumber in Haifa, stars 4.3 of 90
Professional Oz: plumber in Haifa, stars 4.0 of 90
Professional Ron: plumber in Haifa, stars 3.5 of 90
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Noa hears: חיפה
Avi hears: נזילה
Wait: 9 minutes
Avi hears nothing
Wait: 2 minutes
Avi hears: נזילה ... 1. ... 2.
Wait: 18 minutes
Avi hears nothing
Wait: 2 minutes
Avi hears: עבר
Noa hears: נוסף
Dani hears: נזילה
Lead is: new
Wait: 31 minutes
Eli hears: נזילה
Wait: 31 minutes
Oz hears: נזילה
Wait: 31 minutes
Lead is: pending_admin_review
Noa hears: הצוות
Alerts are: review.tries
Ron hears nothing
