# תמונה עם כיתוב: הכיתוב נקרא, והתמונות נספרות בהצעה
Professional Avi: plumber in Haifa
Client Noa:

Noa sends a photo: נזילה מתחת לכיור, הרצל 12 חיפה
Noa says: כן
Noa hears: מתי
Noa says quickly: מחר ב-10:00
Noa sends a photo:
Noa hears: אינסטלציה ... חיפה
Noa hears nothing
Avi hears: נזילה ... קבצים מצורפים: 2
Avi does not hear: הרצל
Avi says: 1
Avi hears: הרצל 12
