# ספרה בזמן בחירת מועד היא מועד, גם כשדירוג של עבודה אחרת מחכה בתור
Professional Avi: plumber in Haifa
Professional Dani: electrician in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi says: 1
Noa hears: Avi ... 10:00
Noa says: אין חשמל בסלון, הרצל 12 חיפה
Noa hears: 1. ... 2.
Noa says: 1
Noa hears: מתי
Noa says: לא יודעת
Dani says: 1
Noa hears: Dani ... 1. ... 5.

# הדירוג של אבי מחכה עד שייבחר מועד אצל דני
Avi says: סיימתי
Noa hears nothing
Leads are: completed, booked
Noa says: 1
Noa hears: Dani ... Avi ... 1 · 2 · 3 · 4 · 5
Leads are: completed, booked
Noa says: 4
Noa hears: 4
Leads are: closed, booked
