"""The line to people: clocks, words, and whoever carries messages in and out."""

from dependency_injector import containers, providers

from fixi.adapters.cloudapi.account import Account as CloudApiAccount
from fixi.adapters.cloudapi.client import CloudApi
from fixi.adapters.cloudapi.journal import CloudApiJournal
from fixi.adapters.cloudapi.messenger import CloudApiMessenger
from fixi.adapters.cloudapi.presence import CloudApiPresence
from fixi.adapters.cloudapi.setup import CloudApiSetup
from fixi.adapters.cloudapi.webhook import CloudApiWebhook
from fixi.adapters.dryrun.messenger import DryRun
from fixi.adapters.dryrun.outgoing import Outgoing
from fixi.adapters.dryrun.provider import DryAccount, DryJournal
from fixi.adapters.files.folder import FolderFiles
from fixi.adapters.files.s3 import S3Files, bucket_of
from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.journal import GreenApiJournal
from fixi.adapters.greenapi.messenger import GreenApiMessenger
from fixi.adapters.greenapi.pace import Pace, SharedPace
from fixi.adapters.greenapi.polling import GreenApiPolling
from fixi.adapters.greenapi.presence import GreenApiPresence
from fixi.adapters.greenapi.setup import GreenApiSetup
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.memory.account import MemoryAccountBook
from fixi.adapters.memory.book import MemoryLedger
from fixi.adapters.memory.files import MemoryFiles
from fixi.adapters.memory.people import MemoryAliases
from fixi.adapters.memory.queues import (
    MemorySlots,
)
from fixi.adapters.memory.store import Store
from fixi.adapters.mongo.account import MongoAccountBook
from fixi.adapters.mongo.book import MongoLedger
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.people import MongoAliases
from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.slots import RedisSlots
from fixi.adapters.rules.reader import RulesReader
from fixi.adapters.rules.trades import trade_codes
from fixi.adapters.simulator import bodies
from fixi.adapters.simulator.account import SimulatedAccount, SimulatedSetup
from fixi.adapters.simulator.door import Door
from fixi.adapters.simulator.faults import FolderFaults
from fixi.adapters.simulator.journal import SimulatedJournal
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.simulator.network import Network
from fixi.adapters.simulator.presence import SimulatedPresence
from fixi.adapters.system.clock import MovedClock, SharedClock, SystemClock
from fixi.adapters.tape.build import recorded_messenger, recorded_parser
from fixi.adapters.templates.registry import Registry
from fixi.adapters.wording.catalogue import Catalogue
from fixi.application.attention import Attention
from fixi.application.checker import Checker
from fixi.container.values import account_name, green_account, phones, unsent
from fixi.settings import Settings


class Line(containers.DeclarativeContainer):
    """The line to people: clocks, words, and whoever carries messages in and out."""

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
    green_account = providers.Singleton(green_account, settings)
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
            MongoAccountBook, database=database, account=providers.Callable(account_name, settings)
        ),
    )
    network = providers.Singleton(Network, clock=clock, folder=providers.Callable(phones, settings))
    faults = providers.Singleton(FolderFaults, folder=providers.Callable(phones, settings))
    # What a dry run would have sent; it can be looked at whoever carries messages now.
    unsent = providers.Singleton(Outgoing, clock=clock, folder=providers.Callable(unsent, settings))
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
