# הלקוחה מעדיפה לחכות: ההצעה מקבלת עוד חצי שעה, פעם אחת, ובעל המקצוע מאשר באיחור
Professional Avi: plumber in Haifa, stars 4.9 of 90
Professional Dani: plumber in Haifa, stars 4.5 of 90
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Noa hears: חיפה
Wait: 26 minutes
Noa hears: 25 דק׳ ... 1. כן ... 2. לא, לחכות
Noa does not hear: Avi
Noa says: 2
Noa hears: נחכה
Wait: 30 minutes
Noa hears nothing:
Dani hears nothing:
Lead is: new
Avi says: 1
Lead is: booked
Professional is: Avi
Noa hears: Avi
