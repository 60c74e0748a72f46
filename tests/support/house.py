"""Every port of one storage, queue and messenger, built alike for all tests.

Another set of adapters joins the contract tests by one more builder in `BUILDERS`.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

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
from fixi.adapters.simulator.messenger import Simulator
from fixi.adapters.system.clock import MovedClock
from fixi.domain.policy import Policy
from fixi.ports.alerts import Alerts
from fixi.ports.messaging import Messenger
from fixi.ports.queues import Inbox, Leases, Task, Wakeups
from fixi.ports.storage import (
    Calendar,
    Capacity,
    Leads,
    Ledger,
    Outbox,
    Policies,
    Professionals,
    Quarantine,
    Repository,
    TrackRecord,
)
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
    inbox: Inbox
    leases: Leases
    wakeups: Wakeups
    messenger: Messenger
    knocked: Callable[[], tuple[Task, str] | None]


def memory_house(policy: Policy | None = None) -> House:
    """Everything in memory, with a clock that is moved by hand."""
    clock, store = MovedClock(AT), Store()
    wakeups = MemoryWakeups(clock)
    return House(
        clock,
        MemoryRepository(store),
        MemoryOutbox(store),
        MemoryLeads(store),
        MemoryLedger(store),
        MemoryQuarantine(store),
        MemoryPolicies(policy or Policy()),
        MemoryAlerts(store),
        MemoryProfessionals(store),
        MemoryCapacity(store),
        MemoryTrackRecord(store),
        MemoryCalendar(store),
        MemoryInbox(),
        MemoryLeases(clock),
        wakeups,
        Simulator(clock),
        wakeups.take,
    )


@asynccontextmanager
async def memory() -> AsyncIterator[House]:
    """Memory needs neither opening nor closing."""
    yield memory_house()


BUILDERS: dict[str, Callable[[], AbstractAsyncContextManager[House]]] = {"memory": memory}
