# ממתינים יממה: שאלה אחת אם עדיין צריך; שתיקה סוגרת
Professional Avi: plumber in Haifa, cap 1
Client Noa:
Client Tal:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, ביום חמישי ב-10:00
Noa says: כן
Avi says: 1
Tal says: סתימה בשירותים, הנביאים 3 חיפה, ביום שישי ב-10:00
Tal says: כן
Tal hears: עסוקים
Wait: 25 hours
Tal hears: עדיין צריך ... 1. ... 2.
Tal says: 1
Tal hears: ממשיכים
Wait: 25 hours
Tal hears: 1. ... 2.
Leads are: booked, contacted
Wait: 25 hours
Tal hears: סגרנו
Leads are: booked, closed
