"""The only place that builds adapters: one container, chosen by the settings, handed to the entrypoints.

Everything is built synchronously and wired by hand; a test overrides a provider (`container.clock.override(...)`)
before it takes anything out.
"""

import tomllib
from collections.abc import Mapping

from dependency_injector import containers, providers

from fixi.adapters.dramatiq.broker import DramatiqWakeups, build, register
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.memory.book import MemoryAlerts, MemoryLedger, MemoryPolicies, MemoryQuarantine
from fixi.adapters.memory.documents import MemoryLeads, MemoryOutbox, MemoryRepository
from fixi.adapters.memory.professionals import (
    MemoryCalendar,
    MemoryCapacity,
    MemoryProfessionals,
    MemoryTrackRecord,
)
from fixi.adapters.memory.queues import MemoryHeartbeats, MemoryInbox, MemoryLeases, MemoryTicks, MemoryWakeups
from fixi.adapters.memory.store import Store
from fixi.adapters.mongo.book import MongoAlerts, MongoLedger, MongoPolicies, MongoQuarantine
from fixi.adapters.mongo.calendar import MongoCalendar
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.documents import MongoOutbox, MongoRepository
from fixi.adapters.mongo.leads import MongoLeads
from fixi.adapters.mongo.professionals import MongoCapacity, MongoProfessionals, MongoTrackRecord
from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.heartbeat import RedisHeartbeats
from fixi.adapters.redis.inbox import RedisInbox
from fixi.adapters.redis.leases import RedisLeases
from fixi.adapters.redis.ticks import RedisTicks
from fixi.adapters.rules.reader import RulesReader
from fixi.adapters.rules.trades import trade_codes
from fixi.adapters.simulator import bodies
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.system.clock import MovedClock, SystemClock
from fixi.adapters.wording.catalogue import Catalogue
from fixi.application.deliver import Deliver
from fixi.application.errands import Errands
from fixi.application.inquiries import Inquiries
from fixi.application.machines import MACHINES, Machine
from fixi.application.receive import Receive
from fixi.application.sweep import Sweep
from fixi.application.turn import Turn
from fixi.domain.errors import Refused
from fixi.domain.policy import Policy
from fixi.domain.policy_text import changed
from fixi.domain.values import Kind
from fixi.settings import Settings


def _first_policy(settings: Settings) -> Policy:
    """The business numbers that a new system starts with: the defaults, and what the policy file says of them."""
    policy = Policy(timezone=settings.timezone, language=settings.language)
    if settings.policy_file is None:
        return policy
    try:
        values = tomllib.loads(settings.policy_file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"FIXI_POLICY_FILE cannot be read: {error}") from error
    weights = {f"weights.{name}": value for name, value in dict(values.pop("weights", {})).items()}
    for name, value in {**values, **weights}.items():
        text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        policy = changed(policy, name, text)
    return policy


class Container(containers.DeclarativeContainer):
    """Settings in, use cases out."""

    settings: providers.Provider[Settings] = providers.Dependency(instance_of=Settings)

    clock = providers.Singleton(SystemClock)
    places = providers.Singleton(Gazetteer.load, country=settings.provided.country)
    wording = providers.Singleton(
        Catalogue.load, places=places, timezone=settings.provided.timezone, default=settings.provided.language
    )
    trades = providers.Singleton(trade_codes)
    reader = providers.Singleton(RulesReader, places=places)
    parser = providers.Singleton(
        GreenApiWebhook, token=settings.provided.webhook_token, instance=settings.provided.greenapi_instance
    )
    messenger = providers.Singleton(Simulator, clock=clock)

    # For a system whose phones and time are simulated.
    moved_clock = providers.Factory(MovedClock)
    bodies = providers.Object(bodies)

    # What is kept
    store = providers.Singleton(Store)
    database = providers.Singleton(Database, url=settings.provided.mongo_url)
    policy = providers.Singleton(_first_policy, settings=settings)
    repository = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryRepository, store=store),
        mongo=providers.Singleton(MongoRepository, database=database),
    )
    outbox = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryOutbox, store=store),
        mongo=providers.Singleton(MongoOutbox, database=database),
    )
    leads = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryLeads, store=store),
        mongo=providers.Singleton(MongoLeads, database=database),
    )
    ledger = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryLedger, store=store),
        mongo=providers.Singleton(MongoLedger, database=database),
    )
    quarantine = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryQuarantine, store=store),
        mongo=providers.Singleton(MongoQuarantine, database=database),
    )
    policies = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryPolicies, policy=policy),
        mongo=providers.Singleton(MongoPolicies, database=database, first=policy, clock=clock),
    )
    alerts = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryAlerts, store=store),
        mongo=providers.Singleton(MongoAlerts, database=database),
    )
    professionals = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryProfessionals, store=store),
        mongo=providers.Singleton(MongoProfessionals, database=database),
    )
    capacity = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryCapacity, store=store),
        mongo=providers.Singleton(MongoCapacity, database=database),
    )
    track_record = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryTrackRecord, store=store),
        mongo=providers.Singleton(MongoTrackRecord, database=database),
    )
    calendar = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryCalendar, store=store),
        mongo=providers.Singleton(MongoCalendar, database=database),
    )

    # What makes it fast
    redis = providers.Singleton(RedisClient, url=settings.provided.redis_url)
    broker = providers.Singleton(build, settings.provided.redis_url, settings.provided.broker_url)
    worker_broker = providers.Factory(build, settings.provided.redis_url, settings.provided.broker_url)
    register = providers.Callable(register)
    inbox = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryInbox),
        redis=providers.Singleton(RedisInbox, client=redis),
    )
    wakeups = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryWakeups, clock=clock),
        redis=providers.Singleton(DramatiqWakeups, broker=broker),
    )
    leases = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryLeases, clock=clock),
        redis=providers.Singleton(RedisLeases, client=redis, clock=clock),
    )
    ticks = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryTicks),
        redis=providers.Singleton(RedisTicks, client=redis),
    )
    heartbeats = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryHeartbeats, clock=clock),
        redis=providers.Singleton(RedisHeartbeats, client=redis, clock=clock),
    )

    machines: providers.Provider[Mapping[Kind, Machine]] = providers.Object(MACHINES)
    receive = providers.Factory(
        Receive, inbox=inbox, ledger=ledger, quarantine=quarantine, wakeups=wakeups, policies=policies
    )
    inquiries = providers.Factory(
        Inquiries,
        professionals=professionals,
        capacity=capacity,
        calendar=calendar,
        reader=reader,
        places=places,
    )
    errands = providers.Factory(
        Errands,
        outbox=outbox,
        inbox=inbox,
        capacity=capacity,
        calendar=calendar,
        track_record=track_record,
        professionals=professionals,
        leads=leads,
        repository=repository,
        alerts=alerts,
        policies=policies,
        clock=clock,
    )
    turn = providers.Factory(
        Turn,
        inbox=inbox,
        leases=leases,
        repository=repository,
        professionals=professionals,
        policies=policies,
        wakeups=wakeups,
        clock=clock,
        inquiries=inquiries,
        errands=errands,
        machines=machines,
    )
    deliver = providers.Factory(
        Deliver,
        outbox=outbox,
        leases=leases,
        wakeups=wakeups,
        messenger=messenger,
        wording=wording,
        errands=errands,
        alerts=alerts,
        ledger=ledger,
        policies=policies,
        clock=clock,
    )
    sweep = providers.Factory(Sweep, repository=repository, inbox=inbox, outbox=outbox, wakeups=wakeups, clock=clock)
