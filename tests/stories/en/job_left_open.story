# Nobody says that the job is done: the professional is asked twice, then people look
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, today at 13:00
Sam says: yes
Avi says: 1
Avi hears: 13:00
Wait: until 16:30
Avi hears nothing
Wait: 1 hour
Avi hears: finished ... 1. ... 2.
Wait: 1 day
Avi hears: finished ... 1. ... 2.
Wait: 1 day
Alerts are: stale
Avi says: yes
Lead is: completed
