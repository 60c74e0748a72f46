# ביטול לפני האישור, ובזמן שחסר פרט
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור
Noa says: ביטול
Noa hears: לא נקרא
Lead is: none

Noa says: נזילה מתחת לכיור
Noa says: כן
Noa hears: באיזו עיר
Lead is: contacted
Noa says: ביטול
Noa hears: בוטל
Lead is: cancelled
Noa says: ביטול
Noa hears: אין מה לבטל
