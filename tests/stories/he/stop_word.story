# "עצור" בכל מצב: הודעה אחת ודי; מי שכותב שוב נשאל שוב אם אפשר
Professional Avi: plumber in Haifa
Client Noa:
Client Tal:

# לפני האישור
Noa says: שלום
Noa says: עצור
Noa hears: הופסק
# באמצע הפרטים
Noa says: נזילה מתחת לכיור
Noa hears: 1. ... 2.
Noa says: כן
Noa hears: באיזו עיר
Noa says: הסר
Noa hears: הופסק
Lead is: cancelled
Wait: 2 days
Noa hears nothing
# כשמחכים
Tal says: סתימה בשירותים, הנביאים 3 חיפה, מחר ב-12:00
Tal says: כן
Avi hears: סתימה
Tal says: תפסיקו לשלוח לי הודעות
Tal hears: הופסק
Avi hears: בוטלה
Leads are: cancelled, cancelled
# עבודה שנקבעה נשארת
Tal says: סתימה בשירותים, הנביאים 3 חיפה, מחר ב-12:00
Tal hears: 1. ... 2.
Tal says: כן
Avi says: 1
Tal hears: Avi
Tal says: עצור
Tal hears: ביטול
Lead is: booked
Avi says: בדרך
Tal hears nothing
Tal says: סטטוס
Tal hears: Avi
Tal says: ביטול
Tal hears: בוטל
Lead is: cancelled
