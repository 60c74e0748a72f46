# The professional says no while the client is being asked: the next one is asked without a word, a late digit does no harm
Professional Avi: plumber in Haifa, speaks en, stars 4.9 of 90
Professional Dani: plumber in Haifa, speaks en, stars 4.5 of 90
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Wait: 26 minutes
Sam hears: 1. ... 2.
Avi says: 2
Sam hears nothing:
Dani hears: leak
Sam says: 1
Sam hears: menu
Lead is: new
Dani says: 1
Professional is: Dani
