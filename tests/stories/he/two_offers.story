# שתי הצעות לאותו בעל מקצוע: אחת אחרי השנייה, וכל "1" מקבל את זו שמוצגת
Professional Avi: plumber in Haifa
Client Noa:
Client Tal:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Tal says: סתימה בשירותים, הנביאים 3 חיפה, מחר ב-12:00
Noa says: כן
Tal says: כן
Avi hears: נזילה
Leads are: new, new
Avi says: 1
Avi hears: הרצל 12 ... סתימה
Leads are: booked, new
Tal hears: חיפה
Avi says: 1
Avi hears: הנביאים 3
Leads are: booked, booked
Tal hears: Avi
