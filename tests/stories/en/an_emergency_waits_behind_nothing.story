# An emergency is shown at once, also to a professional who has another offer on his screen.
Now: 2026-11-22 10:00
Professional Avi: plumber in Haifa, speaks en
Client Sam:
Client Ron:

Sam says: leak, Herzl 12 Haifa, tomorrow at 10
Sam says: yes
Avi hears: leak
Ron says: flood in my flat, water everywhere, Haifa
Ron says: yes
Ron hears: 102
Avi hears: flood
Avi says: 1
Avi hears: +972 ... leak
Avi says: 1
leads are: booked, booked
