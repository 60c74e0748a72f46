"""Inbox, wakeups, leases, ticks, rates and heartbeats in memory."""

import heapq
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from fixi.adapters import codec
from fixi.ports.clock import Clock
from fixi.ports.queues import (
    HEARTBEATS_KEPT,
    Continuity,
    Heartbeats,
    Inbox,
    Lease,
    Leases,
    Letter,
    Rates,
    Slots,
    Task,
    Ticks,
    Wakeups,
)


class MemoryInbox(Inbox):
    """See Inbox."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._unread: dict[str, dict[str, str]] = {}

    async def put(self, letter: Letter) -> bool:
        """See Inbox."""
        if letter.id in self._seen:
            return False
        self._seen.add(letter.id)
        self._unread.setdefault(letter.address, {})[letter.id] = codec.dump_letter(letter)
        return True

    async def unread(self, address: str) -> tuple[Letter, ...]:
        """See Inbox."""
        return tuple(codec.load_letter(name, address, text) for name, text in self._unread.get(address, {}).items())

    async def acknowledge(self, address: str, ids: tuple[str, ...]) -> None:
        """See Inbox."""
        unread = self._unread.get(address, {})
        for letter in ids:
            unread.pop(letter, None)
        if not unread:
            self._unread.pop(address, None)

    async def waiting(self, limit: int) -> tuple[str, ...]:
        """See Inbox."""
        return tuple(self._unread)[:limit]


class MemoryWakeups(Wakeups):
    """See Wakeups. Whoever runs the system takes the knocks that are due with `take`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._knocks: list[tuple[datetime, Task, str]] = []

    async def knock(self, task: Task, key: str = "", after: timedelta = timedelta(0)) -> None:
        """See Wakeups."""
        knock = (self._clock.now() + max(after, timedelta(0)), task, key)
        if knock not in self._knocks:
            heapq.heappush(self._knocks, knock)

    def take(self) -> tuple[Task, str] | None:
        """The oldest knock that is due now, taken out; None when none is."""
        if not self._knocks or self._knocks[0][0] > self._clock.now():
            return None
        _, task, key = heapq.heappop(self._knocks)
        return task, key

    def next_at(self) -> datetime | None:
        """When the next knock is due."""
        return self._knocks[0][0] if self._knocks else None

    def forget(self) -> None:
        """Lose every knock, as a queue that was flushed does."""
        self._knocks.clear()


class MemoryLeases(Leases):
    """See Leases."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[str, Lease] = {}
        self._given_back: set[str] = set()

    async def take(self, name: str, length: timedelta) -> Lease | None:
        """See Leases."""
        at, old = self._clock.now(), self._held.get(name)
        if old is not None and old.until > at:
            return None
        lease = Lease(name, 1, at + length)
        if old is not None:
            lease = replace(lease, fence=old.fence + 1, lost=0 if name in self._given_back else old.lost + 1)
        self._held[name] = lease
        self._given_back.discard(name)
        return lease

    async def extend(self, lease: Lease, length: timedelta) -> bool:
        """See Leases."""
        held = self._mine(lease)
        if held is None or held.until <= self._clock.now() or lease.name in self._given_back:
            return False
        self._held[lease.name] = replace(held, until=self._clock.now() + length)
        return True

    async def release(self, lease: Lease) -> None:
        """See Leases."""
        held = self._mine(lease)
        if held is not None:
            self._held[lease.name] = replace(held, until=min(held.until, self._clock.now()))
            self._given_back.add(lease.name)

    def _mine(self, lease: Lease) -> Lease | None:
        held = self._held.get(lease.name)
        return held if held is not None and held.fence == lease.fence else None


class MemoryTicks(Ticks):
    """See Ticks."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()

    async def first(self, job: str, tick: str) -> bool:
        """See Ticks."""
        if (job, tick) in self._seen:
            return False
        self._seen.add((job, tick))
        return True


class MemoryRates(Rates):
    """See Rates."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counted: dict[tuple[str, timedelta], list[datetime]] = {}

    async def count(self, name: str, window: timedelta) -> int:
        """See Rates."""
        at = self._clock.now()
        recent = [moment for moment in self._counted.get((name, window), []) if moment > at - window]
        self._counted[name, window] = [*recent, at]
        return len(recent) + 1


class MemorySlots(Slots):
    """See Slots."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free: dict[str, datetime] = {}

    async def claim(self, name: str, gap: timedelta, patience: timedelta) -> timedelta:
        """See Slots."""
        now = self._clock.now()
        mine = max(self._free.get(name, now), now)
        if mine - now <= patience:
            self._free[name] = mine + gap
        return mine - now


class MemoryHeartbeats(Heartbeats):
    """See Heartbeats."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._youngest: datetime | None = None

    async def beat(self, worker: str) -> None:  # noqa: ARG002 - any worker will do
        """See Heartbeats."""
        self._youngest = self._clock.now()

    async def youngest(self) -> datetime | None:
        """See Heartbeats."""
        at = self._youngest
        return at if at is not None and at > self._clock.now() - HEARTBEATS_KEPT else None


class MemoryContinuity(Continuity):
    """See Continuity."""

    def __init__(self) -> None:
        self._marks = count(1)
        self._mark = self._begun = ""

    async def unbroken(self) -> bool:
        """See Continuity."""
        return self._begun != ""

    async def mark(self) -> str:
        """See Continuity."""
        self._mark = str(next(self._marks))
        return self._mark

    async def begin(self, mark: str) -> bool:
        """See Continuity."""
        if mark == self._mark:
            self._begun, self._mark = mark, ""
        return self._begun == mark

    def forget(self) -> None:
        """Be as new, as a queue that was flushed is."""
        self._mark = self._begun = ""
