# "1" שנשלח באותה נשימה עם הבקשה אינו הסכמה: השאלה עוד לא נראתה
Professional Avi: plumber in Haifa
Client Noa:

Noa says quickly: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: 1
Noa hears: 1. ... 2.
Lead is: none
Avi hears nothing
Noa says: 1
Noa hears: חיפה
Lead is: new
Avi hears: נזילה
