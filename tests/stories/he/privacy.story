# לפני הכן: בלי שם, בלי טלפון, בלי רחוב. אחרי הכן: הכול
Professional Avi: plumber in Haifa, stars 4.9 of 40
Professional Dani: plumber in Haifa, stars 4.5 of 20
Client Noa:

Noa says: היי, שמי נועה כהן, נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00, הטלפון שלי 054-7654321
Noa says: כן
Avi hears: נזילה ... חיפה ... 10:00
Avi does not hear: נועה
Avi does not hear: Noa
Avi does not hear: הרצל
Avi does not hear: 7654321
Avi does not hear: 540000001
Avi says: 2
Dani hears: נזילה
Dani does not hear: הרצל
Dani does not hear: 7654321
Dani says: 1
Dani hears: נועה ... 972540000001 ... הרצל 12
Avi does not hear: הרצל
