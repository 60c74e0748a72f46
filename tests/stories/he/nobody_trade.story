# אין בעל מקצוע מתאים: אדם מחליט, הלקוח יודע, המפעילים מקבלים התראה
Professional Avi: electrician in Haifa
Client Noa:

Noa says: צריך ניקוי אחרי שיפוץ, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Noa hears: הצוות
Lead is: pending_admin_review
Alerts are: review.nobody
Avi hears nothing
Noa says: סטטוס
Noa hears: ניקיון ... חיפה ... הצוות
