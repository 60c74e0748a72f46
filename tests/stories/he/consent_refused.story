# סירוב מכובד; מי שכותב שוב נשאל שוב
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה
Noa says: לא
Noa hears: בסדר
Lead is: none
Wait: 1 day
Noa hears nothing
Noa says: התחרטתי, יש נזילה מתחת לכיור בהרצל 12 חיפה, מחר ב-10:00
Noa hears: 1. ... 2.
Noa says: כן
Noa hears: אינסטלציה ... חיפה
Lead is: new
