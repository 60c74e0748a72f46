# בעל המקצוע מאשר בזמן שהלקוחה נשאלת: השאלה נסגרת, והספרה המאוחרת לא משנה דבר
Professional Avi: plumber in Haifa, stars 4.9 of 90
Professional Dani: plumber in Haifa, stars 4.5 of 90
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Wait: 26 minutes
Noa hears: 1. ... 2.
Avi says: 1
Noa hears: Avi ... 10:00
Noa says: 1
Noa hears: תפריט
Noa presses: כן, לפנות לאחר
Noa hears: תפריט
Lead is: booked
Professional is: Avi
Dani hears nothing:
