# מה שנכתב לפני האישור נשמר ולא נשאל שוב; גם תשובה מוזרה נשמרת
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור
Noa hears: 1. ... 2.
Noa says: הרצל 12 בחיפה
Noa hears: שמורה ... 1. ... 2.
Noa says: מי אתם בכלל?
Noa hears: 1. ... 2.
Lead is: none
Noa says: כן
Noa hears: מתי
Noa says: מחר ב-10:00
Noa hears: אינסטלציה ... חיפה
Avi hears: נזילה
Noa does not hear: מה צריך לתקן
Noa does not hear: באיזו עיר
Noa does not hear: מה הרחוב
