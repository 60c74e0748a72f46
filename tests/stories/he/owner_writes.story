# מישהו כותב מהטלפון של העסק עצמו: הבוט משתתק מיד
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור
Noa says: כן
Noa hears: באיזו עיר
Business writes to Noa: שלום נועה, כאן דנה מהמשרד. באיזו שכונה?
Noa says: בכרמל, חיפה
Noa hears nothing
Business writes to Noa: תודה, רשמתי
Wait: 10 minutes
Noa says: הרצל 12
Noa hears nothing
Wait: 16 minutes
Noa hears: חזרה ... מתי
Noa says: מחר ב-10:00
Noa hears: חיפה
Lead is: new

# וגם כשהתשובה של הבוט כבר בדרך
Noa says quickly: סטטוס
Business writes to Noa: אני כאן
Noa hears nothing
