# Everybody is full: the request waits, and a freed place goes to the oldest one
Policy max active jobs: 1
Professional Avi: plumber in Haifa, speaks en
Client Sam:
Client Kim:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Avi says: 1
Kim says: blocked toilet, Hanevi'im 3 Haifa, tomorrow at 12:00
Kim says: yes
Kim hears: busy
Leads are: booked, contacted
Wait: 2 hours
Kim hears nothing
Avi says: done
Leads are: completed, new
Avi hears: toilet
Avi says: 1
Kim hears: Avi ... 12:00
