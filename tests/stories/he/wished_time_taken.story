# הזמן המבוקש תפוס: הלקוח בוחר מהפנויים
Professional Avi: plumber in Haifa
Client Noa:
Client Tal:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi says: 1
Appointment is: 2026-11-23 10:00
Tal says: סתימה בשירותים, הנביאים 3 חיפה, מחר ב-10:00
Tal says: כן
Avi says: 1
Tal hears: לא פנוי ... 1. ... 5.
Appointment is: none
Tal says: 9
Tal hears: 1. ... 5.
Appointment is: none
Tal says: מחר ב-13:00
Tal hears: Avi ... 13:00
Appointment is: 2026-11-23 13:00
