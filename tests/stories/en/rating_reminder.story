# One reminder for the rating, then the lead is closed in silence
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Avi says: 1
Wait: 1 day
Avi says: done
Sam hears: 1 · 2 · 3 · 4 · 5
Sam says: I will tell you later, ask me tomorrow
Sam hears: 1 · 2 · 3 · 4 · 5
Wait: 1 day
Sam hears: 1 · 2 · 3 · 4 · 5
Wait: 3 days
Sam hears nothing
Lead is: closed
