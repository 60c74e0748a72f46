"""The only place that builds adapters: one container, chosen by the settings, handed to the entrypoints.

Everything is built synchronously and wired by hand; a test overrides a provider (`container.clock.override(...)`)
before it takes anything out.
"""

import asyncio
import tomllib
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from dependency_injector import containers, providers

from fixi.adapters.alerthook.hook import Hook
from fixi.adapters.announcing import (
    AnnouncingOutbox,
    AnnouncingProfessionals,
    AnnouncingRepository,
    AnnouncingTrackRecord,
)
from fixi.adapters.bcrypt.passwords import BcryptPasswords
from fixi.adapters.cloudapi.account import Account as CloudApiAccount
from fixi.adapters.cloudapi.client import CloudApi
from fixi.adapters.cloudapi.journal import CloudApiJournal
from fixi.adapters.cloudapi.locator import CloudApiLocator
from fixi.adapters.cloudapi.messenger import CloudApiMessenger
from fixi.adapters.cloudapi.presence import CloudApiPresence
from fixi.adapters.cloudapi.setup import CloudApiSetup
from fixi.adapters.cloudapi.webhook import CloudApiWebhook
from fixi.adapters.dramatiq.broker import DramatiqWakeups, build, register
from fixi.adapters.dramatiq.buffered import BufferedWakeups
from fixi.adapters.dryrun.messenger import DryRun
from fixi.adapters.dryrun.outgoing import Outgoing
from fixi.adapters.dryrun.provider import DryAccount, DryJournal
from fixi.adapters.files.cleaner import ContentCleaner
from fixi.adapters.files.folder import FolderFiles
from fixi.adapters.files.s3 import S3Files, bucket_of
from fixi.adapters.gemini.build import build_gemini, without_price
from fixi.adapters.greenapi.account import Account as GreenApiAccount
from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.journal import GreenApiJournal
from fixi.adapters.greenapi.messenger import GreenApiMessenger
from fixi.adapters.greenapi.pace import Pace, SharedPace
from fixi.adapters.greenapi.polling import GreenApiPolling
from fixi.adapters.greenapi.presence import GreenApiPresence
from fixi.adapters.greenapi.setup import GreenApiSetup
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.http.fetcher import HttpFetcher
from fixi.adapters.http.hosts import AllowedHosts
from fixi.adapters.http.locator import OwnAddress
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
from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.continuity import RedisContinuity
from fixi.adapters.redis.copies import CopiedOutbox, CopiedRepository, Copies
from fixi.adapters.redis.heartbeat import RedisHeartbeats
from fixi.adapters.redis.inbox import RedisInbox
from fixi.adapters.redis.leases import RedisLeases
from fixi.adapters.redis.live import RedisLive
from fixi.adapters.redis.slots import RedisSlots
from fixi.adapters.redis.ticks import RedisTicks
from fixi.adapters.rules.reader import RulesReader
from fixi.adapters.rules.trades import trade_codes
from fixi.adapters.simulator import bodies
from fixi.adapters.simulator.account import SimulatedAccount, SimulatedSetup
from fixi.adapters.simulator.door import Door
from fixi.adapters.simulator.faults import FolderFaults
from fixi.adapters.simulator.fetcher import SimulatedFetcher
from fixi.adapters.simulator.journal import SimulatedJournal
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.simulator.network import Network
from fixi.adapters.simulator.postman import Postman
from fixi.adapters.simulator.presence import SimulatedPresence
from fixi.adapters.simulator.reading import SwitchedModel, SwitchedReader
from fixi.adapters.simulator.town import SimulatedTown
from fixi.adapters.smtp.mail import Mail
from fixi.adapters.smtp.post_office import PostOffice
from fixi.adapters.system.clock import MovedClock, SharedClock, SystemClock
from fixi.adapters.system.secrets import SystemSecrets, kept_secret
from fixi.adapters.system.together import SideBySide
from fixi.adapters.tape.build import recorded_messenger, recorded_parser, recorded_reader, recorded_repository
from fixi.adapters.tape.recording import Recording
from fixi.adapters.templates.registry import Registry
from fixi.adapters.wording.catalogue import Catalogue
from fixi.application.account import Look
from fixi.application.attention import Attention
from fixi.application.backed_reader import BackedReader
from fixi.application.care.agenda import Agenda
from fixi.application.care.care import Care
from fixi.application.care.fetching import Fetching
from fixi.application.care.reconciling import Reconciling
from fixi.application.care.sweeping import Sweeping
from fixi.application.care.telling import Telling
from fixi.application.care.timetable import Timetable
from fixi.application.care.waking import HEALER, OFFERS, STALE, Waking
from fixi.application.care.watchdog import Watchdog
from fixi.application.checker import Checker
from fixi.application.deliver import Deliver
from fixi.application.errands import Errands
from fixi.application.fetch import Fetch
from fixi.application.gate import Gate
from fixi.application.inquiries import Inquiries
from fixi.application.kept import KeptFiles
from fixi.application.login import Login
from fixi.application.machines import MACHINES, Machine
from fixi.application.media import KeepMedia
from fixi.application.needs import Needs
from fixi.application.operate import Operate
from fixi.application.operate_pros import Profiles
from fixi.application.panel_views import Board, ChatPages, LeadPages, Numbers, ProPages
from fixi.application.passing_time import PassTime
from fixi.application.poison import Poison
from fixi.application.preview import Preview
from fixi.application.receive import Receive
from fixi.application.reconcile import Reconcile
from fixi.application.replay import Replay
from fixi.application.sending import Sending
from fixi.application.settings_views import SettingsPages
from fixi.application.staff import Staff
from fixi.application.sweep import Sweep
from fixi.application.turn import Turn
from fixi.domain.errors import Refused
from fixi.domain.policy import Policy
from fixi.domain.policy_text import changed
from fixi.domain.values import Kind
from fixi.ports.alerts import Way
from fixi.settings import DEFAULT_PANEL_SECRET, Settings


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


