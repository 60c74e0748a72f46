# An offer that waits unseen behind another one is no reason to ask the client
Professional Moshe: plumber in Haifa, speaks en
Client Ronit:
Client Gal:

Ronit says: water is leaking under my sink, Herzl 12 Haifa, tomorrow at 10
Ronit says: yes
Ronit hears: looking for
Wait: 3 minutes
Gal says: my tap drips, Bialik 5 Haifa, tomorrow at 12
Gal says: yes
Gal hears: looking for
Moshe does not hear: tap
Wait: 23 minutes
Ronit hears: 1. ... 2.
Ronit says: 1
Moshe hears: did not want to wait ... tap
# he sees it only now, so his time begins now
Wait: 24 minutes
Gal hears nothing:
Wait: 2 minutes
Gal hears: 25 min ... 1. ... 2.
