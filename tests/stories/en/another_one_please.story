# Nobody answers for 25 minutes: the client wants another one, and has him at once
Professional Avi: plumber in Haifa, speaks en, stars 4.9 of 90
Professional Dani: plumber in Haifa, speaks en, stars 4.5 of 90
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Sam hears: looking for
Avi hears: leak
Wait: 24 minutes
Sam hears nothing:
Wait: 2 minutes
Sam hears: 25 min ... 1. Yes, ask another one ... 2. No, wait
Dani hears nothing:
Sam says: 1
Sam hears: another professional
Sam does not hear: Avi
Avi hears: did not want to wait
Dani hears: leak
Lead is: new
# too late for Avi, and he is not asked again
Avi says: 1
Avi hears: menu
Avi presses: Yes, I take it
Avi hears: menu
Dani says: 1
Lead is: booked
Professional is: Dani
Sam hears: Dani
