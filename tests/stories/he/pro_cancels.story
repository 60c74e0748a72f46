# בעל המקצוע מחזיר עבודה: הלקוחה יודעת, והבא בתור נשאל
Professional Avi: plumber in Haifa, stars 4.9 of 40
Professional Dani: plumber in Haifa, stars 4.5 of 20
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi says: 1
Noa hears: Avi ... 10:00
Dani hears nothing
Avi says: ביטול
Avi hears: חוזרת
Noa hears: סליחה
Lead is: new
Dani hears: נזילה
Dani says: 1
Noa hears: Dani ... 10:00
Lead is: booked
Professional is: Dani
Noa says: סטטוס
Noa hears: Dani
