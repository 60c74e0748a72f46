# "None of these" is no news for the professional; a time named after the booking moves it.
Now: 2026-11-22 10:00
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak, Herzl 12 Haifa, tomorrow at 3 in the night
Sam says: yes
Avi says: 1
Sam says: tomorrow at 11:00
appointment is: 2026-11-23 11:00
Sam says: make it tomorrow at 12:00
appointment is: 2026-11-23 12:00
Sam says: another time
Sam hears: 1.
Sam says: none of these
Sam hears: 1.
Avi does not hear: none of these
