# Avi says no with a reason, Dani says yes; the client is not bothered
Professional Avi: plumber in Haifa, stars 4.9 of 40, speaks en
Professional Dani: plumber in Haifa, stars 4.5 of 20, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: ok
Sam hears: Haifa
Avi says: no
Avi hears: 1. ... 5.
Dani hears: leak
Avi says: 1
Avi hears: noted
Sam hears nothing
Dani says: I'll take it
Professional is: Dani
Sam hears: Dani
