# כולם עסוקים: חדר ההמתנה, ומי שחיכה הכי הרבה מקבל את המקום שהתפנה
Professional Avi: plumber in Haifa, cap 1
Client Noa:
Client Tal:
Client Gil:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi hears: נזילה
Avi says: 1

Tal says: סתימה בשירותים, הנביאים 3 חיפה, מחר ב-12:00
Tal says: כן
Tal hears: עסוקים
Wait: 1 minute
Gil says: ברז דולף, אלנבי 5 חיפה, מחר ב-14:00
Gil says: כן
Gil hears: עסוקים
Tal says: סטטוס
Tal hears: חיפה ... ממתינים
Avi does not hear: סתימה
Leads are: booked, contacted, contacted

Avi says: סיימתי
Avi hears: סתימה
Avi does not hear: ברז
Leads are: completed, new, contacted
Avi says: 1
Tal hears: Avi ... 12:00
Leads are: completed, booked, contacted
Gil says: סטטוס
Gil hears: ממתינים
