"""The queue, what makes it fast, and the use cases on top of it all."""

import asyncio
from collections.abc import Mapping

from dependency_injector import providers

from fixi.adapters.announcing import (
    AnnouncingOutbox,
    AnnouncingProfessionals,
    AnnouncingRepository,
    AnnouncingTrackRecord,
)
from fixi.adapters.cloudapi.locator import CloudApiLocator
from fixi.adapters.dramatiq.broker import DramatiqWakeups, build, register
from fixi.adapters.dramatiq.buffered import BufferedWakeups
from fixi.adapters.files.cleaner import ContentCleaner
from fixi.adapters.http.fetcher import HttpFetcher
from fixi.adapters.http.hosts import AllowedHosts
from fixi.adapters.http.locator import OwnAddress
from fixi.adapters.memory.files import MemoryOwedFiles
from fixi.adapters.memory.live import MemoryLive
from fixi.adapters.memory.queues import (
    MemoryContinuity,
    MemoryHeartbeats,
    MemoryInbox,
    MemoryLeases,
    MemoryTicks,
    MemoryWakeups,
)
from fixi.adapters.mongo.owed import MongoOwedFiles
from fixi.adapters.redis.continuity import RedisContinuity
from fixi.adapters.redis.copies import CopiedOutbox, CopiedRepository, Copies
from fixi.adapters.redis.heartbeat import RedisHeartbeats
from fixi.adapters.redis.inbox import RedisInbox
from fixi.adapters.redis.leases import RedisLeases
from fixi.adapters.redis.live import RedisLive
from fixi.adapters.redis.ticks import RedisTicks
from fixi.adapters.simulator.fetcher import SimulatedFetcher
from fixi.adapters.system.together import SideBySide
from fixi.adapters.tape.build import recorded_repository
from fixi.application.account import Look
from fixi.application.deliver import Deliver
from fixi.application.errands import Errands
from fixi.application.fetch import Fetch
from fixi.application.gate import Gate
from fixi.application.inquiries import Inquiries
from fixi.application.machines import MACHINES, Machine
from fixi.application.media import KeepMedia
from fixi.application.operate import Operate
from fixi.application.operate_pros import Profiles
from fixi.application.poison import Poison
from fixi.application.receive import Receive
from fixi.application.reconcile import Reconcile
from fixi.application.replay import Replay
from fixi.application.sending import Sending
from fixi.application.settings_views import SettingsPages
from fixi.application.sweep import Sweep
from fixi.application.turn import Turn
from fixi.container.readers import Readers
from fixi.container.values import (
    copies,
)
from fixi.domain.values import Kind


