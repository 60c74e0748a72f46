# בקשה נוספת בזמן שעבודה קבועה: חדשה או המשך?
Professional Avi: plumber in Haifa
Professional Dani: electrician in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi says: 1
Noa hears: 10:00
Avi hears: נזילה ... 10:00
Noa says: יש גם סתימה באמבטיה
Noa hears: 1. ... 2.
Noa says: 2
Noa hears: הוספנו
Avi hears: סתימה
Leads are: booked

Noa says: אין חשמל בסלון, הרצל 12 חיפה, מחר ב-16:00
Noa hears: 1. ... 2.
Leads are: booked
Noa says: 1
Leads are: booked, new
Dani hears: חשמל
Dani says: 1
Noa hears: Dani ... 16:00
Noa says: ביטול
Noa hears: 1. ... 2. ... 3.
Noa says: 3
Leads are: booked, booked
Noa says: לבטל
Noa says: 1
Noa hears: בוטל
Leads are: cancelled, booked
