# In the morning each professional is told what the day holds, once, and whoever has no job is left in peace
Professional Avi: plumber in Haifa, speaks en, stars 4.9 of 40
Professional Dani: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Avi says: 1
Avi hears: Herzl 12
Lead is: booked
Wait: until 07:30
Avi hears nothing
Wait: until 08:30
Avi hears: 10:00 ... Herzl 12 ... Sam
Dani hears nothing
Wait: 1 hour
Avi hears nothing
