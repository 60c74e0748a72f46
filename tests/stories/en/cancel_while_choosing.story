# "cancel" while a time is being chosen, and for a job that is booked
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa
Sam says: yes
Sam hears: When
Sam says: I don't know
Avi says: 1
Sam hears: Avi ... 1. ... 5.
Sam says: cancel
Sam hears: Cancelled
Avi hears: called the job off
Lead is: cancelled
Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Avi says: 1
Avi hears: 10:00
Sam says: I need to cancel the appointment for tomorrow, sorry about that
Sam hears: 1. ... 2.
Leads are: cancelled, booked
Sam says: 1
Leads are: cancelled, cancelled
Avi hears: called the job off