def _unsent(settings: Settings) -> Path:
    """Where it is kept what a dry run would have sent."""
    return settings.data_dir / "dryrun"


def _green_account(settings: Settings) -> GreenApiAccount:
    return GreenApiAccount(
        settings.greenapi_instance or "",
        settings.greenapi_token,
        settings.greenapi_url,
        settings.greenapi_media_url,
    )


def _account_name(settings: Settings) -> str:
    """Which account this is: what is known of one proves nothing about another."""
    number = {"greenapi": settings.greenapi_instance, "cloudapi": settings.cloudapi_phone_number_id}
    return f"{settings.messenger}:{number.get(settings.messenger) or ''}"


def _copies(settings: Settings) -> str:
    """Whether turns read copies: only where the database is farther away than the queue."""
    return "redis" if settings.storage == "mongo" and settings.queue == "redis" else "none"


def _ways(settings: Settings) -> tuple[Way, ...]:
    """How people are told of alerts, WhatsApp aside."""
    ways: list[Way] = []
    if settings.alert_email and settings.smtp_url:
        sender = settings.alert_from or settings.alert_email[0]
        ways.append(Mail(PostOffice.parse(settings.smtp_url), sender, tuple(settings.alert_email)))
    if settings.alert_webhook:
        ways.append(Hook(settings.alert_webhook, settings.alert_secret))
    return tuple(ways)


