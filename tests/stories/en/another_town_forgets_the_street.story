# Whoever corrects the town is asked for the street again; the old one is not sent to the new town.
Now: 2026-11-22 10:00
Professional Eli: plumber in Tel Aviv, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa
Sam says: yes
Sam says: sorry I meant Tel Aviv
Sam says: tomorrow at 10
Sam says: Dizengoff 5
Eli says: 1
Eli does not hear: Herzl
Eli hears: Dizengoff 5
