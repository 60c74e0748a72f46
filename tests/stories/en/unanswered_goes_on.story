# An offer nobody answers goes to the next one after 30 minutes, never to the same again, and in the end to a person
Policy max reassignments: 2
Policy offer reassign ask: 45 minutes
Professional Avi: plumber in Haifa, speaks en, stars 4.9 of 90
Professional Dani: plumber in Haifa, speaks en, stars 4.6 of 90
Professional Eli: plumber in Haifa, speaks en, stars 4.3 of 90
Professional Oz: plumber in Haifa, speaks en, stars 4.0 of 90
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: yes
Sam hears: looking for
Avi hears: leak
Wait: 29 minutes
Dani hears nothing:
# with the question set behind the end of the offer it is never asked
Sam hears nothing:
Wait: 2 minutes
Avi hears: over
Dani hears: leak
Sam hears: another professional
Lead is: new
Wait: 30 minutes
Dani hears: over
Eli hears: leak
Avi hears nothing:
Lead is: new
Wait: 30 minutes
Eli hears: over
Lead is: pending_admin_review
Sam hears: Our team
Alerts are: review.tries
Oz hears nothing:
Avi hears nothing:
Dani hears nothing:
Wait: 2 hours
Oz hears nothing:
Avi hears nothing:
Lead is: pending_admin_review
