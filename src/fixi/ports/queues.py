"""Speed: what waits to be done, who does it, and who is told to look."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from fixi.domain.events import Event
from fixi.domain.values import Key


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What a letter holds that this version does not know: its text as it is stored."""

    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One entry of an inbox. `id` is unique for ever; `to` is the machine meant, None for a person's own words."""

    id: str
    address: str
    event: Event | Unreadable
    to: Key | None = None


class Inbox(Protocol):
    """Keeps what came in until it is used. One inbox for each address (a chat or a lead)."""

    @abstractmethod
    async def put(self, letter: Letter) -> bool:
        """Keep it and note that its address has unread letters, in one atomic step; False when its id was seen before.

        When this returns, the letter is stored; ids are remembered for at least eight days.
        Raises Unavailable when it could not be stored.
        """

    @abstractmethod
    async def unread(self, address: str) -> tuple[Letter, ...]:
        """All letters of this address that were not acknowledged, in the order they were put.

        One that cannot be read is among them, as Unreadable: it must not keep the others from being used.
        """

    @abstractmethod
    async def acknowledge(self, address: str, ids: tuple[str, ...]) -> None:
        """These were used: forget their contents, remember their ids. Harmless when repeated."""

    @abstractmethod
    async def waiting(self, limit: int) -> tuple[str, ...]:
        """Addresses that have unread letters."""


class Task(StrEnum):
    """What a knock asks for. The key of `CARE` is `JOB@TICK`, that of `SWEEP` is empty."""

    TURN = "turn"
    DELIVER = "deliver"
    SWEEP = "sweep"
    CARE = "care"


class Wakeups(Protocol):
    """Tells a worker to look. A knock carries a name and nothing else, and may be lost: the sweep finds what waits."""

    @abstractmethod
    async def knock(self, task: Task, key: str = "", after: timedelta = timedelta(0)) -> None:
        """Have `task` run for `key` once `after` is over; knocks for the same task, key and time may become one."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on `name` until `until`. `fence` grows with every lease of that name.

    `lost` is how many leases of that name in a row, right before this one, ended without being given back: as many
    workers have most likely died at it.
    """

    name: str
    fence: int
    until: datetime
    lost: int = 0


class Leases(Protocol):
    """One worker at a time."""

    @abstractmethod
    async def take(self, name: str, length: timedelta) -> Lease | None:
        """The lease, or None while someone else holds it. A lease ends by itself when its time is over."""

    @abstractmethod
    async def extend(self, lease: Lease, length: timedelta) -> bool:
        """Hold it for so long from now on; False when it has ended or was given back: then it is not held any more."""

    @abstractmethod
    async def release(self, lease: Lease) -> None:
        """Give it back; does nothing when it has ended and someone else holds the name now, or has held it.

        Late is not lost: as long as nobody has taken the name since, it was given back.
        """


class Ticks(Protocol):
    """Runs what is due at a certain time once in the whole system, however many look at the clock."""

    @abstractmethod
    async def first(self, job: str, tick: str) -> bool:
        """True for exactly one caller for each (job, tick), for at least eight days. Raises Unavailable."""


class Rates(Protocol):
    """How often something happens."""

    @abstractmethod
    async def count(self, name: str, window: timedelta) -> int:
        """How many times this name was counted in the window that ends now, this time included.

        What is exactly as old as the window is out of it. The same name with another window is counted by itself.
        Raises Unavailable; then it is not known whether this time was counted.
        """


class Slots(Protocol):
    """A common pace for what several processes do: each thing gets a moment of its own."""

    @abstractmethod
    async def claim(self, name: str, gap: timedelta, patience: timedelta) -> timedelta:
        """How long it is until the next moment of this name that nobody has; from now on it is the caller's.

        - Between two moments of a name lies at least the gap that the later one asked for.
        - A longer time than `patience` is only said, and nothing is claimed.
        - Raises Unavailable; then a moment may have been claimed that nobody uses.
        """


class Continuity(Protocol):
    """Whether the queue still holds all that it was given: one that was emptied, or is a new one, does not say so."""

    @abstractmethod
    async def unbroken(self) -> bool:
        """False when the queue has forgotten what it held since `begin`, or when that never was. Raises Unavailable."""

    @abstractmethod
    async def mark(self) -> str:
        """A mark in the queue, made before what is missing is put again; the latest one counts. Raises Unavailable."""

    @abstractmethod
    async def begin(self, mark: str) -> bool:
        """From now on nothing is missing. False when the queue has forgotten the mark, and what was put behind it.

        Raises Unavailable.
        """


HEARTBEATS_KEPT = timedelta(hours=1)
# A worker that has not been heard of for so long counts as gone.
WORKER_SILENCE = timedelta(seconds=30)


class Heartbeats(Protocol):
    """Whether anybody works at all."""

    @abstractmethod
    async def beat(self, worker: str) -> None:
        """This worker is alive now. Raises Unavailable."""

    @abstractmethod
    async def youngest(self) -> datetime | None:
        """When any worker was last alive; None when that is as long ago as HEARTBEATS_KEPT. Raises Unavailable."""
