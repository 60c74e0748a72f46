# "agent": the assistant is silent, what is said is kept, and it comes back with a line
Professional Avi: plumber in Haifa, speaks en
Client Sam:

Sam says: leak under the sink
Sam says: yes
Sam hears: city
Sam says: agent
Sam hears: person
Sam says: I am at Herzl 12 Haifa
Sam hears nothing
Business writes to Sam: Hello, Dana here. How can I help?
Sam says: please come tomorrow at 10:00
Sam hears nothing
Alerts are: human.asked
Wait: 16 minutes
Sam hears: back ... Haifa ... 10:00
Lead is: new
