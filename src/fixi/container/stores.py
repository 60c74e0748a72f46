"""What is kept, in memory or in the database."""

from dependency_injector import providers

from fixi.adapters.memory.attempts import MemoryAttempts
from fixi.adapters.memory.book import MemoryAlerts, MemoryPolicies, MemoryQuarantine
from fixi.adapters.memory.canned import MemoryCannedReplies
from fixi.adapters.memory.documents import MemoryChats, MemoryLeads, MemoryOutbox, MemoryRepository
from fixi.adapters.memory.jobs import MemoryJobSwitches
from fixi.adapters.memory.professionals import (
    MemoryCalendar,
    MemoryCapacity,
    MemoryProfessionals,
    MemoryTrackRecord,
)
from fixi.adapters.memory.runs import MemoryRuns
from fixi.adapters.memory.told import MemoryTold
from fixi.adapters.mongo.attempts import MongoAttempts
from fixi.adapters.mongo.book import MongoAlerts, MongoPolicies, MongoQuarantine
from fixi.adapters.mongo.calendar import MongoCalendar
from fixi.adapters.mongo.canned import MongoCannedReplies
from fixi.adapters.mongo.documents import MongoChats, MongoOutbox, MongoRepository
from fixi.adapters.mongo.jobs import MongoJobSwitches
from fixi.adapters.mongo.leads import MongoLeads
from fixi.adapters.mongo.professionals import MongoCapacity, MongoProfessionals, MongoTrackRecord
from fixi.adapters.mongo.runs import MongoRuns
from fixi.adapters.mongo.told import MongoTold
from fixi.container.line import Line
from fixi.container.values import first_policy


class Stores(Line):
    """What is kept, in memory or in the database."""

    # What is kept
    policy = providers.Singleton(first_policy, settings=Line.settings)
    repository = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryRepository, store=Line.store),
        mongo=providers.Singleton(MongoRepository, database=Line.database),
    )
    outbox = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryOutbox, store=Line.store, clock=Line.clock),
        mongo=providers.Singleton(MongoOutbox, database=Line.database, clock=Line.clock),
    )
    chats = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryChats, store=Line.store),
        mongo=providers.Singleton(MongoChats, database=Line.database),
    )
    told = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryTold, store=Line.store),
        mongo=providers.Singleton(MongoTold, database=Line.database),
    )
    leads = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryLeads, store=Line.store),
        mongo=providers.Singleton(MongoLeads, database=Line.database),
    )
    quarantine = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryQuarantine, store=Line.store),
        mongo=providers.Singleton(MongoQuarantine, database=Line.database),
    )
    attempts = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryAttempts, store=Line.store),
        mongo=providers.Singleton(MongoAttempts, database=Line.database),
    )
    policies = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryPolicies, policy=policy),
        mongo=providers.Singleton(MongoPolicies, database=Line.database, first=policy, clock=Line.clock),
    )
    alerts = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryAlerts, store=Line.store),
        mongo=providers.Singleton(MongoAlerts, database=Line.database),
    )
    professionals = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryProfessionals, store=Line.store),
        mongo=providers.Singleton(MongoProfessionals, database=Line.database),
    )
    capacity = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryCapacity, store=Line.store),
        mongo=providers.Singleton(MongoCapacity, database=Line.database),
    )
    track_record = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryTrackRecord, store=Line.store),
        mongo=providers.Singleton(MongoTrackRecord, database=Line.database),
    )
    calendar = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryCalendar, store=Line.store),
        mongo=providers.Singleton(MongoCalendar, database=Line.database),
    )
    runs = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryRuns, store=Line.store),
        mongo=providers.Singleton(MongoRuns, database=Line.database),
    )
    job_switches = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryJobSwitches),
        mongo=providers.Singleton(MongoJobSwitches, database=Line.database),
    )
    canned_replies = providers.Selector(
        Line.settings.provided.storage,
        memory=providers.Singleton(MemoryCannedReplies),
        mongo=providers.Singleton(MongoCannedReplies, database=Line.database),
    )
