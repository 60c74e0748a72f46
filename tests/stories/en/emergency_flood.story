# A flood: safety first, three are asked at once, the first yes wins
Professional Avi: plumber in Haifa, speaks en
Professional Dani: plumber in Haifa, speaks en
Professional Eli: plumber in Haifa, speaks en
Client Sam:

Sam says: a pipe burst, the apartment is flooded, Haifa!
Sam hears: 102
Sam says: 1
Sam hears: main water tap ... urgent
Avi hears: Haifa ... first yes
Dani hears: Haifa
Eli hears: Haifa
Wait: 6 minutes
Avi hears: 1. ... 2.
Eli says: yes
Avi hears: Somebody else
Dani hears: Somebody else
Eli hears: 972540000001
Sam hears: Eli ... call now
Lead is: booked
Professional is: Eli
