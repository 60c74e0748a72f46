# A digit answers the question that is open, and nothing else
Professional Avi: plumber in Haifa, speaks en
Client Sam:
Client Kim:

# typed together with the request: the question of consent could not be seen yet
Sam says quickly: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: 1
Sam hears: 1. ... 2.
Lead is: none
Sam says: 1
Lead is: new
# nothing is open for the client
Sam hears: Haifa
Sam says: 1
Sam hears: menu
Lead is: new
# the digit of the professional belongs to the reason, not to the offer behind it
Kim says: blocked toilet, Allenby 3 Haifa, tomorrow at 12:00
Avi says: 2
Kim says: yes
Avi says: 1
Leads are: pending_admin_review, new
Avi hears: toilet
# and when that is answered, the next one is for the offer
Avi presses: Not this time
Leads are: pending_admin_review, pending_admin_review
