"""The only place that builds adapters: one container, chosen by the settings, handed to the entrypoints.

Everything is built synchronously and wired by hand; a test overrides a provider (`container.clock.override(...)`)
before it takes anything out.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from dependency_injector import containers, providers

from fixi.adapters.announcing import AnnouncingOutbox, AnnouncingRepository
from fixi.adapters.dramatiq.broker import DramatiqWakeups, build, register
from fixi.adapters.dramatiq.buffered import BufferedWakeups
from fixi.adapters.gemini.build import build_gemini
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.memory.account import MemoryAccountBook
from fixi.adapters.memory.attempts import MemoryAttempts
from fixi.adapters.memory.book import MemoryAlerts, MemoryLedger, MemoryPolicies, MemoryQuarantine
from fixi.adapters.memory.calls import MemoryBudget, MemoryCalls
from fixi.adapters.memory.documents import MemoryLeads, MemoryOutbox, MemoryRepository
from fixi.adapters.memory.live import MemoryLive
from fixi.adapters.memory.professionals import (
    MemoryCalendar,
    MemoryCapacity,
    MemoryProfessionals,
    MemoryTrackRecord,
)
from fixi.adapters.memory.queues import (
    MemoryContinuity,
    MemoryHeartbeats,
    MemoryInbox,
    MemoryLeases,
    MemoryTicks,
    MemoryWakeups,
)
from fixi.adapters.memory.runs import MemoryRuns
from fixi.adapters.memory.store import Store
from fixi.adapters.memory.told import MemoryTold
from fixi.adapters.mongo.account import MongoAccountBook
from fixi.adapters.mongo.attempts import MongoAttempts
from fixi.adapters.mongo.book import MongoAlerts, MongoLedger, MongoPolicies, MongoQuarantine
from fixi.adapters.mongo.calendar import MongoCalendar
from fixi.adapters.mongo.calls import MongoBudget, MongoCalls
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.documents import MongoOutbox, MongoRepository
from fixi.adapters.mongo.leads import MongoLeads
from fixi.adapters.mongo.professionals import MongoCapacity, MongoProfessionals, MongoTrackRecord
from fixi.adapters.mongo.runs import MongoRuns
from fixi.adapters.mongo.told import MongoTold
from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.continuity import RedisContinuity
from fixi.adapters.redis.copies import CopiedOutbox, CopiedRepository, Copies
from fixi.adapters.redis.heartbeat import RedisHeartbeats
from fixi.adapters.redis.inbox import RedisInbox
from fixi.adapters.redis.leases import RedisLeases
from fixi.adapters.redis.live import RedisLive
from fixi.adapters.redis.ticks import RedisTicks
from fixi.adapters.rules.reader import RulesReader
from fixi.adapters.rules.trades import trade_codes
from fixi.adapters.simulator import bodies
from fixi.adapters.simulator.door import Door
from fixi.adapters.simulator.journal import SimulatedJournal
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.simulator.network import Network
from fixi.adapters.system.clock import MovedClock, SharedClock, SystemClock
from fixi.adapters.wording.catalogue import Catalogue
from fixi.application.backed_reader import BackedReader
from fixi.application.care.agenda import Agenda
from fixi.application.care.care import Care
from fixi.application.care.sweeping import Sweeping
from fixi.application.care.timetable import Timetable
from fixi.application.care.waking import HEALER, OFFERS, STALE, Waking
from fixi.application.checker import Checker
from fixi.application.deliver import Deliver
from fixi.application.errands import Errands
from fixi.application.inquiries import Inquiries
from fixi.application.machines import MACHINES, Machine
from fixi.application.poison import Poison
from fixi.application.receive import Receive
from fixi.application.reconcile import Reconcile
from fixi.application.replay import Replay
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


def _phones(settings: Settings) -> Path | None:
    """Where the simulated phones are kept: wherever a store is that outlives the process."""
    return settings.data_dir / "simulator" if settings.storage == "mongo" else None


def _copies(settings: Settings) -> str:
    """Whether turns read copies: only where the database is farther away than the queue."""
    return "redis" if settings.storage == "mongo" and settings.queue == "redis" else "none"


class Container(containers.DeclarativeContainer):
    """Settings in, use cases out."""

    settings: providers.Provider[Settings] = providers.Dependency(instance_of=Settings)

    clock = providers.Selector(
        settings.provided.clock,
        system=providers.Singleton(SystemClock),
        movable=providers.Singleton(SharedClock, folder=settings.provided.data_dir),
    )
    # Whether a process is alive has nothing to do with the time that is played.
    machine_clock = providers.Singleton(SystemClock)
    places = providers.Singleton(Gazetteer.load, country=settings.provided.country)
    wording = providers.Singleton(
        Catalogue.load, places=places, timezone=settings.provided.timezone, default=settings.provided.language
    )
    trades = providers.Singleton(trade_codes)
    checker = providers.Singleton(Checker, places=places, trades=trades)
    rules = providers.Singleton(RulesReader, places=places)
    green_parser = providers.Singleton(
        GreenApiWebhook, token=settings.provided.webhook_token, instance=settings.provided.greenapi_instance
    )
    network = providers.Singleton(Network, clock=clock, folder=providers.Callable(_phones, settings))
    parser = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(Door, parser=green_parser, network=network),
    )
    messenger = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(Simulator, network=network),
    )
    journal = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(SimulatedJournal, network=network, parser=green_parser),
    )

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
        memory=providers.Singleton(MemoryOutbox, store=store, clock=clock),
        mongo=providers.Singleton(MongoOutbox, database=database, clock=clock),
    )
    told = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryTold, store=store),
        mongo=providers.Singleton(MongoTold, database=database),
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
    attempts = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryAttempts, store=store),
        mongo=providers.Singleton(MongoAttempts, database=database),
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
    account_book = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryAccountBook),
        mongo=providers.Singleton(MongoAccountBook, database=database),
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
    runs = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryRuns, store=store),
        mongo=providers.Singleton(MongoRuns, database=database),
    )

    # Who reads
    calls = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryCalls, store=store),
        mongo=providers.Singleton(MongoCalls, database=database),
    )
    budget = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryBudget),
        mongo=providers.Singleton(MongoBudget, database=database),
    )
    gemini = providers.Singleton(
        build_gemini,
        key=settings.provided.gemini_api_key,
        models=settings.provided.gemini_models,
        trades=trades,
        clock=machine_clock,
        url=settings.provided.gemini_url,
    )
    reader = providers.Selector(
        settings.provided.reader,
        rules=rules,
        gemini=providers.Singleton(
            BackedReader,
            model=gemini,
            rules=rules,
            checker=checker,
            budget=budget,
            calls=calls,
            ledger=ledger,
            policies=policies,
        ),
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
    # For a process that answers first and knocks afterwards; flush it at the end.
    buffered_wakeups = providers.Selector(
        settings.provided.queue,
        memory=wakeups,
        redis=providers.Singleton(BufferedWakeups, wakeups=wakeups),
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
    continuity = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryContinuity),
        redis=providers.Singleton(RedisContinuity, client=redis),
    )
    heartbeats = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryHeartbeats, clock=machine_clock),
        redis=providers.Singleton(RedisHeartbeats, client=redis, clock=machine_clock),
    )
    live = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryLive),
        redis=providers.Singleton(RedisLive, client=redis),
    )
    # A turn reads what the last turn has put into Redis. Whoever only looks asks the database: he would take it away.
    copying = providers.Callable(_copies, settings)
    copies = providers.Singleton(Copies, client=redis)
    copied_repository = providers.Selector(
        copying,
        none=repository,
        redis=providers.Singleton(CopiedRepository, repository=repository, copies=copies),
    )
    copied_outbox = providers.Selector(
        copying,
        none=outbox,
        redis=providers.Singleton(CopiedOutbox, outbox=outbox, copies=copies),
    )
    # What a turn or a delivery has stored is announced to whoever watches.
    announcing_repository = providers.Factory(AnnouncingRepository, repository=copied_repository, live=live)
    announcing_outbox = providers.Factory(AnnouncingOutbox, outbox=outbox, live=live)

    machines: providers.Provider[Mapping[Kind, Machine]] = providers.Object(MACHINES)
    receive = providers.Factory(
        Receive,
        inbox=inbox,
        ledger=ledger,
        quarantine=quarantine,
        wakeups=wakeups,
        policies=policies,
        account=account_book,
    )
    replay = providers.Factory(
        Replay,
        quarantine=quarantine,
        inbox=inbox,
        ledger=ledger,
        professionals=professionals,
        parser=parser,
        receive=receive,
        clock=clock,
    )
    inquiries = providers.Factory(
        Inquiries,
        professionals=professionals,
        capacity=capacity,
        calendar=calendar,
        reader=reader,
        checker=checker,
    )
    poison = providers.Factory(
        Poison,
        attempts=attempts,
        quarantine=quarantine,
        ledger=ledger,
        alerts=alerts,
        inbox=inbox,
        wakeups=wakeups,
    )
    errands = providers.Factory(
        Errands,
        outbox=copied_outbox,
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
        poison=poison,
    )
    turn = providers.Factory(
        Turn,
        inbox=inbox,
        leases=leases,
        repository=announcing_repository,
        professionals=professionals,
        policies=policies,
        wakeups=wakeups,
        clock=clock,
        inquiries=inquiries,
        errands=errands,
        poison=poison,
        machines=machines,
    )
    deliver = providers.Factory(
        Deliver,
        outbox=announcing_outbox,
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
    reconcile = providers.Factory(
        Reconcile,
        journal=journal,
        receive=receive,
        ledger=ledger,
        inbox=inbox,
        repository=repository,
        outbox=outbox,
        told=told,
        clock=clock,
    )
    sweep = providers.Factory(
        Sweep,
        repository=repository,
        inbox=inbox,
        outbox=outbox,
        told=told,
        wakeups=wakeups,
        leases=leases,
        ticks=ticks,
        continuity=continuity,
        reconcile=reconcile,
        clock=clock,
    )

    # The periodic jobs: one use case for each row of the table in `domain/care.py`
    _waking = providers.Factory(
        Waking,
        leads=leads,
        repository=repository,
        inbox=inbox,
        wakeups=wakeups,
        alerts=alerts,
        policies=policies,
    )
    works = providers.Dict(
        sweep=providers.Factory(Sweeping, sweep=sweep, repository=repository, inbox=inbox, outbox=outbox),
        healer=providers.Factory(_waking, name="healer", looks=HEALER),
        stale=providers.Factory(_waking, name="stale", looks=STALE),
        offers=providers.Factory(_waking, name="offers", looks=OFFERS),
        agenda=providers.Factory(
            Agenda, calendar=calendar, repository=repository, inbox=inbox, wakeups=wakeups, policies=policies
        ),
    )
    care = providers.Factory(
        Care, works=works, leases=leases, runs=runs, wakeups=wakeups, policies=policies, clock=clock
    )
    timetable = providers.Factory(Timetable, ticks=ticks, wakeups=wakeups, runs=runs, policies=policies, clock=clock)
