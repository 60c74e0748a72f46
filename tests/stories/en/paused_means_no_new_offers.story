# A pause passes on the offers that he has not seen.
Now: 2026-11-22 10:00
Professional Avi: plumber in Haifa, speaks en
Client Sam:
Professional Dana: plumber in Nesher, speaks en
Client Ann:

Sam says: leak, Herzl 12 Haifa, tomorrow at 10
Sam says: yes
Avi hears: leak
Dana says: pause
Ann says: clogged toilet, Bialik 3 Haifa, tomorrow at 12
Ann says: yes
Dana says: available
Avi says: pause
Avi says: 1
Avi does not hear: toilet
Dana hears: toilet
