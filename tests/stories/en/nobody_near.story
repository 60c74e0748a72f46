# The only plumber is far away: a person decides, the client and the operators know
Professional Avi: plumber in Eilat, speaks en
Client Sam:

Sam says: leak under the sink, Herzl 12 Haifa, tomorrow at 10:00
Sam says: 1
Sam hears: team
Lead is: pending_admin_review
Alerts are: review.nobody
Avi hears nothing
Sam says: status
Sam hears: Haifa ... team
Sam says: menu
Sam hears: cancel
Sam says: cancel
Sam hears: Cancelled
Lead is: cancelled
