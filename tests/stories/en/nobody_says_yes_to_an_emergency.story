# An emergency that three people leave open goes on to the fourth
Professional Avi: plumber in Haifa, speaks en, stars 4.9 of 90
Professional Dani: plumber in Haifa, speaks en, stars 4.6 of 90
Professional Eli: plumber in Haifa, speaks en, stars 4.3 of 90
Professional Oz: plumber in Haifa, speaks en, stars 3.5 of 90
Client Sam:

Sam says: burst pipe, water everywhere, Haifa
Sam says: yes
Oz hears nothing
Wait: 16 minutes
Avi hears: over
Lead is: new
Oz hears: Haifa
Oz says: 1
Lead is: booked
Sam hears: Oz
