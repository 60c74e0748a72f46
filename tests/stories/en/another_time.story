# Another time: the client picks, then the professional asks for one
Professional Avi: plumber in Haifa, speaks en, hours Sun-Thu 08:00-18:00
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Avi says: 1
Sam says: reschedule
Sam hears: Avi ... 1. ... 5.
Sam says: tomorrow at 16:00
Sam hears: 16:00
Avi hears: 16:00
Avi says: another time
Sam hears: Avi ... 1. ... 5.
Sam says: tomorrow at 22:00
Sam hears: not free ... 1.
Appointment is: 2026-11-23 16:00
Sam says: 1
Sam hears: changed
Avi hears: changed
Lead is: booked
