# דליפה בחיפה: מההודעה הראשונה ועד הדירוג
Now: 2026-11-22 10:00
Professional משה: plumber in Haifa, stars 4.9 of 60, speaks he, price 250-400 ₪
Professional דנה: plumber and handyman in Haifa and Nesher, stars 4.6 of 25, speaks he, price 300 ₪
Professional יוסי: electrician in Haifa, stars 5 of 80
Client רונית:

רונית says quickly: היי, נוזלים לי מים מתחת לכיור במטבח
רונית says quickly: הרצל 12 חיפה
רונית sends a photo: ככה זה נראה
רונית hears: 1.
רונית says: כן
רונית hears: מחר
רונית says: מחר בבוקר
רונית hears: חיפה
משה hears: חיפה
משה says: 2
דנה hears: חיפה
משה says: 1
דנה says: 1
דנה hears: רונית ... הרצל 12
רונית hears: דנה
רונית says: סטטוס
רונית hears: דנה
lead is: booked
Wait: 22 hours
דנה says: בדרך
רונית hears: דנה
Wait: 2 hours
דנה says: סיימתי
lead is: completed
רונית hears: 5
רונית says: 5
רונית says: הגיעה בזמן, עבודה נקייה
lead is: closed
