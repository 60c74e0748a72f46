# הדרך הישרה: מהמילה הראשונה עד הדירוג והביקורת
Now: 2026-11-22 10:00
Professional Avi: plumber in Haifa, stars 4.9 of 40, price 250-400
Client Noa:

Noa says: שלום, יש לי נזילה מתחת לכיור
Noa hears: עצור ... 1. ... 2.
Noa says: 1
Noa hears: עיר
Noa says: חיפה
Noa hears: רחוב
Noa says: הרצל 12
Noa hears: מתי
Noa says: מחר ב-10:00
Noa hears: אינסטלציה ... חיפה ... 10:00
Lead is: new

Avi hears: אינסטלציה ... חיפה ... נזילה ... 250-400
Avi says: 1
Avi hears: Noa ... 972540000001 ... הרצל 12
Noa hears: Avi ... 4.9 ... 50-000-0001 ... 10:00
Lead is: booked
Appointment is: 2026-11-23 10:00

Wait: until 09:30
Wait: 1 day
Avi says: בדרך
Noa hears: בדרך ... Avi
Avi says: סיימתי
Lead is: completed
Noa hears: Avi ... 1 · 2 · 3 · 4 · 5
Noa says: 5
Noa hears: 5
Noa says: עבודה מצוינת, הגיע בזמן
Noa hears: תודה
Lead is: closed
Alerts are: none
