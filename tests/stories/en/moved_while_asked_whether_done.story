# Asked whether it is done, the client wants another time: that is the answer, and the new time is asked about anew
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, today at 13:00
Sam says: yes
Avi says: 1
Wait: until 08:05
Sam hears: Avi ... done ... 1. ... 2.
Sam says: another time
Sam hears: To which time ... 1. ... 2. ... 3.
Sam says: tomorrow at 12:00
Sam hears: changed ... 12:00
Appointment is: 2026-11-24 12:00
Sam says: 1
Sam hears: menu
Lead is: booked
Wait: 1 day
Sam hears nothing:
Wait: until 16:05
Avi hears: 12:00 ... finished
Wait: until 08:05
Sam hears: Avi ... 1. ... 2.
