# A leak in Haifa: from the first message to the rating
Now: 2026-11-22 10:00
Professional Moshe: plumber in Haifa, stars 4.9 of 60, speaks en, price 250-400 ILS
Professional Dana: plumber and handyman in Haifa and Nesher, stars 4.6 of 25, speaks en, price 300 ILS
Professional Yossi: electrician in Haifa, stars 5 of 80, speaks en
Client Ronit:

Ronit says quickly: Hi, water is pouring from under my kitchen sink
Ronit says quickly: Herzl 12 Haifa
Ronit sends a photo: this is what it looks like
Ronit hears: 1.
Ronit says: yes
Ronit hears: tomorrow
Ronit says: tomorrow morning
Ronit hears: Haifa
Moshe hears: Haifa
Moshe says: 2
Dana hears: Haifa
Moshe says: 1
Dana says: 1
Dana hears: Ronit ... Herzl 12
Ronit hears: Dana
Ronit says: status
Ronit hears: Dana
lead is: booked
Wait: 22 hours
Dana says: on my way
Ronit hears: Dana
Wait: 2 hours
Dana says: done
lead is: completed
Ronit hears: 5
Ronit says: 5
Ronit says: On time and clean work
lead is: closed
