"""The only place that builds adapters: one container, chosen by the settings, handed to the entrypoints.

Everything is built synchronously and wired by hand; a test overrides a provider (`container.clock.override(...)`)
before it takes anything out.
"""

from collections.abc import Mapping

from dependency_injector import containers, providers

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.memory.book import MemoryAlerts, MemoryLedger, MemoryPolicies, MemoryQuarantine
from fixi.adapters.memory.documents import MemoryLeads, MemoryOutbox, MemoryRepository
from fixi.adapters.memory.professionals import (
    MemoryCalendar,
    MemoryCapacity,
    MemoryProfessionals,
    MemoryTrackRecord,
)
from fixi.adapters.memory.queues import MemoryInbox, MemoryLeases, MemoryWakeups
from fixi.adapters.memory.store import Store
from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.rules.reader import RulesReader
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
from fixi.domain.policy import Policy
from fixi.domain.values import Kind
from fixi.settings import Settings


def first_policy(settings: Settings) -> Policy:
    """The business numbers that a new system starts with."""
    return Policy(timezone=settings.timezone, language=settings.language)


class Container(containers.DeclarativeContainer):
    """Settings in, use cases out."""

    settings: providers.Provider[Settings] = providers.Dependency(instance_of=Settings)

    clock = providers.Singleton(SystemClock)
    places = providers.Singleton(Gazetteer.load, country=settings.provided.country)
    wording = providers.Singleton(
        Catalogue.load, places=places, timezone=settings.provided.timezone, default=settings.provided.language
    )
    reader = providers.Singleton(RulesReader, places=places)
    parser = providers.Singleton(
        GreenApiWebhook, token=settings.provided.webhook_token, instance=settings.provided.greenapi_instance
    )
    messenger = providers.Singleton(Simulator, clock=clock)

    # For a system whose phones and time are simulated.
    moved_clock = providers.Factory(MovedClock)
    bodies = providers.Object(bodies)

    store = providers.Singleton(Store)
    policy = providers.Singleton(first_policy, settings=settings)
    repository = providers.Singleton(MemoryRepository, store=store)
    outbox = providers.Singleton(MemoryOutbox, store=store)
    leads = providers.Singleton(MemoryLeads, store=store)
    ledger = providers.Singleton(MemoryLedger, store=store)
    quarantine = providers.Singleton(MemoryQuarantine, store=store)
    policies = providers.Singleton(MemoryPolicies, policy=policy)
    alerts = providers.Singleton(MemoryAlerts, store=store)
    professionals = providers.Singleton(MemoryProfessionals, store=store)
    capacity = providers.Singleton(MemoryCapacity, store=store)
    track_record = providers.Singleton(MemoryTrackRecord, store=store)
    calendar = providers.Singleton(MemoryCalendar, store=store)
    inbox = providers.Singleton(MemoryInbox)
    wakeups = providers.Singleton(MemoryWakeups, clock=clock)
    leases = providers.Singleton(MemoryLeases, clock=clock)

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
