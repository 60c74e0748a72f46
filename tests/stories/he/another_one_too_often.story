# מי שמבקשת שוב ושוב בעל מקצוע אחר מגיעה לאדם, בדיוק כמו כשהזמן עובר
Policy max reassignments: 1
Professional Avi: plumber in Haifa, stars 4.9 of 90
Professional Dani: plumber in Haifa, stars 4.6 of 90
Professional Eli: plumber in Haifa, stars 4.3 of 90
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Wait: 26 minutes
Noa says: 1
Dani hears: נזילה
Noa hears: נוסף
Lead is: new
Wait: 26 minutes
Noa says: 1
Lead is: pending_admin_review
Noa hears: הצוות
Alerts are: review.tries
Eli hears nothing:
