# ביטול בזמן בחירת מועד, אחרי שנקבע מועד, ובזמן הדירוג
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה
Noa says: כן
Noa says: לא יודעת
Avi says: 1
Noa hears: Avi ... 1. ... 5.
Noa says: ביטול
Noa hears: בוטל
Avi hears: בוטלה
Lead is: cancelled

Noa says: סתימה בשירותים, הרצל 12 חיפה, מחר ב-10:00
Avi says: 1
Lead is: booked
Noa hears: 10:00
Noa says: סליחה, אני נאלצת לבטל את העבודה של מחר כי אני לא בבית
Noa hears: 1.
Noa says: 1
Noa hears: בוטל
Avi hears: בוטלה
Leads are: cancelled, cancelled

Noa says: ברז דולף, הרצל 12 חיפה, מחר ב-10:00
Avi says: 1
Avi says: סיימתי
Noa hears: 1 · 2 · 3 · 4 · 5
Noa says: ביטול
Noa hears: אין מה לבטל
Leads are: cancelled, cancelled, completed
Noa says: 4
Leads are: cancelled, cancelled, closed
