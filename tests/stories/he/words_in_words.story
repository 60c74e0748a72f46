# מילים קבועות רק כשהן ההודעה כולה: "תתקשרו אליי" אינו ביטול, "שאלה קצרה" אינה קצר
Professional Avi: plumber in Haifa
Client Noa:

Noa says: יש לי שאלה קצרה
Noa says: כן
Noa does not hear: 🚨
Noa does not hear: ⚠️
Lead is: none
Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa hears: חיפה
Noa says: תתקשרו אליי בטלפון
Lead is: new
Noa does not hear: בוטל
Avi says: 1
Lead is: booked
Noa says: תתקשרו אליי בטלפון בבקשה
Lead is: booked
Noa does not hear: בוטל
