"""Every port of one storage, queue and messenger, built alike for all tests.

Another set of adapters joins the contract tests by one more builder in `BUILDERS`.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.memory.account import MemoryAccountBook
from fixi.adapters.memory.attempts import MemoryAttempts
from fixi.adapters.memory.book import MemoryAlerts, MemoryLedger, MemoryPolicies, MemoryQuarantine
from fixi.adapters.memory.calls import MemoryBudget, MemoryCalls
from fixi.adapters.memory.canned import MemoryCannedReplies
from fixi.adapters.memory.documents import MemoryChats, MemoryLeads, MemoryOutbox, MemoryRepository
from fixi.adapters.memory.files import MemoryFiles, MemoryOwedFiles
from fixi.adapters.memory.jobs import MemoryJobSwitches
from fixi.adapters.memory.live import MemoryLive
from fixi.adapters.memory.operators import MemoryAudit, MemoryOperators, MemorySessions, MemoryThrottle
from fixi.adapters.memory.people import MemoryAliases
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
    MemoryRates,
    MemorySlots,
    MemoryTicks,
    MemoryWakeups,
)
from fixi.adapters.memory.runs import MemoryRuns
from fixi.adapters.memory.store import Store
from fixi.adapters.memory.told import MemoryTold
from fixi.adapters.memory.views import MemoryBooks, MemoryChatList, MemoryLeadSearch, MemoryProList
from fixi.adapters.mongo.account import MongoAccountBook
from fixi.adapters.mongo.attempts import MongoAttempts
from fixi.adapters.mongo.audit import MongoAudit
from fixi.adapters.mongo.book import MongoAlerts, MongoLedger, MongoPolicies, MongoQuarantine
from fixi.adapters.mongo.calendar import MongoCalendar
from fixi.adapters.mongo.calls import MongoBudget, MongoCalls
from fixi.adapters.mongo.canned import MongoCannedReplies
from fixi.adapters.mongo.chat_list import MongoChatList
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.documents import MongoChats, MongoOutbox, MongoRepository
from fixi.adapters.mongo.jobs import MongoJobSwitches
from fixi.adapters.mongo.lead_search import MongoLeadSearch
from fixi.adapters.mongo.leads import MongoLeads
from fixi.adapters.mongo.operators import MongoOperators, MongoSessions, MongoThrottle
from fixi.adapters.mongo.owed import MongoOwedFiles
from fixi.adapters.mongo.people import MongoAliases
from fixi.adapters.mongo.period_books import MongoBooks
from fixi.adapters.mongo.pro_list import MongoProList
from fixi.adapters.mongo.professionals import MongoCapacity, MongoProfessionals, MongoTrackRecord
from fixi.adapters.mongo.runs import MongoRuns
from fixi.adapters.mongo.told import MongoTold
from fixi.adapters.redis.continuity import RedisContinuity
from fixi.adapters.redis.copies import CopiedOutbox, CopiedRepository, Copies
from fixi.adapters.redis.heartbeat import RedisHeartbeats
from fixi.adapters.redis.inbox import RedisInbox
from fixi.adapters.redis.leases import RedisLeases
from fixi.adapters.redis.live import RedisLive
from fixi.adapters.redis.rates import RedisRates
from fixi.adapters.redis.slots import RedisSlots
from fixi.adapters.redis.ticks import RedisTicks
from fixi.adapters.simulator.door import Door
from fixi.adapters.simulator.journal import SimulatedJournal
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.simulator.network import Network
from fixi.adapters.simulator.presence import SimulatedPresence
from fixi.adapters.system.clock import MovedClock
from fixi.domain.policy import Policy
from fixi.ports.account import AccountBook
from fixi.ports.ai import Budget, Calls
from fixi.ports.alerts import Alerts
from fixi.ports.canned import CannedReplies
from fixi.ports.chats import Chats
from fixi.ports.jobs import JobSwitches
from fixi.ports.live import Live
from fixi.ports.media import Files, OwedFiles
from fixi.ports.messaging import Journal, Messenger, WebhookParser
from fixi.ports.operators import Audit, Operators, Sessions, Throttle
from fixi.ports.people import Aliases
from fixi.ports.queues import Continuity, Heartbeats, Inbox, Leases, Rates, Slots, Task, Ticks, Wakeups
from fixi.ports.storage import (
    Attempts,
    Calendar,
    Capacity,
    Leads,
    Ledger,
    Outbox,
    Policies,
    Professionals,
    Quarantine,
    Repository,
    Runs,
    Told,
    TrackRecord,
)
from fixi.ports.views import Books, ChatList, LeadSearch, ProList
from tests.support.mongo_server import fresh_database
from tests.support.redis_server import AgeingClock, redis_space
from tests.support.samples import AT


@dataclass
class House:
    """All ports over one store; `knocked` takes the next knock that is due."""

    clock: MovedClock
    repository: Repository
    outbox: Outbox
    leads: Leads
    ledger: Ledger
    quarantine: Quarantine
    policies: Policies
    alerts: Alerts
    professionals: Professionals
    capacity: Capacity
    track_record: TrackRecord
    calendar: Calendar
    runs: Runs
    inbox: Inbox
    leases: Leases
    wakeups: Wakeups
    messenger: Messenger
    knocked: Callable[[], tuple[Task, str] | None]
    ticks: Ticks
    rates: Rates
    heartbeats: Heartbeats
    attempts: Attempts
    told: Told
    continuity: Continuity
    network: Network
    door: WebhookParser
    journal: Journal
    live: Live
    account_book: AccountBook
    aliases: Aliases
    calls: Calls
    budget: Budget
    slots: Slots = field(kw_only=True)
    chats: Chats = field(kw_only=True)
    lead_search: LeadSearch = field(kw_only=True)
    chat_list: ChatList = field(kw_only=True)
    pro_list: ProList = field(kw_only=True)
    books: Books = field(kw_only=True)
    presence: SimulatedPresence = field(default_factory=SimulatedPresence, kw_only=True)
    files: Files = field(default_factory=MemoryFiles, kw_only=True)
    owed_files: OwedFiles = field(default_factory=MemoryOwedFiles, kw_only=True)
    operators: Operators = field(default_factory=MemoryOperators, kw_only=True)
    sessions: Sessions = field(default_factory=MemorySessions, kw_only=True)
    throttle: Throttle = field(default_factory=MemoryThrottle, kw_only=True)
    audit: Audit = field(default_factory=MemoryAudit, kw_only=True)
    canned_replies: CannedReplies = field(default_factory=MemoryCannedReplies, kw_only=True)
    job_switches: JobSwitches = field(default_factory=MemoryJobSwitches, kw_only=True)


def memory_house(policy: Policy | None = None, clock: MovedClock | None = None) -> House:
    """Everything in memory, with a clock that is moved by hand."""
    clock, store = clock or MovedClock(AT), Store()
    wakeups, network, parser = MemoryWakeups(clock), Network(clock), GreenApiWebhook("secret")
    budget = MemoryBudget()
    return House(
        clock,
        MemoryRepository(store),
        MemoryOutbox(store, clock),
        MemoryLeads(store),
        MemoryLedger(store),
        MemoryQuarantine(store),
        MemoryPolicies(policy or Policy()),
        MemoryAlerts(store),
        MemoryProfessionals(store),
        MemoryCapacity(store),
        MemoryTrackRecord(store),
        MemoryCalendar(store),
        MemoryRuns(store),
        MemoryInbox(),
        MemoryLeases(clock),
        wakeups,
        Simulator(network),
        wakeups.take,
        MemoryTicks(),
        MemoryRates(clock),
        MemoryHeartbeats(clock),
        MemoryAttempts(store),
        MemoryTold(store),
        MemoryContinuity(),
        network,
        Door(parser, network),
        SimulatedJournal(network, parser),
        MemoryLive(),
        MemoryAccountBook(),
        MemoryAliases(),
        MemoryCalls(store),
        budget,
        slots=MemorySlots(clock),
        chats=MemoryChats(store),
        lead_search=MemoryLeadSearch(store),
        chat_list=MemoryChatList(store),
        pro_list=MemoryProList(store),
        books=MemoryBooks(store, budget),
    )


@asynccontextmanager
async def memory() -> AsyncIterator[House]:
    """Memory needs neither opening nor closing."""
    yield memory_house()


@asynccontextmanager
async def redis() -> AsyncIterator[House]:
    """Everything in memory except what Redis carries."""
    async with redis_space() as space:
        clock, client = AgeingClock(AT, space.age), space.client
        yield replace(
            memory_house(clock=clock),
            inbox=RedisInbox(client),
            leases=RedisLeases(client, clock),
            ticks=RedisTicks(client),
            rates=RedisRates(client, clock),
            slots=RedisSlots(client),
            heartbeats=RedisHeartbeats(client, clock),
            continuity=RedisContinuity(client),
            live=RedisLive(client),
        )


@asynccontextmanager
async def copies() -> AsyncIterator[House]:
    """Everything in memory, behind the copies that Redis carries."""
    async with redis_space() as space:
        house, carried = memory_house(), Copies(space.client)
        yield replace(
            house,
            repository=CopiedRepository(house.repository, carried),
            outbox=CopiedOutbox(house.outbox, carried),
        )


def mongo_house(database: Database) -> House:
    """Everything in memory except what MongoDB keeps."""
    house = memory_house()
    return replace(
        house,
        repository=MongoRepository(database),
        outbox=MongoOutbox(database, house.clock),
        told=MongoTold(database),
        leads=MongoLeads(database),
        ledger=MongoLedger(database),
        quarantine=MongoQuarantine(database),
        attempts=MongoAttempts(database),
        policies=MongoPolicies(database, Policy(), house.clock),
        alerts=MongoAlerts(database),
        professionals=MongoProfessionals(database),
        capacity=MongoCapacity(database),
        track_record=MongoTrackRecord(database),
        calendar=MongoCalendar(database),
        runs=MongoRuns(database),
        account_book=MongoAccountBook(database, "greenapi:7105000001"),
        chats=MongoChats(database),
        owed_files=MongoOwedFiles(database),
        aliases=MongoAliases(database),
        operators=MongoOperators(database),
        sessions=MongoSessions(database),
        throttle=MongoThrottle(database),
        audit=MongoAudit(database),
        job_switches=MongoJobSwitches(database),
        canned_replies=MongoCannedReplies(database),
        calls=MongoCalls(database),
        budget=MongoBudget(database),
        lead_search=MongoLeadSearch(database, house.clock),
        chat_list=MongoChatList(database, house.clock),
        pro_list=MongoProList(database),
        books=MongoBooks(database),
    )


def with_phones(house: House, folder: Path) -> House:
    """The same house on the phone network in this folder."""
    network, parser = Network(house.clock, folder), GreenApiWebhook("secret")
    return replace(
        house,
        network=network,
        messenger=Simulator(network),
        door=Door(parser, network),
        journal=SimulatedJournal(network, parser),
    )


@asynccontextmanager
async def mongo() -> AsyncIterator[House]:
    """The stores in a database of its own, and the phones in a folder."""
    with TemporaryDirectory(prefix="fixi-phones-") as folder:
        async with fresh_database() as database:
            yield with_phones(mongo_house(database), Path(folder))


BUILDERS: dict[str, Callable[[], AbstractAsyncContextManager[House]]] = {
    "memory": memory,
    "redis": redis,
    "mongo": mongo,
    "copies": copies,
}
