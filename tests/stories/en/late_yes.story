# A yes after the offer is over: a polite answer, and nothing changes
Professional Avi: plumber in Haifa, speaks en, stars 4.9 of 40
Professional Dani: plumber in Haifa, speaks en, stars 4.5 of 20
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Avi hears: leak
Wait: 31 minutes
Avi hears: over
Avi says: 1
Avi hears: menu
Lead is: new
Dani says: 1
Avi presses: Yes, I take it
Avi hears: menu
Professional is: Dani
