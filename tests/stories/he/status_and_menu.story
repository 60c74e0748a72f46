# "סטטוס" ו"תפריט" בכל שלב: מראים מה שאפשר, ולא משנים דבר
Professional Avi: plumber in Haifa, cap 1
Client Noa:
Client Tal:

Noa says: סטטוס
Noa hears: 1. ... 2.
Noa says: כן
Noa says: סטטוס
Noa hears: אין כרגע
Noa says: תפריט
Noa hears: פנייה חדשה ... נציג
Noa does not hear: ״סטטוס״: ... ״זמן אחר״
Noa says: נזילה מתחת לכיור
Noa hears: באיזו עיר
Noa says: תפריט
Noa hears: ״ביטול״
Noa says: סטטוס
Noa hears: פרט
Noa says: הרצל 12 חיפה
Noa hears: מתי
Noa says: מחר ב-10:00
Noa hears: חיפה
Noa says: סטטוס
Noa hears: מחפשים
Lead is: new

Tal says: סתימה בשירותים, הנביאים 3 חיפה, מחר ב-12:00
Tal says: כן
Tal says: סטטוס
Tal hears: ממתינים

Avi hears: נזילה
Avi says: תפריט
Avi hears: 1 או 2
Avi does not hear: ״סיימתי״
Avi says: 1
Avi says: תפריט
Avi hears: ״סיימתי״
Noa hears: Avi
Noa says: תפריט
Noa hears: ״זמן אחר״
Noa says: סטטוס
Noa hears: Avi ... 10:00
Leads are: booked, contacted
Avi says: סיימתי
Noa hears: 1 · 2
Noa says: תפריט
Noa hears: נציג
Noa says: סטטוס
Noa hears: אין כרגע
Noa says: 5
Leads are: closed, new
