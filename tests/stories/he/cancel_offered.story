# ביטול בזמן שמחכים לתשובה של בעל המקצוע: הוא מקבל הודעה והמקום מתפנה
Professional Avi: plumber in Haifa, cap 1
Client Noa:
Client Tal:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Tal says: סתימה בשירותים, הנביאים 3 חיפה, מחר ב-12:00
Tal says: כן
Avi hears: נזילה
Leads are: new, contacted
Noa says: ביטול
Noa hears: בוטל
Avi hears: בוטלה ... סתימה
Leads are: cancelled, new
Noa says: סטטוס
Noa hears: אין
# ומי שממתין מבטל
Avi says: 1
Noa says: ברז דולף, אלנבי 5 חיפה, מחר ב-14:00
Noa hears: עסוקים
Noa says: לבטל
Noa hears: בוטל
Leads are: cancelled, booked, cancelled
Avi says: סיימתי
Avi does not hear: ברז
