# "1" אחרי שההצעה פגה: תשובה מנומסת, והעבודה נשארת אצל מי שקיבל
Professional Avi: plumber in Haifa, stars 4.9 of 40
Professional Dani: plumber in Haifa, stars 4.5 of 20
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Wait: 31 minutes
Avi hears: נזילה ... עבר
Dani hears: נזילה
Avi says: 1
Avi hears: תפריט
Lead is: new
Dani says: 1
Professional is: Dani
Avi presses: כן, אני על זה
Avi hears: תפריט
Professional is: Dani
