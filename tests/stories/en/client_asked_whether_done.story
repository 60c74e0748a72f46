# The professional says nothing: the client is asked whether it is done, and his yes is put to the professional
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, today at 13:00
Sam says: yes
Avi says: 1
Sam hears: 13:00
Wait: until 17:05
Avi hears: finished ... 1. ... 2.
Wait: until 22:00
# six hours later it is night: nobody is asked
Sam hears nothing:
Wait: until 08:05
Sam hears: Avi ... done ... 1. Yes ... 2. Not yet
Lead is: booked
Sam says: 1
Sam hears: check with the professional
Avi hears: The client wrote ... 1. ... 2.
Lead is: booked
Avi says: 1
Lead is: completed
Sam hears: 1 · 2 · 3 · 4 · 5
Wait: 7 hours
Sam hears nothing:
