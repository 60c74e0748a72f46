# "stop" ends it at once; writing again asks for consent again
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Sam hears: Haifa
Avi hears: leak
Sam says: stop
Sam hears: Stopped
Avi hears: called the request off
Lead is: cancelled
Wait: 2 days
Sam hears nothing
Sam says: blocked toilet, Herzl 12 Haifa, tomorrow at 12:00
Sam hears: 1. ... 2.
Sam says: yes
Sam hears: Haifa
Leads are: cancelled, new
