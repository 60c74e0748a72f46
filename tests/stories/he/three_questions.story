# לכל היותר שלוש שאלות, אף פעם לא באותן מילים, ואז אדם
Professional Avi: plumber in Haifa
Client Noa:

Noa says: שלום
Noa says: כן
Noa hears: חיפה
Noa says: יש נזילה
Noa hears: באיזו עיר
Noa says: אצלי בבית
Noa hears: עיר גדולה
Noa says: ליד הסבתא שלי
Noa hears: היישוב
Noa says: בקומה השלישית
Noa hears: הצוות
Lead is: pending_admin_review
Alerts are: review.unclear
Avi hears nothing
