# "נציג" בזמן בחירת מועד: ספרה לאדם אינה בחירה, ואחר כך השאלה חוזרת
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה
Noa says: כן
Noa says: לא יודעת
Avi says: 1
Noa hears: Avi ... 1. ... 5.
Noa says: נציג
Noa hears: הצוות
Noa says: 1
Noa hears nothing
Appointment is: none
Wait: 16 minutes
Noa hears: חזרה ... 1. ... 5.
Noa says: 1
Noa hears: Avi ... ✅
Lead is: booked
Alerts are: human.asked
