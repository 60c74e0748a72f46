# הלקוחה נעלמה באמצע: שאלה אחת אחרי יממה, ואז סגירה
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור
Noa says: כן
Noa hears: באיזו עיר
Wait: 1 day
Wait: 2 hours
Noa hears: ביטול
Lead is: contacted
Noa says: חיפה
Noa hears: רחוב
Lead is: contacted
Wait: 1 day
Noa hears: ביטול
Wait: 1 day
Noa hears: סגרנו
Lead is: closed
Wait: 3 days
Noa hears nothing
