"""What the panel looks at: leads, chats and professionals in short, found by an index and read page by page.

Nothing here decides anything, and nothing is written but what an operator has read. A page ends with a cursor: handed
back as `after` it brings what comes next, whatever has changed meanwhile; an empty one says that nothing does.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from fixi.domain.figures import LeadFacts
from fixi.domain.lead.summary import LeadRow
from fixi.domain.professional import Professional
from fixi.domain.values import Key, Slot, Status
from fixi.ports.storage import LedgerEntry

# What a receipt says of a message of ours that will not arrive, in small letters.
LOST = frozenset({"failed", "noaccount", "notingroup"})


@dataclass(frozen=True, slots=True)
class Page[Row]:
    """Some rows, and the cursor behind the last of them."""

    rows: tuple[Row, ...] = ()
    after: str = ""


class Order(StrEnum):
    """What the newest one is: the one changed last, or the one opened last."""

    UPDATED = "updated"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class LeadQuery:
    """Which leads. `words` are what somebody types: the end of a phone, a name, words of the issue or the address, or
    the id of a lead; every word must be there. `opened` is when they were opened, `pro` was offered it or has it."""

    words: str = ""
    trade: str = ""
    area: str = ""
    statuses: frozenset[Status] = frozenset()
    pro: str = ""
    opened: Slot | None = None
    order: Order = Order.UPDATED


@dataclass(frozen=True, slots=True)
class ChatRow:
    """One role of one person's chat in a list.

    `mode` is bot, human or stopped; `until` is when the bot is back. `last_ours`: the last line was ours; `waits`: a
    person has the chat, and has not come yet or the last word was not ours. `unread`: something came in that this
    operator has not seen.
    """

    key: Key
    name: str | None
    mode: str
    until: datetime | None
    last_at: datetime
    last_text: str
    last_ours: bool
    waits: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class ChatQuery:
    """Which chats: by the end of a phone or a name, or only those that a person has."""

    words: str = ""
    human: bool = False


@dataclass(frozen=True, slots=True)
class ProQuery:
    """Which professionals: by name or the end of a phone, trade, area; `state` is pending, paused or inactive.

    `at` is the moment at which they are paused.
    """

    words: str = ""
    trade: str = ""
    area: str = ""
    state: str = ""
    at: datetime | None = None

    def meets_paused(self, pro: Professional) -> bool:
        """True when a pause of his is not over."""
        return pro.paused_until is not None and (self.at is None or pro.paused_until > self.at)


class LeadSearch(Protocol):
    """Leads in short. What was saved before a question was asked is in its answer."""

    @abstractmethod
    async def find(self, query: LeadQuery, after: str, limit: int) -> Page[LeadRow]:
        """The newest first. Its cost does not grow with all leads."""

    @abstractmethod
    async def counts(self) -> Mapping[Status, int]:
        """How many leads there are of each status; one that nobody has is missing."""

    @abstractmethod
    async def overdue(self, at: datetime, limit: int) -> tuple[LeadRow, ...]:
        """Leads not at their end that wanted to be woken by then, the longest due first, or have no due time at all."""

    @abstractmethod
    async def facts(self, opened: Slot) -> Sequence[LeadFacts]:
        """What is counted of every lead that was opened in this stretch, in no order."""

    @abstractmethod
    async def keep_up(self) -> int:
        """Bring up to date what stands behind, some at a time; how many that were. Whoever asks does it by the way."""


class ChatList(Protocol):
    """Conversations, and what was said in them."""

    @abstractmethod
    async def latest(self, query: ChatQuery, operator: str, after: str, limit: int) -> Page[ChatRow]:
        """The last one in which something was said first; `unread` is as this operator has read."""

    @abstractmethod
    async def one(self, key: Key, operator: str) -> ChatRow | None:
        """This one; None when nothing was ever said there."""

    @abstractmethod
    async def lines(self, keys: tuple[Key, ...], after: str, limit: int) -> Page[LedgerEntry]:
        """Lines of the ledger of these documents, the newest first."""

    @abstractmethod
    async def receipts(self, keys: tuple[Key, ...], since: datetime) -> tuple[LedgerEntry, ...]:
        """What became of messages of ours there, said at or after this moment, in the order of time."""

    @abstractmethod
    async def read(self, operator: str, key: Key, at: datetime) -> None:
        """The operator has seen all that came in by then."""


class ProList(Protocol):
    """Professionals, found by words."""

    @abstractmethod
    async def find(self, query: ProQuery, after: str, limit: int) -> Page[Professional]:
        """Ordered by id. Its cost does not grow with all professionals, but with those who are found."""

    @abstractmethod
    async def names(self, pros: frozenset[str]) -> Mapping[str, str]:
        """What these are called; one that is not known is missing."""


class Books(Protocol):
    """What the books say of a period, beside the leads."""

    @abstractmethod
    async def spent(self, days: tuple[date, ...]) -> Mapping[date, Decimal]:
        """Money that models have cost on each of these days, in US dollars."""

    @abstractmethod
    async def failed(self, since: datetime, limit: int) -> tuple[LedgerEntry, ...]:
        """Messages of ours since then that did not go out or did not arrive, the newest first."""

    @abstractmethod
    async def heard(self) -> datetime | None:
        """When the last thing came in from the provider: words of a person, or what became of ours."""

    @abstractmethod
    async def held(self, since: datetime, limit: int) -> tuple[LedgerEntry, ...]:
        """Messages that were held back since then and have neither gone out nor been dropped, the newest first."""
