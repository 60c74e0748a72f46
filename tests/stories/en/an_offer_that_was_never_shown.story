# An offer that waits behind another one is not held against the professional, and its time runs from when he sees it.
Now: 2026-11-22 10:00
Professional Moshe: plumber in Haifa, speaks en
Client Ronit:
Client Gal:

Ronit says: water is leaking under my sink, Herzl 12 Haifa, tomorrow at 10
Ronit says: yes
Moshe hears: Haifa ... 1.
Gal says: my tap drips, Bialik 5 Haifa, tomorrow at 12
Gal says: yes
Moshe hears nothing:
Wait: 29 minutes
Moshe says: 1
Moshe hears: Ronit ... tap
Wait: 20 minutes
Moshe says: 1
Moshe hears: Gal
leads are: booked, booked
