# With a job booked, an emergency is a new request at once: the safety text waits for no question.
Now: 2026-11-22 10:00
Professional Avi: plumber in Haifa, speaks en
Client Sam:
Professional Eli: electrician in Haifa, speaks en

Sam says: leak, Herzl 12 Haifa, tomorrow at 10
Sam says: yes
Avi says: 1
Sam hears: Avi
Sam says: help, there is a fire in the fuse box, electrician, in Haifa!
Sam hears: 102
Eli hears: fire