def _postman(settings: Settings) -> Postman:
    """How the simulated provider reaches the webhook."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
    return Postman(f"http://{host}:{settings.api_port}/webhook", settings.webhook_token)


def _panel_secret(settings: Settings) -> str:
    """What the panel signs with: the one that is set, else one that was made for this data folder."""
    if settings.panel_secret != DEFAULT_PANEL_SECRET:
        return settings.panel_secret
    if settings.env == "production":
        raise Refused("FIXI_PANEL_SECRET must be set in production")
    return kept_secret(settings.data_dir / "panel-secret")


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
    templates = providers.Singleton(
        Registry.load, file=settings.provided.templates_file, texts=wording.provided.parameters
    )
    trades = providers.Singleton(trade_codes)
    checker = providers.Singleton(Checker, places=places, trades=trades)
    rules = providers.Singleton(RulesReader, places=places)
    green_parser = providers.Singleton(
        recorded_parser,
        settings.provided.recording,
        GreenApiWebhook,
        token=settings.provided.webhook_token,
        instance=settings.provided.greenapi_instance,
    )
    # A door that nobody uses lets nobody in.
    closed_green_door = providers.Singleton(GreenApiWebhook, token="")
    closed_cloud_door = providers.Singleton(CloudApiWebhook, secret="")
    cloud_parser = providers.Singleton(
        recorded_parser,
        settings.provided.recording,
        CloudApiWebhook,
        secret=settings.provided.cloudapi_app_secret,
        number=settings.provided.cloudapi_phone_number_id,
    )
    database = providers.Singleton(Database, url=settings.provided.mongo_url)
    store = providers.Singleton(Store)
    ledger = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryLedger, store=store),
        mongo=providers.Singleton(MongoLedger, database=database),
    )
    files = providers.Selector(
        settings.provided.media_kind,
        memory=providers.Singleton(MemoryFiles),
        folder=providers.Singleton(FolderFiles, folder=settings.provided.media_folder),
        s3=providers.Singleton(
            S3Files,
            providers.Callable(
                bucket_of,
                settings.provided.media_store,
                settings.provided.media_access_key,
                settings.provided.media_secret_key,
            ),
        ),
    )
    redis = providers.Singleton(RedisClient, url=settings.provided.redis_url)
    # One client of the account for each process; what all of them send together keeps its pace.
    green_account = providers.Singleton(_green_account, settings)
    slots = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemorySlots, clock=machine_clock),
        redis=providers.Singleton(RedisSlots, client=redis),
    )
    green_pace = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(Pace),
        redis=providers.Singleton(
            SharedPace,
            slots=slots,
            instance=settings.provided.greenapi_instance,
        ),
    )
    green = providers.Singleton(GreenApi, account=green_account, pace=green_pace)
    cloud_account = providers.Singleton(
        CloudApiAccount,
        number=settings.provided.cloudapi_phone_number_id,
        token=settings.provided.cloudapi_token,
        url=settings.provided.cloudapi_url,
    )
    cloud = providers.Singleton(CloudApi, account=cloud_account)
    account_book = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryAccountBook),
        mongo=providers.Singleton(
            MongoAccountBook, database=database, account=providers.Callable(_account_name, settings)
        ),
    )
    network = providers.Singleton(Network, clock=clock, folder=providers.Callable(_phones, settings))
    faults = providers.Singleton(FolderFaults, folder=providers.Callable(_phones, settings))
    # What a dry run would have sent; it can be looked at whoever carries messages now.
    unsent = providers.Singleton(Outgoing, clock=clock, folder=providers.Callable(_unsent, settings))
    parser = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(Door, parser=green_parser, network=network),
        dryrun=green_parser,
        greenapi=green_parser,
        cloudapi=cloud_parser,
    )
    # What is posted to the doors of the API.
    green_door = providers.Selector(
        settings.provided.messenger, simulator=parser, dryrun=parser, greenapi=parser, cloudapi=closed_green_door
    )
    cloud_door = providers.Selector(
        settings.provided.messenger,
        simulator=closed_cloud_door,
        dryrun=closed_cloud_door,
        greenapi=closed_cloud_door,
        cloudapi=cloud_parser,
    )
    simulator = providers.Singleton(Simulator, network=network, faults=faults)
    carrier = providers.Selector(
        settings.provided.messenger,
        simulator=simulator,
        dryrun=providers.Singleton(DryRun, outgoing=unsent),
        greenapi=providers.Singleton(GreenApiMessenger, api=green, clock=clock, files=files),
        cloudapi=providers.Singleton(CloudApiMessenger, api=cloud, clock=clock, files=files, ledger=ledger),
    )
    messenger = providers.Singleton(recorded_messenger, settings.provided.recording, carrier, clock)
    journal = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(SimulatedJournal, network=network, parser=green_parser, faults=faults),
        dryrun=providers.Singleton(DryJournal),
        greenapi=providers.Singleton(GreenApiJournal, api=green, clock=clock),
        cloudapi=providers.Singleton(CloudApiJournal),
    )
    aliases = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryAliases),
        mongo=providers.Singleton(MongoAliases, database=database),
    )
    account = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(SimulatedAccount),
        dryrun=providers.Singleton(DryAccount),
        greenapi=green,
        cloudapi=cloud,
    )
    setup = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(SimulatedSetup),
        dryrun=providers.Singleton(SimulatedSetup),
        greenapi=providers.Singleton(GreenApiSetup, api=green, polling=settings.provided.greenapi_polling),
        cloudapi=providers.Singleton(CloudApiSetup, api=cloud),
    )
    attention = providers.Singleton(Attention, book=account_book)
    green_presence = providers.Singleton(GreenApiPresence, api=green, allowed=attention)
    cloud_presence = providers.Singleton(
        CloudApiPresence, api=cloud, secret=settings.provided.cloudapi_app_secret, allowed=attention
    )
    presence = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(SimulatedPresence, network=network),
        dryrun=providers.Singleton(SimulatedPresence),
        greenapi=green_presence,
        cloudapi=cloud_presence,
    )
    # Only Green API keeps notifications for those who fetch them.
    notifications = providers.Singleton(GreenApiPolling, api=green)
    # What has to be closed in the loop that used it, in this order; see `close_clients`.
    clients = providers.Selector(
        settings.provided.messenger,
        simulator=providers.List(),
        dryrun=providers.List(),
        greenapi=providers.List(green_presence, green),
        cloudapi=providers.List(cloud_presence, cloud),
    )

    # For a system whose phones and time are simulated.
    moved_clock = providers.Factory(MovedClock)
    bodies = providers.Object(bodies)

    # What is kept
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
    chats = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryChats, store=store),
        mongo=providers.Singleton(MongoChats, database=database),
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
    job_switches = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryJobSwitches),
        mongo=providers.Singleton(MongoJobSwitches, database=database),
    )
    canned_replies = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryCannedReplies),
        mongo=providers.Singleton(MongoCannedReplies, database=database),
    )

    # Who may use the panel
    operators = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryOperators),
        mongo=providers.Singleton(MongoOperators, database=database),
    )
    sessions = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemorySessions),
        mongo=providers.Singleton(MongoSessions, database=database),
    )
    throttle = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryThrottle),
        mongo=providers.Singleton(MongoThrottle, database=database),
    )
    audit = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryAudit),
        mongo=providers.Singleton(MongoAudit, database=database),
    )
    passwords = providers.Singleton(BcryptPasswords)
    secrets = providers.Singleton(SystemSecrets)
    panel_secret = providers.Singleton(_panel_secret, settings)
    # How long somebody is logged in has nothing to do with the time that is played.
    login = providers.Singleton(
        Login,
        operators=operators,
        sessions=sessions,
        throttle=throttle,
        audit=audit,
        passwords=passwords,
        secrets=secrets,
        clock=machine_clock,
        secret=panel_secret,
    )
    staff = providers.Singleton(
        Staff,
        operators=operators,
        sessions=sessions,
        audit=audit,
        passwords=passwords,
        secrets=secrets,
        clock=machine_clock,
    )

    # Who reads
    # What lets go of a model's connections; empty where none was built, so that ending does not build one.
    opened: providers.Provider[list[Callable[[], Awaitable[None]]]] = providers.Singleton(list)
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
    # What the panel looks at
    lead_search = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryLeadSearch, store=store),
        mongo=providers.Singleton(MongoLeadSearch, database=database, clock=clock),
    )
    chat_list = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryChatList, store=store),
        mongo=providers.Singleton(MongoChatList, database=database, clock=clock),
    )
    pro_list = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryProList, store=store),
        mongo=providers.Singleton(MongoProList, database=database),
    )
    books = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryBooks, store=store, budget=budget),
        mongo=providers.Singleton(MongoBooks, database=database),
    )
    needs = providers.Factory(
        Needs, search=lead_search, chats=chat_list, books=books, leads=leads, policies=policies, clock=clock
    )
    chat_pages = providers.Factory(ChatPages, chats=chat_list)
    lead_pages = providers.Factory(LeadPages, repository=repository, pros=pro_list, chats=chat_pages, policies=policies)
    board = providers.Factory(Board, search=lead_search)
    pro_pages = providers.Factory(
        ProPages, pros=pro_list, professionals=professionals, calendar=calendar, policies=policies, clock=clock
    )
    numbers = providers.Factory(Numbers, search=lead_search, books=books, calls=calls, ledger=ledger, policies=policies)
    preview = providers.Factory(
        Preview, wording=wording, parameters=wording.provided.parameters, places=places, clock=clock
    )
    gemini = providers.Singleton(
        build_gemini,
        key=settings.provided.gemini_api_key,
        models=settings.provided.gemini_models,
        trades=trades,
        clock=machine_clock,
        load=providers.Singleton(KeptFiles, files=files),
        opened=opened,
        url=settings.provided.gemini_url,
    )
    models_without_price = providers.Callable(without_price, settings.provided.gemini_models)
    # In the town whoever reads can be switched off.
    model = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(SwitchedModel, model=gemini, faults=faults),
        dryrun=gemini,
        greenapi=gemini,
        cloudapi=gemini,
    )
    own_reader = providers.Selector(
        settings.provided.reader,
        rules=providers.Selector(
            settings.provided.messenger,
            simulator=providers.Singleton(SwitchedReader, reader=rules, faults=faults),
            dryrun=rules,
            greenapi=rules,
            cloudapi=rules,
        ),
        gemini=providers.Singleton(
            BackedReader,
            model=model,
            rules=rules,
            checker=checker,
            budget=budget,
            calls=calls,
            ledger=ledger,
            policies=policies,
        ),
    )
    recording = providers.Callable(Recording.of)
    reader = providers.Singleton(
        recorded_reader, settings.provided.recording, own_reader, professionals, policies, clock
    )

    # What makes it fast
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
    pollers = providers.Selector(
        settings.provided.queue,
        memory=providers.Singleton(MemoryHeartbeats, clock=machine_clock),
        redis=providers.Singleton(RedisHeartbeats, client=redis, clock=machine_clock, name="pollers"),
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
    announcing_repository = providers.Factory(
        recorded_repository,
        settings.provided.recording,
        providers.Factory(AnnouncingRepository, repository=copied_repository, live=live),
        clock,
    )
    announcing_outbox = providers.Factory(AnnouncingOutbox, outbox=outbox, live=live)
    announcing_professionals = providers.Factory(AnnouncingProfessionals, professionals=professionals, live=live)
    announcing_track_record = providers.Factory(AnnouncingTrackRecord, track_record=track_record, live=live)

    settings_pages = providers.Factory(
        SettingsPages,
        policies=policies,
        runs=runs,
        switches=job_switches,
        account_book=account_book,
        outbox=outbox,
        ledger=ledger,
        books=books,
        calls=calls,
        budget=budget,
        heartbeats=heartbeats,
        clock=clock,
        machine_clock=machine_clock,
    )

    look = providers.Singleton(Look, account=account, book=account_book, ticks=ticks, clock=clock)

    sending = providers.Factory(
        Sending, book=account_book, ledger=ledger, alerts=alerts, outbox=outbox, wakeups=wakeups, clock=clock
    )
    profiles = providers.Factory(Profiles, professionals=announcing_professionals)
    operate = providers.Factory(
        Operate,
        profiles=profiles,
        repository=repository,
        inbox=inbox,
        wakeups=wakeups,
        professionals=announcing_professionals,
        policies=policies,
        sending=sending,
        audit=audit,
        clock=clock,
        switches=job_switches,
        canned=canned_replies,
        staff=staff,
    )

    machines: providers.Provider[Mapping[Kind, Machine]] = providers.Object(MACHINES)
    receive = providers.Factory(
        Receive,
        inbox=inbox,
        ledger=ledger,
        quarantine=quarantine,
        wakeups=wakeups,
        policies=policies,
        account=account_book,
        aliases=aliases,
        professionals=professionals,
    )
    fetch = providers.Factory(
        Fetch, notifications=notifications, parser=parser, receive=receive, leases=leases, clock=clock
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
    # The files of people
    owed_files = providers.Selector(
        settings.provided.storage,
        memory=providers.Singleton(MemoryOwedFiles),
        mongo=providers.Singleton(MongoOwedFiles, database=database),
    )
    locator = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(OwnAddress),
        dryrun=providers.Singleton(OwnAddress),
        greenapi=providers.Singleton(OwnAddress),
        cloudapi=providers.Singleton(CloudApiLocator, api=cloud),
    )
    http_fetcher = providers.Singleton(
        HttpFetcher, hosts=providers.Callable(AllowedHosts, settings.provided.media_hosts)
    )
    fetcher = providers.Selector(
        settings.provided.messenger,
        simulator=providers.Singleton(SimulatedFetcher, network=network, fetcher=http_fetcher),
        dryrun=http_fetcher,
        greenapi=http_fetcher,
        cloudapi=http_fetcher,
    )
    cleaner = providers.Singleton(ContentCleaner)
    together = providers.Singleton(SideBySide)
    media = providers.Factory(
        KeepMedia,
        locator=locator,
        fetcher=fetcher,
        cleaner=cleaner,
        files=files,
        owed_files=owed_files,
        ledger=ledger,
        together=together,
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
        track_record=announcing_track_record,
        professionals=announcing_professionals,
        leads=leads,
        repository=repository,
        alerts=alerts,
        policies=policies,
        clock=clock,
        poison=poison,
        sending=sending,
        audit=audit,
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
        presence=presence,
        media=media,
        machines=machines,
        operators=settings.provided.operators,
    )
    gate = providers.Factory(
        Gate,
        channel=messenger.provided.channel,
        book=account_book,
        look=look,
        chats=chats,
        templates=templates,
        slots=slots,
        policies=policies,
        clock=clock,
        rest=providers.Object(asyncio.sleep),
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
        gate=gate,
        chats=chats,
        book=account_book,
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

    # The town
    town = providers.Singleton(
        SimulatedTown, network=network, faults=faults, post=providers.Callable(_postman, settings), clock=clock
    )
    pass_time = providers.Factory(
        PassTime,
        clock=clock,
        repository=repository,
        inbox=inbox,
        outbox=outbox,
        wakeups=wakeups,
        policies=policies,
        sweep=sweep,
        rest=providers.Object(asyncio.sleep),
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
    watchdog = providers.Factory(
        Watchdog,
        look=look,
        announce=sending.provided.announce,
        book=account_book,
        alerts=alerts,
        ledger=ledger,
    )
    ways = providers.Singleton(_ways, settings=settings)
    telling = providers.Factory(
        Telling,
        alerts=alerts,
        ways=ways,
        attempts=attempts,
        ledger=ledger,
        ticks=ticks,
        wording=wording,
        language=settings.provided.language,
        clock=clock,
    )
    works = providers.Dict(
        alerts=telling,
        watchdog=watchdog,
        sweep=providers.Factory(Sweeping, sweep=sweep, repository=repository, inbox=inbox, outbox=outbox),
        healer=providers.Factory(_waking, name="healer", looks=HEALER),
        stale=providers.Factory(_waking, name="stale", looks=STALE),
        offers=providers.Factory(_waking, name="offers", looks=OFFERS),
        reconcile=providers.Factory(Reconciling, reconcile=reconcile),
        media=providers.Factory(
            Fetching, media=media, owed_files=owed_files, inbox=inbox, wakeups=wakeups, together=together
        ),
        agenda=providers.Factory(
            Agenda, calendar=calendar, repository=repository, inbox=inbox, wakeups=wakeups, policies=policies
        ),
    )
    care = providers.Factory(
        Care, works=works, leases=leases, runs=runs, wakeups=wakeups, policies=policies, clock=clock
    )
    timetable = providers.Factory(
        Timetable,
        ticks=ticks,
        wakeups=wakeups,
        runs=runs,
        policies=policies,
        clock=clock,
        switches=job_switches,
    )


async def close_clients(container: Container) -> None:
    """Let go of the connections to the provider and the model that this loop has opened."""
    for client in container.clients():
        await client.close()
    for close in container.opened():
        await close()
