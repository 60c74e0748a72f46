# A professional takes a break: the request waits for him, and "available" brings it
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Avi says: pause
Avi hears: Paused
Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Avi hears nothing
Lead is: contacted
Avi says: available
Avi hears: leak
Lead is: new
