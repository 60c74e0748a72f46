# ספרה כשאין שאלה פתוחה: תשובה מנומסת, ודבר לא משתנה
Professional Avi: plumber in Haifa
Client Noa:

Avi says: 5
Avi hears: תפריט
Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Noa hears: חיפה
Noa says: 5
Noa hears: תפריט
Lead is: new
Avi hears: נזילה
Avi says: 5
Avi hears: 1 ... 2
Lead is: new
Avi says: 1
Lead is: booked
