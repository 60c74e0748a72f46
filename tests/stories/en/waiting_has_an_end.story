# The client would rather wait, the professional says nothing all the same: after the second half hour it goes on
Professional Avi: plumber in Haifa, speaks en, stars 4.9 of 90
Professional Dani: plumber in Haifa, speaks en, stars 4.5 of 90
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Wait: 26 minutes
Sam says: no
Sam hears: more time
Wait: 33 minutes
Dani hears nothing:
Wait: 2 minutes
Avi hears: over
Dani hears: leak
Sam hears: another professional
# and about Dani the client is asked anew
Wait: 25 minutes
Sam hears: 1. ... 2.
