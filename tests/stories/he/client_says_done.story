# הלקוחה אומרת "בוצע": בעל המקצוע מאשר, או אומר שעוד לא
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi says: 1
Wait: 1 day
Noa says: בוצע
Noa hears: תודה
Avi hears: 1. ... 2.
Lead is: booked
Avi says: 2
Noa hears: עוד לא
Avi hears: פתוחה
Lead is: booked
Wait: 1 hour
Noa says: העבודה הסתיימה
Noa hears: תודה
Avi hears: 1. ... 2.
Avi says: 1
Lead is: completed
Noa hears: Avi ... 1 · 2 · 3 · 4 · 5
Noa says: חמש
Noa hears: 5
Lead is: closed
