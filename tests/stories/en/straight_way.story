# The straight way: from the first words to the rating and the review
Now: 2026-11-22 10:00
Professional Avi: plumber in Haifa, stars 4.9 of 40, speaks en, price 250-400
Client Sam:

Sam says: Hi, there is a leak under my kitchen sink
Sam hears: STOP ... 1. ... 2.
Sam says: yes
Sam hears: city
Sam says: Haifa
Sam hears: street
Sam says: Herzl 12
Sam hears: When
Sam says: tomorrow at 10:00
Sam hears: Plumb ... Haifa ... 10:00
Lead is: new

Avi hears: leak ... Haifa ... 250-400
Avi presses: Yes, I take it
Avi hears: Sam ... 972540000001 ... Herzl 12
Sam hears: Avi ... 4.9 ... 50-000-0001 ... 10:00
Lead is: booked
Appointment is: 2026-11-23 10:00

Wait: until 09:40
Wait: 1 day
Avi says: on my way
Sam hears: on the way ... Avi
Avi says: done
Lead is: completed
Sam hears: Avi ... 1 · 2 · 3 · 4 · 5
Sam says: 5
Sam hears: 5
Sam says: Great work, on time
Sam hears: Thank
Lead is: closed
Alerts are: none
