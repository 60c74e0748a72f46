# ריח גז: הוראות בטיחות מיד, שלושה נשאלים יחד, הראשון שאומר כן לוקח
Professional Avi: plumber in Haifa
Professional Dani: plumber in Haifa
Professional Eli: plumber in Haifa
Professional Oz: plumber in Haifa
Client Noa:

Noa says: היי
Noa says: כן
Noa says: ריח חזק של גז מהצינור במטבח בחיפה!!
Noa hears: 102 ... דחוף
Lead is: new
Noa does not hear: מה הרחוב
Noa does not hear: מתי נוח
Avi hears: גז ... חיפה
Dani hears: גז
Eli hears: גז
Oz hears nothing
Dani says: 1
Lead is: booked
Professional is: Dani
Dani hears: 972540000001
Noa hears: Dani ... 50-000-0002 ... להתקשר
Avi hears: קודם
Eli hears: קודם
Avi says: 1
Avi hears: תפריט
Professional is: Dani
