# A professional who says "not yet" has answered: the client is not asked instead of him
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, today at 13:00
Sam says: yes
Avi says: 1
Sam hears: 13:00
Wait: until 17:05
Avi hears: finished ... 1. ... 2.
Avi says: not yet
Avi hears: stays open
Wait: until 17:00
Sam hears nothing:
# the next day he is asked again, and lets it lie
Wait: 5 minutes
Avi hears: finished ... 1. ... 2.
Wait: 16 hours
Sam hears: Avi ... 1. ... 2.
