# תזכורת אחת לדירוג, אף פעם לא שתיים, ואחר כך הפנייה נסגרת בשקט
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi says: 1
Wait: 1 day
Avi says: סיימתי
Noa hears: 1 · 2 · 3 · 4 · 5
Wait: 1 day
Noa hears: 1 · 2 · 3 · 4 · 5
Lead is: completed
Wait: 1 day
Noa hears nothing
Wait: 2 days
Noa hears nothing
Lead is: closed
Noa says: 4
Noa hears: תפריט
