# A professional with two jobs is asked which one he means
Professional Avi: plumber in Haifa, speaks en
Client Sam:
Client Kim:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Avi says: 1
Kim says: blocked toilet, Allenby 3 Haifa, tomorrow at 12:00
Kim says: yes
Avi says: 1
Leads are: booked, booked
Avi says: my jobs
Avi hears: Herzl 12 ... 10:00 ... Allenby 3 ... 12:00
Avi says: on my way
Avi hears: 1. ... 2. ... 3.
Avi says: 1
Avi hears: told the client
Sam hears: on the way
Kim does not hear: on the way
Avi says: done
Avi says: 2
Leads are: booked, completed
Kim hears: 1 · 2 · 3 · 4 · 5
Avi says: cancel
Avi hears: comes back
Leads are: pending_admin_review, completed
Sam hears: sorry ... team