class UseCases(Readers):
    """The queue, what makes it fast, and the use cases on top of it all."""

    # What makes it fast
    broker = providers.Singleton(build, Readers.settings.provided.redis_url, Readers.settings.provided.broker_url)
    worker_broker = providers.Factory(build, Readers.settings.provided.redis_url, Readers.settings.provided.broker_url)
    register = providers.Callable(register)
    inbox = providers.Selector(
        Readers.settings.provided.queue,
        memory=providers.Singleton(MemoryInbox),
        redis=providers.Singleton(RedisInbox, client=Readers.redis),
    )
    wakeups = providers.Selector(
        Readers.settings.provided.queue,
        memory=providers.Singleton(MemoryWakeups, clock=Readers.clock),
        redis=providers.Singleton(DramatiqWakeups, broker=broker),
    )
    # For a process that answers first and knocks afterwards; flush it at the end.
    buffered_wakeups = providers.Selector(
        Readers.settings.provided.queue,
        memory=wakeups,
        redis=providers.Singleton(BufferedWakeups, wakeups=wakeups),
    )
    leases = providers.Selector(
        Readers.settings.provided.queue,
        memory=providers.Singleton(MemoryLeases, clock=Readers.clock),
        redis=providers.Singleton(RedisLeases, client=Readers.redis, clock=Readers.clock),
    )
    ticks = providers.Selector(
        Readers.settings.provided.queue,
        memory=providers.Singleton(MemoryTicks),
        redis=providers.Singleton(RedisTicks, client=Readers.redis),
    )
    continuity = providers.Selector(
        Readers.settings.provided.queue,
        memory=providers.Singleton(MemoryContinuity),
        redis=providers.Singleton(RedisContinuity, client=Readers.redis),
    )
    heartbeats = providers.Selector(
        Readers.settings.provided.queue,
        memory=providers.Singleton(MemoryHeartbeats, clock=Readers.machine_clock),
        redis=providers.Singleton(RedisHeartbeats, client=Readers.redis, clock=Readers.machine_clock),
    )
    pollers = providers.Selector(
        Readers.settings.provided.queue,
        memory=providers.Singleton(MemoryHeartbeats, clock=Readers.machine_clock),
        redis=providers.Singleton(RedisHeartbeats, client=Readers.redis, clock=Readers.machine_clock, name="pollers"),
    )
    live = providers.Selector(
        Readers.settings.provided.queue,
        memory=providers.Singleton(MemoryLive),
        redis=providers.Singleton(RedisLive, client=Readers.redis),
    )
    # A turn reads what the last turn has put into Redis. Whoever only looks asks the database: he would take it away.
    copying = providers.Callable(copies, Readers.settings)
    copies = providers.Singleton(Copies, client=Readers.redis)
    copied_repository = providers.Selector(
        copying,
        none=Readers.repository,
        redis=providers.Singleton(CopiedRepository, repository=Readers.repository, copies=copies),
    )
    copied_outbox = providers.Selector(
        copying,
        none=Readers.outbox,
        redis=providers.Singleton(CopiedOutbox, outbox=Readers.outbox, copies=copies),
    )
    # What a turn or a delivery has stored is announced to whoever watches.
    announcing_repository = providers.Factory(
        recorded_repository,
        Readers.settings.provided.recording,
        providers.Factory(AnnouncingRepository, repository=copied_repository, live=live),
        Readers.clock,
    )
    announcing_outbox = providers.Factory(AnnouncingOutbox, outbox=Readers.outbox, live=live)
    announcing_professionals = providers.Factory(
        AnnouncingProfessionals, professionals=Readers.professionals, live=live
    )
    announcing_track_record = providers.Factory(AnnouncingTrackRecord, track_record=Readers.track_record, live=live)

    settings_pages = providers.Factory(
        SettingsPages,
        policies=Readers.policies,
        runs=Readers.runs,
        switches=Readers.job_switches,
        account_book=Readers.account_book,
        outbox=Readers.outbox,
        ledger=Readers.ledger,
        books=Readers.books,
        calls=Readers.calls,
        budget=Readers.budget,
        heartbeats=heartbeats,
        clock=Readers.clock,
        machine_clock=Readers.machine_clock,
    )

    look = providers.Singleton(
        Look, account=Readers.account, book=Readers.account_book, ticks=ticks, clock=Readers.clock
    )

    sending = providers.Factory(
        Sending,
        book=Readers.account_book,
        ledger=Readers.ledger,
        alerts=Readers.alerts,
        outbox=Readers.outbox,
        wakeups=wakeups,
        clock=Readers.clock,
    )
    profiles = providers.Factory(Profiles, professionals=announcing_professionals)
    operate = providers.Factory(
        Operate,
        profiles=profiles,
        repository=Readers.repository,
        inbox=inbox,
        wakeups=wakeups,
        professionals=announcing_professionals,
        policies=Readers.policies,
        sending=sending,
        audit=Readers.audit,
        clock=Readers.clock,
        switches=Readers.job_switches,
        canned=Readers.canned_replies,
        staff=Readers.staff,
    )

    machines: providers.Provider[Mapping[Kind, Machine]] = providers.Object(MACHINES)
    receive = providers.Factory(
        Receive,
        inbox=inbox,
        ledger=Readers.ledger,
        quarantine=Readers.quarantine,
        wakeups=wakeups,
        policies=Readers.policies,
        account=Readers.account_book,
        aliases=Readers.aliases,
        professionals=Readers.professionals,
    )
    fetch = providers.Factory(
        Fetch,
        notifications=Readers.notifications,
        parser=Readers.parser,
        receive=receive,
        leases=leases,
        clock=Readers.clock,
    )
    replay = providers.Factory(
        Replay,
        quarantine=Readers.quarantine,
        inbox=inbox,
        ledger=Readers.ledger,
        professionals=Readers.professionals,
        parser=Readers.parser,
        receive=receive,
        clock=Readers.clock,
    )
    inquiries = providers.Factory(
        Inquiries,
        professionals=Readers.professionals,
        capacity=Readers.capacity,
        calendar=Readers.calendar,
        reader=Readers.reader,
        checker=Readers.checker,
    )
    # The files of people
    owed_files = providers.Selector(
        Readers.settings.provided.storage,
        memory=providers.Singleton(MemoryOwedFiles),
        mongo=providers.Singleton(MongoOwedFiles, database=Readers.database),
    )
    locator = providers.Selector(
        Readers.settings.provided.messenger,
        simulator=providers.Singleton(OwnAddress),
        dryrun=providers.Singleton(OwnAddress),
        greenapi=providers.Singleton(OwnAddress),
        cloudapi=providers.Singleton(CloudApiLocator, api=Readers.cloud),
    )
    http_fetcher = providers.Singleton(
        HttpFetcher, hosts=providers.Callable(AllowedHosts, Readers.settings.provided.media_hosts)
    )
    fetcher = providers.Selector(
        Readers.settings.provided.messenger,
        simulator=providers.Singleton(SimulatedFetcher, network=Readers.network, fetcher=http_fetcher),
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
        files=Readers.files,
        owed_files=owed_files,
        ledger=Readers.ledger,
        together=together,
    )
    poison = providers.Factory(
        Poison,
        attempts=Readers.attempts,
        quarantine=Readers.quarantine,
        ledger=Readers.ledger,
        alerts=Readers.alerts,
        inbox=inbox,
        wakeups=wakeups,
    )
    errands = providers.Factory(
        Errands,
        outbox=copied_outbox,
        inbox=inbox,
        capacity=Readers.capacity,
        calendar=Readers.calendar,
        track_record=announcing_track_record,
        professionals=announcing_professionals,
        leads=Readers.leads,
        repository=Readers.repository,
        alerts=Readers.alerts,
        policies=Readers.policies,
        clock=Readers.clock,
        poison=poison,
        sending=sending,
        audit=Readers.audit,
    )
    turn = providers.Factory(
        Turn,
        inbox=inbox,
        leases=leases,
        repository=announcing_repository,
        professionals=Readers.professionals,
        policies=Readers.policies,
        wakeups=wakeups,
        clock=Readers.clock,
        inquiries=inquiries,
        errands=errands,
        poison=poison,
        presence=Readers.presence,
        media=media,
        machines=machines,
        operators=Readers.settings.provided.operators,
    )
    gate = providers.Factory(
        Gate,
        channel=Readers.messenger.provided.channel,
        book=Readers.account_book,
        look=look,
        chats=Readers.chats,
        templates=Readers.templates,
        slots=Readers.slots,
        policies=Readers.policies,
        clock=Readers.clock,
        rest=providers.Object(asyncio.sleep),
    )
    deliver = providers.Factory(
        Deliver,
        outbox=announcing_outbox,
        leases=leases,
        wakeups=wakeups,
        messenger=Readers.messenger,
        wording=Readers.wording,
        errands=errands,
        alerts=Readers.alerts,
        ledger=Readers.ledger,
        policies=Readers.policies,
        clock=Readers.clock,
        gate=gate,
        chats=Readers.chats,
        book=Readers.account_book,
    )
    reconcile = providers.Factory(
        Reconcile,
        journal=Readers.journal,
        receive=receive,
        ledger=Readers.ledger,
        inbox=inbox,
        repository=Readers.repository,
        outbox=Readers.outbox,
        told=Readers.told,
        clock=Readers.clock,
    )
    sweep = providers.Factory(
        Sweep,
        repository=Readers.repository,
        inbox=inbox,
        outbox=Readers.outbox,
        told=Readers.told,
        wakeups=wakeups,
        leases=leases,
        ticks=ticks,
        continuity=continuity,
        reconcile=reconcile,
        clock=Readers.clock,
    )
