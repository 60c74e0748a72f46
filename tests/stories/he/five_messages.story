# חמש הודעות קצרות הן פנייה אחת ותשובה אחת
Professional Avi: plumber in Haifa
Client Noa:

Noa says: היי
Noa says: 1
Noa hears: נזילה
Noa says quickly: יש לי בעיה
Noa says quickly: נזילה מתחת לכיור
Noa says quickly: הרצל 12
Noa says quickly: חיפה
Noa says: מחר ב-10:00
Noa hears: אינסטלציה ... חיפה ... 10:00
Noa hears nothing
Leads are: new
Avi hears: נזילה
Balance is: 3 answered, 4 merged
