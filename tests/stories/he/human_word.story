# "נציג" בכל מצב: הבוט שותק, המילים נשמרות, ואחרי רבע שעה הוא חוזר ואומר זאת
Professional Avi: plumber in Haifa
Client Noa:
Client Tal:
Client Gil:

# לפני האישור
Noa says: נציג
Noa hears: הצוות
Noa says: יש לי נזילה מתחת לכיור
Noa hears nothing
Wait: 16 minutes
Noa hears: חזרה
Noa says: הרצל 12 חיפה מחר ב-10:00
Noa hears: 1. ... 2.
Noa says: כן
Noa hears: אינסטלציה ... חיפה

# באמצע איסוף הפרטים
Tal says: סתימה בשירותים
Tal says: כן
Tal hears: באיזו עיר
Tal says: אני רוצה לדבר עם נציג
Tal hears: הצוות
Tal says: אני בחיפה, הנביאים 3
Tal hears nothing
Wait: 16 minutes
Tal hears: חזרה ... מתי
Tal says: מחר ב-12:00
Tal hears: חיפה

# כשמחכים לבעל המקצוע: ההצעה נמשכת בשקט
Gil says: ברז דולף, אלנבי 5 חיפה, מחר ב-14:00
Gil says: כן
Gil says: נציג
Gil hears: הצוות
Gil says: סטטוס
Gil hears nothing
Avi says: 1
Avi says: 1
Avi says: 1
Leads are: booked, booked, booked
Gil hears nothing
Wait: 16 minutes
Gil hears: חזרה ... Avi ... 14:00
