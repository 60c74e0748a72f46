"""Truth: what is kept, and the few questions that are asked of it."""

from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from fixi.domain.client_chat.states import ClientState
from fixi.domain.effects import Errand, NoteDone, NoteReply, NoteReview, Pause, Say
from fixi.domain.guard import Spoken
from fixi.domain.lead.states import LeadState
from fixi.domain.policy import Policy
from fixi.domain.pro_chat.states import ProState
from fixi.domain.professional import Booking, Professional
from fixi.domain.values import Key, Media, Place, Slot, Status, Trade
from fixi.ports.queues import Letter

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

    `kind` is in, out, receipt, held (an out that waits), alert, replay, other (sent by another program), or note: about
    the system itself. `outcome` of an in: answered, merged, ignored, handed or quarantined; of an out: sent, failed or
    dropped; of a receipt: its status; of a held one: waiting. `reason` says why,
    `ref` is the provider's id of a message, `chat` the key of the chat's document or of the lead. `text` is what was
    said; of a receipt our own id of the message, where the provider carries it along. `media` are files that came with
    a message, as they stood when it was worked.
    """

    id: str
    at: datetime
    kind: str
    chat: str
    outcome: str
    reason: str = ""
    text: str = ""
    ref: str = ""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One machine's document as it was loaded.

    `used` are the ids of the last letters it has used, `errands` those in its outbox that were not done at that moment:
    a turn that died has left them behind. As long as the version stands, no other ones come.
    """

    key: Key
    version: int
    state: State
    used: frozenset[str] = frozenset()
    errands: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that one turn writes into one document. `version` is the version that was loaded (0: none yet).

    `due_at` is when it wants to be woken, `used` the letters it has used, `outbox` what shall be done, `hush`: what was
    to be said and is still pending is dropped first (and said so in the ledger). `heard_at` is when the person wrote,
    if he did; `shut`: the provider says that he had not written lately (see `ports/chats.py`), which is about words
    that were said before: what was heard after the last of them stays.
    """

    key: Key
    version: int
    state: State
    due_at: datetime | None
    used: tuple[str, ...] = ()
    outbox: tuple[Entry, ...] = ()
    hush: bool = False
    ledger: tuple[LedgerEntry, ...] = ()
    heard_at: datetime | None = None
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Idle:
    """A lead that has waited since then, as it stands."""

    since: datetime
    lead: str
    version: int
    state: LeadState


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a periodic job at one tick.

    `attempts` counts how often it was begun, `finished` how often it came to its end (more than once is a breach of
    I11), `ended_at` the last time. `found` is how much there was to care for, `done` what was new in it.
    """

    job: str
    tick: str
    started_at: datetime
    attempts: int = 1
    finished: int = 0
    ended_at: datetime | None = None
    found: int = 0
    done: int = 0
    seconds: float = 0.0


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


# Whoever sends something has so long for it before anybody else may try. It is kept with what is sent, so that two who
# both believe that they are alone, because their lease was forgotten, do not say the same thing.
SENDING_FOR = timedelta(seconds=30)


class Outbox(Protocol):
    """What waits to be done, in the documents; in order for each document."""

    @abstractmethod
    async def pending(self, key: Key) -> tuple[Entry, ...]:
        """All entries of this document that are not done, in the order they were made."""

    @abstractmethod
    async def sending(self, key: Key, entry: str, at: datetime) -> bool:
        """Mark that it is being sent now: one attempt more, and nobody else tries for SENDING_FOR.

        False when it is not there any more, or may not be tried again yet. What was never tried may be at any time:
        `again` has only held it.
        """

    @abstractmethod
    async def again(self, key: Key, entry: str, after: datetime, *, unknown: bool, tries: int | None = None) -> None:
        """It did not work: try again then. `unknown` keeps it marked as sending, since it may have gone out.

        `tries`: it was only held back, after so many tries. It counts as never tried then, unless somebody else has
        tried it meanwhile: that changes nothing.
        """

    @abstractmethod
    async def done(
        self, key: Key, entries: tuple[str, ...], line: LedgerEntry | None = None, said: Spoken | None = None
    ) -> tuple[Entry, ...]:
        """These are done, or given up: gone from the outbox, with a line in the ledger, in one step. Harmless twice.

        `said` is remembered as the last thing said there (see `ports/chats.py`). Returns what is still not done, in the
        order it was made.
        """

    @abstractmethod
    async def waiting(self, at: datetime, limit: int) -> tuple[Key, ...]:
        """Documents with entries that may be done by then."""


