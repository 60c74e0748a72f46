# בלילה אף אחד לא במשמרת: הפנייה ממתינה, ועם הפתיחה היא מוצעת
Now: 2026-11-22 22:30
Professional Avi: plumber in Haifa, hours Sun-Thu 08:00-18:00
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Noa hears: חיפה ... 08:00
Lead is: contacted
Wait: until 07:45
Avi hears nothing
Noa hears nothing
Wait: until 08:01
Avi hears: נזילה
Lead is: new
Avi says: 1
Noa hears: Avi ... 10:00
