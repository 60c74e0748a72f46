"""Who may use the panel, and how he is let in."""

from dependency_injector import providers

from fixi.adapters.bcrypt.passwords import BcryptPasswords
from fixi.adapters.memory.operators import MemoryAudit, MemoryOperators, MemorySessions, MemoryThrottle
from fixi.adapters.mongo.audit import MongoAudit
from fixi.adapters.mongo.operators import MongoOperators, MongoSessions, MongoThrottle
from fixi.adapters.system.secrets import SystemSecrets
from fixi.application.login import Login
from fixi.application.staff import Staff
from fixi.container.stores import Stores
from fixi.container.values import panel_secret


class People(Stores):
    """Who may use the panel, and how he is let in."""

    # Who may use the panel
    operators = providers.Selector(
        Stores.settings.provided.storage,
        memory=providers.Singleton(MemoryOperators),
        mongo=providers.Singleton(MongoOperators, database=Stores.database),
    )
    sessions = providers.Selector(
        Stores.settings.provided.storage,
        memory=providers.Singleton(MemorySessions),
        mongo=providers.Singleton(MongoSessions, database=Stores.database),
    )
    throttle = providers.Selector(
        Stores.settings.provided.storage,
        memory=providers.Singleton(MemoryThrottle),
        mongo=providers.Singleton(MongoThrottle, database=Stores.database),
    )
    audit = providers.Selector(
        Stores.settings.provided.storage,
        memory=providers.Singleton(MemoryAudit),
        mongo=providers.Singleton(MongoAudit, database=Stores.database),
    )
    passwords = providers.Singleton(BcryptPasswords)
    secrets = providers.Singleton(SystemSecrets)
    panel_secret = providers.Singleton(panel_secret, Stores.settings)
    # How long somebody is logged in has nothing to do with the time that is played.
    login = providers.Singleton(
        Login,
        operators=operators,
        sessions=sessions,
        throttle=throttle,
        audit=audit,
        passwords=passwords,
        secrets=secrets,
        clock=Stores.machine_clock,
        secret=panel_secret,
    )
    staff = providers.Singleton(
        Staff,
        operators=operators,
        sessions=sessions,
        audit=audit,
        passwords=passwords,
        secrets=secrets,
        clock=Stores.machine_clock,
    )
