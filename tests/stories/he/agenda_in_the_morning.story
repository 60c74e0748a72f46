# בבוקר בעל המקצוע מקבל את עבודות היום, פעם אחת, והלקוחה לא שומעת על כך
Professional Avi: plumber in Haifa
Client Noa:

Noa says: נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10:00
Noa says: כן
Avi says: 1
Noa hears: Avi ... 10:00
Avi hears: הרצל 12
Wait: until 08:30
Avi hears: 10:00 ... הרצל 12 ... Noa
Noa does not hear: בוקר טוב
Wait: 30 minutes
Avi hears nothing