# Letters between machines that are done stay with their sender: the last of each document, for a while.
TOLD_KEPT = 50
TOLD_FOR = timedelta(days=1)


class Told(Protocol):
    """What machines told each other lately: until its reader uses it, a letter is in the queue and nowhere else."""

    @abstractmethod
    def since(self, at: datetime) -> AsyncIterator[Entry]:
        """Every `Tell` that was done at or after this moment, those of one document in the order they were made.

        At least the last TOLD_KEPT of each document, for as long as TOLD_FOR. They get there in the step in which they
        leave the outbox. What is done while this runs may be missing. Raises Unavailable.
        """

    @abstractmethod
    async def forget(self, before: datetime) -> None:
        """Let go of what documents told that have told nothing since then."""


# So many professionals are compared for one lead: more of them make no better choice, only a longer one.
NEAR_AT_MOST = 32


class Professionals(Protocol):
    """Who does the work."""

    @abstractmethod
    async def get(self, pro: str) -> Professional | None:
        """The professional with this id."""

    @abstractmethod
    async def near(
        self, trade: Trade, place: Place, km: float, lead: str, at: datetime, policy: Policy
    ) -> tuple[Professional, ...]:
        """All with this trade who named the place or are within `km` of it, and all who hold a place for this lead.

        Of more than NEAR_AT_MOST that many, by `domain.matching.shortlist`: those who can be asked `at` that moment
        under `policy` first. Where there are many times more, a part of them may be looked at, another one for
        another lead, as long as it holds NEAR_AT_MOST who can be asked. Ordered by id.
        Its cost does not grow with all professionals, nor for long with those near.
        """

    @abstractmethod
    async def put(self, pros: tuple[Professional, ...]) -> None:
        """Store all of them or none: new ones as they are, known ones with this profile.

        What work has written (`domain.professional.WORKED`) stays as it is.
        """

    @abstractmethod
    async def change(self, pro: Professional, before: Professional | None) -> bool:
        """Store this profile in one conditional step; `before` has the one it was made from, None for a new one.

        False when another one is stored, or is not there any more. What work has written stays as it is.
        """

    @abstractmethod
    async def those(self, pros: frozenset[str]) -> Mapping[str, Professional]:
        """Of these the ones who are known, by their ids."""

    @abstractmethod
    async def listed(self, after: str, limit: int) -> tuple[Professional, ...]:
        """Professionals ordered by id, those behind `after`."""

    @abstractmethod
    async def edition(self) -> int:
        """Another number whenever somebody has become a professional; it is seen within a second or two everywhere.

        Cheap: whoever remembers who is one asks this each time, and forgets when it has changed.
        """


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

    @abstractmethod
    async def busy(self, span: Slot, after: str, limit: int) -> tuple[str, ...]:
        """Ids of professionals with a booking that starts in this stretch, ordered by id, those behind `after`.

        Its cost does not grow with all professionals, only with those who are busy then.
        """


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

    @abstractmethod
    def every(self) -> AsyncIterator[LeadState]:
        """All leads, however many, the newest first. What is opened while this runs may be missing."""

    @abstractmethod
    async def idle(self, wanted: Status, before: datetime, limit: int, after: Idle | None = None) -> tuple[Idle, ...]:
        """Leads of this status that have waited since `before` or longer (see `domain/lead/idle.py`), oldest first.

        The next page is what comes behind `after`. Its cost does not grow with all leads, only with those that wait.
        """


