# "זמן אחר": מצד הלקוחה ומצד בעל המקצוע, וכל צד שומע פעם אחת
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi says: 1
Noa hears: 10:00
Avi hears: 10:00
Noa says: זמן אחר
Noa hears: Avi ... 1. ... 5.
Appointment is: 2026-11-23 10:00
Noa says: יום שלישי ב-17:00
Noa hears: 17:00
Avi hears: 17:00
Appointment is: 2026-11-24 17:00
Avi says: זמן אחר
Avi hears: ללקוח
Noa hears: Avi ... 1. ... 5.
Appointment is: 2026-11-24 17:00
Noa says: 2
Noa hears: Avi
Avi hears: השתנה
Lead is: booked
