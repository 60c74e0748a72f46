"""Truth: what is kept, and the few questions that are asked of it."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fixi.domain.client_chat.states import ClientState
from fixi.domain.effects import Errand, NoteDone, NoteReply, NoteReview, Pause, Say
from fixi.domain.lead.states import LeadState
from fixi.domain.policy import Policy
from fixi.domain.pro_chat.states import ProState
from fixi.domain.professional import Booking, Professional
from fixi.domain.values import Key, Place, Slot, Status, Trade

type State = ClientState | ProState | LeadState


@dataclass(frozen=True, slots=True)
class Entry:
    """One effect that waits to be done. `id` is `key:version:n`.

    `stage` is pending or sending (its outcome is unknown until it is marked). `since` is when it was first being sent,
    `after` when it may be tried again.
    """

    id: str
    effect: Errand | Say
    made_at: datetime
    stage: str = "pending"
    attempts: int = 0
    since: datetime | None = None
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the book, written once and never changed; `id` is unique.

    `kind` is in, out, receipt or alert. `outcome` of an in: answered, merged, ignored, handed or quarantined; of an
    out: sent, failed or dropped; of a receipt: its status. `reason` says why, `ref` is the provider's id of a message,
    `chat` the key of the chat's document or of the lead.
    """

    id: str
    at: datetime
    kind: str
    chat: str
    outcome: str
    reason: str = ""
    text: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One machine's document as it was loaded. `used` are the ids of the last letters it has used."""

    key: Key
    version: int
    state: State
    used: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that one turn writes into one document. `version` is the version that was loaded (0: none yet).

    `due_at` is when it wants to be woken, `used` the letters it has used, `outbox` what shall be done, `hush`: what was
    to be said and is still pending is dropped first (and said so in the ledger).
    """

    key: Key
    version: int
    state: State
    due_at: datetime | None
    used: tuple[str, ...] = ()
    outbox: tuple[Entry, ...] = ()
    hush: bool = False
    ledger: tuple[LedgerEntry, ...] = ()


class Repository(Protocol):
    """One document for each machine."""

    @abstractmethod
    async def load(self, key: Key) -> Record | None:
        """The document, or None when there is none yet. What is returned is the caller's own copy."""

    @abstractmethod
    async def save(self, change: Change) -> None:
        """Write everything of the change in one step, if the version is still the one loaded; the version grows by one.

        Raises Conflict when it is not: then nothing was written. At least the last 500 used ids are kept.
        """

    @abstractmethod
    async def due(self, at: datetime, limit: int) -> tuple[tuple[Key, int], ...]:
        """Documents that want to be woken by then, with their versions, the longest due first."""


class Outbox(Protocol):
    """What waits to be done, in the documents; in order for each document."""

    @abstractmethod
    async def pending(self, key: Key) -> tuple[Entry, ...]:
        """All entries of this document that are not done, in the order they were made."""

    @abstractmethod
    async def sending(self, key: Key, entry: str, at: datetime) -> bool:
        """Mark that it is being sent now (one attempt more); False when it is not there any more."""

    @abstractmethod
    async def again(self, key: Key, entry: str, after: datetime, *, unknown: bool) -> None:
        """It did not work: try again then. `unknown` keeps it marked as sending, since it may have gone out."""

    @abstractmethod
    async def done(self, key: Key, entry: str, line: LedgerEntry | None) -> None:
        """It is done, or given up: gone from the outbox, with its line in the ledger, in one step. Harmless twice."""

    @abstractmethod
    async def waiting(self, at: datetime, limit: int) -> tuple[Key, ...]:
        """Documents with entries that may be done by then."""


