# הלקוחה נשאלת אם העבודה הסתיימה, ועונה שעוד לא; בעל המקצוע מסיים אחר כך
Now: 2026-11-22 07:30
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, היום ב-08:30
Noa says: כן
Avi says: 1
Noa hears: 08:30
Wait: until 12:35
Avi hears: הסתיימה ... 1. ... 2.
Noa hears nothing:
Wait: until 18:35
Noa hears: Avi ... 1. כן ... 2. עוד לא
Noa says: עוד לא
Noa hears: פתוחה ... נציג
Lead is: booked
# a digit has nothing to answer now
Noa says: 1
Noa hears: תפריט
Lead is: booked
Wait: until 19:30
Avi says: סיימתי
Lead is: completed
Noa hears: 1 · 2 · 3 · 4 · 5
Alerts are: none