class Ledger(Protocol):
    """The book of everything that came in and went out."""

    @abstractmethod
    async def write(self, entry: LedgerEntry) -> bool:
        """One line, unless its id is there already (False)."""

    @abstractmethod
    async def lines(self, chat: str, limit: int) -> tuple[LedgerEntry, ...]:
        """The last lines of this chat or lead, in the order of time."""

    @abstractmethod
    async def known(self, ids: tuple[str, ...]) -> frozenset[str]:
        """Which of these are ids of lines; one question for all of them."""

    @abstractmethod
    async def sent(self, since: datetime) -> frozenset[str]:
        """The provider's ids of all messages of ours that went out at or after this moment, to the millisecond."""

    @abstractmethod
    async def balance(self, since: datetime | None = None) -> dict[tuple[str, str], int]:
        """How many lines there are of each (kind, outcome); with `since` those at or after it, to the millisecond."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing in quarantine: a body that nobody understood, or a `letter` that could not be used.

    `reason` is a short code; `cause` says more of it, and nothing about a person.
    """

    id: str
    at: datetime
    reason: str
    body: bytes
    cause: str = ""
    letter: Letter | None = None


class Quarantine(Protocol):
    """What could not be understood or used is kept, for a person to look at."""

    @abstractmethod
    async def keep(self, body: bytes, reason: str, at: datetime) -> str:
        """Keep it; the same body again is kept once. Returns its id."""

    @abstractmethod
    async def set_aside(self, letter: Letter, reason: str, cause: str, at: datetime) -> str:
        """Keep this letter; the same one again is kept once. Returns its id, which shows nothing of the letter's."""

    @abstractmethod
    async def get(self, kept: str) -> Kept | None:
        """What is kept under this id."""

    @abstractmethod
    async def listed(self, limit: int, address: str | None = None) -> tuple[Kept, ...]:
        """The newest first; with `address` only letters that were for it."""

    @abstractmethod
    async def forget(self, kept: str) -> None:
        """It is dealt with. Harmless when it is not there."""


ATTEMPTS_KEPT = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Attempt:
    """How often something of this address failed, the last time at `at` and because of `cause`."""

    id: str
    address: str
    count: int
    cause: str
    at: datetime


class Attempts(Protocol):
    """What fails is counted, so that nothing is tried for ever."""

    @abstractmethod
    async def get(self, what: str) -> Attempt | None:
        """What was counted under this id; None when nothing was. It may be forgotten after ATTEMPTS_KEPT."""

    @abstractmethod
    async def count(self, what: str, address: str, cause: str, at: datetime) -> int:
        """It has failed once more: how often that makes. Two who count at the same time are both counted."""


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """One version of the business numbers; `at` is None for the first one where nobody knows when it began."""

    number: int
    policy: Policy
    by: str
    at: datetime | None


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

    @abstractmethod
    async def versions(self, limit: int) -> tuple[PolicyVersion, ...]:
        """The last versions, the newest first. The first of all is by "settings". Raises Unavailable.

        One that this version of Fixi cannot read any more ends the row.
        """


RUNS_KEPT = timedelta(days=30)


class Runs(Protocol):
    """The book of the periodic jobs: a tick that is done is done, one that broke off is not."""

    @abstractmethod
    async def start(self, job: str, tick: str, at: datetime) -> bool:
        """Note that this tick is begun; False when it has come to its end before. One that broke off begins again."""

    @abstractmethod
    async def finish(self, run: Run) -> None:
        """It came to its end, with what it found and did. How often is counted, so that a second time is seen.

        Runs that began RUNS_KEPT before this one are forgotten.
        """

    @abstractmethod
    async def done(self, job: str, tick: str) -> bool:
        """True when this tick has come to its end."""

    @abstractmethod
    async def last(self, job: str) -> Run | None:
        """The run of this job that was begun last."""

    @abstractmethod
    async def listed(self, limit: int) -> tuple[Run, ...]:
        """Runs of all jobs, the last one begun first."""