class Professionals(Protocol):
    """Who does the work."""

    @abstractmethod
    async def get(self, pro: str) -> Professional | None:
        """The professional with this id."""

    @abstractmethod
    async def near(self, trade: Trade, place: Place, km: float, lead: str) -> tuple[Professional, ...]:
        """All with this trade who named the place or are within `km` of it, and all who hold a place for this lead.

        Ordered by id. Its cost does not grow with all professionals, only with those near.
        """

    @abstractmethod
    async def put(self, pros: tuple[Professional, ...]) -> None:
        """Store all of them or none: new ones as they are, known ones with what an import may change.

        What work has written (places, reviews, replies, jobs done, last offer) stays as it is.
        """

    @abstractmethod
    async def listed(self, after: str, limit: int) -> tuple[Professional, ...]:
        """Professionals ordered by id, those behind `after`."""


class Capacity(Protocol):
    """Places with a professional: the hard limit."""

    @abstractmethod
    async def reserve(self, pro: str, lead: str, cap: int, at: datetime) -> bool:
        """Take a place for this lead in one conditional step; False when `cap` places are taken or he is unknown.

        A lead that holds a place already gets True and takes no second one. `at` becomes his last offer.
        """

    @abstractmethod
    async def release(self, pro: str, lead: str) -> None:
        """Give the place of this lead back. Harmless when it holds none."""


class TrackRecord(Protocol):
    """What work says of a professional."""

    @abstractmethod
    async def note(self, pro: str, note: NoteReply | NoteReview | NoteDone | Pause) -> None:
        """Write it down. One reply, one review and one job done for each lead: a later note replaces the earlier."""


class Calendar(Protocol):
    """What is booked with whom."""

    @abstractmethod
    async def bookings(self, pro: str, span: Slot) -> tuple[Booking, ...]:
        """Bookings with him that overlap this stretch, in time order."""

    @abstractmethod
    async def take(self, pro: str, lead: str, slot: Slot) -> bool:
        """Book the slot for this lead in one conditional step; False when it overlaps another lead's booking.

        A lead has one booking with one professional: an earlier one is given back in the same step, and only then.
        """

    @abstractmethod
    async def free(self, pro: str, lead: str) -> None:
        """Give the booking of this lead back. Harmless when there is none."""


class Leads(Protocol):
    """Questions about leads: for routing, for the command line and for the panel."""

    @abstractmethod
    async def waiting(
        self, trades: tuple[Trade, ...], near: tuple[Place, ...], km: float, limit: int
    ) -> tuple[str, ...]:
        """Leads in the waiting room with one of these trades within `km` of one of these places, the oldest first."""

    @abstractmethod
    async def listed(self, wanted: Status | None, limit: int) -> tuple[LeadState, ...]:
        """Leads, the newest first."""


class Ledger(Protocol):
    """The book of everything that came in and went out."""

    @abstractmethod
    async def write(self, entry: LedgerEntry) -> bool:
        """One line, unless its id is there already (False)."""

    @abstractmethod
    async def lines(self, chat: str, limit: int) -> tuple[LedgerEntry, ...]:
        """The last lines of this chat or lead, in the order of time."""

    @abstractmethod
    async def balance(self) -> dict[tuple[str, str], int]:
        """How many lines there are of each (kind, outcome)."""


class Quarantine(Protocol):
    """What could not be understood is kept, for a person to look at."""

    @abstractmethod
    async def keep(self, body: bytes, reason: str, at: datetime) -> str:
        """Keep it; the same body again is kept once. Returns its id."""

    @abstractmethod
    async def listed(self, limit: int) -> tuple[tuple[str, str, bytes], ...]:
        """(id, reason, body), the newest first."""


class Policies(Protocol):
    """The business numbers in force, and every version that there was."""

    @abstractmethod
    async def current(self) -> Policy:
        """The policy as it is now; a change is seen within a second or two everywhere."""

    @abstractmethod
    async def change(self, policy: Policy, by: str, at: datetime) -> int:
        """Put this one into force from now on; `by` says who did it. The number of the new version.

        Of two who change at the same time one gets Conflict, and has changed nothing.
        """
