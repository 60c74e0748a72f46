# חירום: כל עוד כמה נשאלו לא שואלים את הלקוחה; כשנשאר אחד, אחרי מחצית הזמן
Professional Avi: plumber in Haifa, stars 4.9 of 90
Professional Dani: plumber in Haifa, stars 4.6 of 90
Professional Eli: plumber in Haifa, stars 4.3 of 90
Professional Oz: plumber in Haifa, stars 3.5 of 90
Client Noa:

Noa says: פיצוץ בצינור, המים מציפים את כל הבית, חיפה
Noa says: כן
Noa hears: דחוף
Wait: 11 minutes
Avi says: 2
Wait: 90 seconds
Noa hears nothing:
Dani says: 2
Wait: 5 seconds
Noa hears: 12 דק׳ ... 1. ... 2.
Noa says: 1
Eli hears: לא לחכות
Oz hears: חיפה
Oz says: 1
Noa hears: Oz
