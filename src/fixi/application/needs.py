"""What needs a person, out of all that goes on: one definition for the panel's first page and for every digest."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fixi.domain.lead.states import LeadState, Offered
from fixi.domain.lead.summary import NOBODY, LeadRow, summary
from fixi.domain.policy import Policy
from fixi.domain.values import ChatKey, Key, Kind, Status
from fixi.ports.clock import Clock
from fixi.ports.storage import Leads, LedgerEntry, Policies
from fixi.ports.views import Books, ChatList, ChatQuery, LeadQuery, LeadSearch

MOST = 200  # of each kind; whoever has more than that needs no longer list
SLACK = timedelta(minutes=5)  # as invariant I9 has it
SOON = timedelta(minutes=10)
LATELY = timedelta(days=1)
NOBODY_READS = ""  # what was read by whom makes no difference to what needs somebody


class NeedKind(StrEnum):
    """Why a person is needed, the most pressing first."""

    HUMAN = "human"
    STUCK = "stuck"
    FAILED = "failed"
    NO_MATCH = "no_match"
    REVIEW = "review"
    DEADLINE = "deadline"
    HELD = "held"


# What a person most likely does about it.
NEXT = {
    NeedKind.HUMAN: "write",
    NeedKind.STUCK: "reassign",
    NeedKind.FAILED: "write",
    NeedKind.NO_MATCH: "assign",
    NeedKind.REVIEW: "assign",
    NeedKind.DEADLINE: "reassign",
    NeedKind.HELD: "look",
}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs a person: `key` is where, `since` since when (of a deadline: when it is over).

    `who` is the person's phone or opaque id, or its end for those who may not see it: for them `lead`, the row where it
    is about one, is missing too, and the key is for links only. `about` says more in the words of the system or of the
    client.
    """

    kind: NeedKind
    key: Key
    since: datetime
    who: str
    name: str | None = None
    about: str = ""
    next: str = ""
    lead: LeadRow | None = None


class Needs:
    """Looks everywhere, each time with few questions whose cost does not grow with what is at its end."""

    def __init__(
        self, search: LeadSearch, chats: ChatList, books: Books, leads: Leads, policies: Policies, clock: Clock
    ) -> None:
        self._search = search
        self._chats = chats
        self._books = books
        self._leads = leads
        self._policies = policies
        self._clock = clock

    async def __call__(self, *, phones: bool) -> tuple[Need, ...]:
        """All of it, the most pressing kind first and in it the oldest; `phones`: whoever asks may see them."""
        at, policy = self._clock.now(), await self._policies.current()
        found = [
            *await self._human(),
            *await self._stuck(at),
            *await self._failed(at),
            *await self._reviews(),
            *await self._deadlines(at, policy),
            *await self._held(at),
        ]
        kinds = list(NeedKind)
        found.sort(key=lambda need: (kinds.index(need.kind), need.since, need.key))
        return tuple(found if phones else [_masked(need) for need in found])

    async def _human(self) -> list[Need]:
        page = await self._chats.latest(ChatQuery(human=True), NOBODY_READS, "", MOST)
        return [
            _need(NeedKind.HUMAN, row.key, row.last_at, row.key.id, row.name, row.last_text)
            for row in page.rows
            if row.waits
        ]

    async def _stuck(self, at: datetime) -> list[Need]:
        late = await self._search.overdue(at - SLACK, MOST)
        return [_of_lead(NeedKind.STUCK, row, row.updated_at) for row in late]

    async def _reviews(self) -> list[Need]:
        query = LeadQuery(statuses=frozenset({Status.PENDING_REVIEW}))
        page = await self._search.find(query, "", MOST)
        return [
            _of_lead(NeedKind.NO_MATCH if row.reason == NOBODY else NeedKind.REVIEW, row, row.updated_at, row.reason)
            for row in page.rows
        ]

    async def _deadlines(self, at: datetime, policy: Policy) -> list[Need]:
        """Offers that run out soon: an emergency's have half the time, so that is how far back one has to look."""
        found = await self._leads.idle(Status.NEW, at + SOON - policy.sos_after * 0.5, MOST)
        return [need for idle in found if (need := _deadline(idle.state, idle.version, at, policy)) is not None]

    async def _failed(self, at: datetime) -> list[Need]:
        return _by_chat(NeedKind.FAILED, await self._books.failed(at - LATELY, MOST))

    async def _held(self, at: datetime) -> list[Need]:
        return _by_chat(NeedKind.HELD, await self._books.held(at - LATELY, MOST))


def _need(kind: NeedKind, key: Key, since: datetime, who: str, name: str | None = None, about: str = "") -> Need:
    return Need(kind, key, since, who, name, about, NEXT[kind])


def _of_lead(kind: NeedKind, row: LeadRow, since: datetime, about: str = "") -> Need:
    return Need(kind, Key.lead(row.id), since, row.client.text, row.name, about or row.issue or "", NEXT[kind], row)


def _deadline(state: LeadState, version: int, at: datetime, policy: Policy) -> Need | None:
    if not isinstance(state, Offered):
        return None
    case = state.case
    ends = [offer.expires(policy, case.share) for offer in case.open_offers]
    if not ends or min(ends) > at + SOON:
        return None
    row = summary(state, version)
    return _of_lead(NeedKind.DEADLINE, row, min(ends)) if row is not None else None


def _by_chat(kind: NeedKind, lines: tuple[LedgerEntry, ...]) -> list[Need]:
    """One row for each chat, with the last of its lines."""
    last: dict[str, LedgerEntry] = {}
    for line in lines:
        last.setdefault(line.chat, line)
    keys = [(Key.parse(chat), line) for chat, line in last.items()]
    return [_need(kind, key, line.at, key.id, None, line.reason or line.outcome) for key, line in keys]


def _masked(need: Need) -> Need:
    masked = need.who if need.key.kind is Kind.LEAD and not need.who else ChatKey(need.who).masked
    return replace(need, who=masked, lead=None)
