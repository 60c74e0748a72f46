# Five short messages are one turn: one request, one reply
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: hello
Sam says: 1
Sam hears: city
Sam says quickly: hi again
Sam says quickly: leak under the sink
Sam says quickly: Herzl 12
Sam says quickly: Haifa
Sam says: tomorrow at 10:00
Sam hears: Plumb ... Haifa ... 10:00
Leads are: new
Balance is: 3 answered, 4 merged
