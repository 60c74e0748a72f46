"""Truth in MongoDB: every port of `ports/storage.py` and `ports/alerts.py`.

database = Database(url)                     # builds the client, connects to nothing
await database.prepare()                     # once at the start of a process: indexes, migrations, age of the data
await database.ping()                        # for the health check
await database.close()

documents.MongoRepository(database)          documents.MongoOutbox(database)        leads.MongoLeads(database)
professionals.MongoProfessionals(database)   professionals.MongoCapacity(database)
professionals.MongoTrackRecord(database)     calendar.MongoCalendar(database)
book.MongoLedger(database)                   book.MongoQuarantine(database)         book.MongoAlerts(database)
book.MongoPolicies(database, first, clock)      runs.MongoRuns(database)
"""
