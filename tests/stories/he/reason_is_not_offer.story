# "1" של אבי עונה על הסיבה, לא על ההצעה החדשה שמחכה מאחוריה
Professional Avi: plumber in Haifa
Client Noa:
Client Tal:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Tal says: סתימה בשירותים, הנביאים 3 חיפה, מחר ב-12:00
Avi hears: נזילה
Avi says: 2
Tal says: כן
Avi hears: סיבה
Avi says: 1
Avi hears: תודה ... סתימה
Leads are: pending_admin_review, new
Avi says: 1
Leads are: pending_admin_review, booked

# גם מי שלא עונה על הסיבה לא מעכב את ההצעה הבאה
Client Gil:
Gil says: ברז דולף, אלנבי 5 חיפה, מחר ב-14:00
Gil says: כן
Avi says: 2
Avi hears: ברז ... סיבה
Client Dan:
Dan says: נזילה בגג, אלנבי 7 חיפה, מחר ב-16:00
Dan says: כן
Avi hears nothing
Wait: 30 seconds
Avi hears: נזילה בגג
Avi says: 1
Leads are: pending_admin_review, booked, pending_admin_review, booked
