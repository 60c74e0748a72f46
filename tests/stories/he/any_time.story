# "מחר" בלי שעה: נקבע בשעות היום, לא באמצע הלילה
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה
Noa says: כן
Noa says: מחר
Avi says: 1
Lead is: booked
Noa hears: Avi
Appointment is: 2026-11-23 08:00
