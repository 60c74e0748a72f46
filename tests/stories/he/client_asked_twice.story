# בעל המקצוע והלקוחה שותקים: כל אחד נשאל פעמיים לכל היותר, ואז אנשי הצוות
Now: 2026-11-22 07:30
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, היום ב-08:30
Noa says: כן
Avi says: 1
Noa hears: 08:30
Wait: until 12:35
Avi hears: הסתיימה
Wait: until 18:35
Noa hears: Avi ... 1. ... 2.
# the second time would be at half past midnight
Wait: until 07:55
Noa hears nothing:
Wait: until 08:05
Noa hears: Avi ... 1. ... 2.
Wait: until 12:35
Avi hears: הסתיימה
Alerts are: none
Wait: 1 day
Alerts are: stale
Noa hears nothing:
Lead is: booked
Noa says: כן
Noa hears: נוודא
Avi says: כן
Lead is: completed
