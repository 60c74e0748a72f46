# After the stars, "another leak" is a new request, not a review.
Now: 2026-11-22 10:00
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak, Herzl 12 Haifa, tomorrow at 10
Sam says: yes
Avi says: 1
Avi says: done
Sam says: 5
Sam says: another leak in the shower, a tap drips
leads are: closed, contacted
