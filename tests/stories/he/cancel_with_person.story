# "ביטול" בזמן שאדם בשיחה מבוצע בשקט
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Noa says: נציג
Noa hears: נציג
Noa says: ביטול
Noa hears nothing
Lead is: cancelled
Avi hears: בוטלה
