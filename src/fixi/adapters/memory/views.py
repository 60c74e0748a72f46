"""What the panel looks at, in memory: everything is looked through each time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from fixi.adapters import codec
from fixi.adapters.memory.calls import MemoryBudget
from fixi.adapters.memory.store import Document, Store
from fixi.domain.client_chat.states import CLIENT_STATES, InHuman, Stopped
from fixi.domain.figures import LeadFacts
from fixi.domain.handover import waits
from fixi.domain.lead.states import LEAD_STATES, LeadState
from fixi.domain.lead.summary import LeadRow, counted, ended, found_by, summary
from fixi.domain.pro_chat.states import ProInHuman
from fixi.domain.professional import Professional
from fixi.domain.tokens import looks_like_phone, tails, words
from fixi.domain.values import Key, Kind, Slot, Status
from fixi.ports.storage import LedgerEntry
from fixi.ports.views import (
    LOST,
    Books,
    ChatList,
    ChatQuery,
    ChatRow,
    LeadQuery,
    LeadSearch,
    Order,
    Page,
    ProList,
    ProQuery,
)

OWNER = frozenset({"owner", "owner_earlier"})
ASKED_BEFORE = timedelta(minutes=10)
ANSWER_WITHIN = timedelta(hours=6)
TEXT_SHOWN = 200


def _page[Row](rows: Sequence[Row], marks: Sequence[str], after: str, limit: int) -> Page[Row]:
    """What comes behind the row with this mark; they are ordered by their marks, the greatest first."""
    left = [(row, mark) for row, mark in zip(rows, marks, strict=True) if not after or mark < after]
    more = left[limit - 1][1] if len(left) > limit else ""
    return Page(tuple(row for row, _ in left[:limit]), more)


def _mark(at: datetime, name: str) -> str:
    return f"{at.timestamp():017.6f}|{name}"


class MemoryLeadSearch(LeadSearch):
    """See LeadSearch."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _all(self) -> Iterator[tuple[LeadRow, LeadState, Document]]:
        for key, document in self._store.documents.items():
            state = codec.load(document.state) if key.kind is Kind.LEAD else None
            if isinstance(state, LEAD_STATES) and (row := summary(state, document.version)) is not None:
                yield row, state, document

    async def find(self, query: LeadQuery, after: str, limit: int) -> Page[LeadRow]:
        """See LeadSearch."""
        found = [(row, state) for row, state, _ in self._all() if _fits(row, found_by(state), query)]
        bare = not (query.words or query.trade or query.area or query.pro)
        updated = bare and query.order is Order.UPDATED
        marked = sorted(
            ((_mark(row.updated_at if updated else row.opened_at, row.id), row) for row, _ in found),
            key=lambda pair: pair[0],
            reverse=True,
        )
        return _page([row for _, row in marked], [mark for mark, _ in marked], after, limit)

    async def counts(self) -> Mapping[Status, int]:
        """See LeadSearch."""
        return Counter(row.status for row, _, _ in self._all())

    async def overdue(self, at: datetime, limit: int) -> tuple[LeadRow, ...]:
        """See LeadSearch."""
        open_ones = [(row, doc.due_at) for row, state, doc in self._all() if not ended(state)]
        late = sorted(((due, row.id, row) for row, due in open_ones if due is not None and due <= at), key=_first_two)
        return (*(row for _, _, row in late), *(row for row, due in open_ones if due is None))[:limit]

    async def facts(self, opened: Slot) -> Sequence[LeadFacts]:
        """See LeadSearch."""
        return [
            facts._replace(answered_in=self._answered_in(row))
            for row, state, _ in self._all()
            if opened.start <= row.opened_at < opened.end and (facts := counted(state)) is not None
        ]

    async def keep_up(self) -> int:
        """See LeadSearch: nothing ever stands behind here."""
        return 0

    def _answered_in(self, row: LeadRow) -> float | None:
        chat, opened = str(Key.client(row.client)), row.opened_at
        near = [line for line in self._store.ledger.values() if line.chat == chat]
        near = [line for line in near if opened - ASKED_BEFORE <= line.at <= opened + ANSWER_WITHIN]
        asked = max((line.at for line in near if line.kind == "in" and line.at <= opened), default=None)
        if asked is None:
            return None
        said = (line.at for line in near if line.kind == "out" and line.outcome == "sent" and line.at >= asked)
        first = min(said, default=None)
        return round((first - asked).total_seconds(), 1) if first is not None else None


def _first_two(entry: tuple[datetime, str, LeadRow]) -> tuple[datetime, str]:
    return entry[:2]


def _fits(row: LeadRow, tokens: tuple[str, ...], query: LeadQuery) -> bool:
    if row.id == query.words.strip():
        return True
    digits = looks_like_phone(query.words)
    typed = [f"n:{digits}"] if digits else [f"w:{word}" for word in words(query.words)]
    named = [f"{tag}:{name}" for tag, name in (("t", query.trade), ("a", query.area), ("p", query.pro)) if name]
    if not {*typed, *named} <= set(tokens):
        return False
    if query.statuses and row.status not in query.statuses:
        return False
    return query.opened is None or query.opened.start <= row.opened_at < query.opened.end


class MemoryChatList(ChatList):
    """See ChatList."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: dict[tuple[str, Key], datetime] = {}

    async def latest(self, query: ChatQuery, operator: str, after: str, limit: int) -> Page[ChatRow]:
        """See ChatList."""
        rows = [row for key in self._store.documents if (row := self._row(key, operator)) is not None]
        rows = [row for row in rows if _talks_of(row, query)]
        rows.sort(key=lambda row: _mark(row.last_at, str(row.key)), reverse=True)
        return _page(rows, [_mark(row.last_at, str(row.key)) for row in rows], after, limit)

    async def one(self, key: Key, operator: str) -> ChatRow | None:
        """See ChatList."""
        return self._row(key, operator)

    async def lines(self, keys: tuple[Key, ...], after: str, limit: int) -> Page[LedgerEntry]:
        """See ChatList."""
        chats = {str(key) for key in keys}
        found = [line for line in self._store.ledger.values() if line.chat in chats]
        found.sort(key=lambda line: (line.at, line.id), reverse=True)
        return _page(found, [_mark(line.at, line.id) for line in found], after, limit)

    async def receipts(self, keys: tuple[Key, ...], since: datetime) -> tuple[LedgerEntry, ...]:
        """See ChatList."""
        chats = {str(key) for key in keys}
        lines = [line for line in self._store.ledger.values() if line.chat in chats and line.kind == "receipt"]
        return tuple(sorted((line for line in lines if line.at >= since), key=lambda line: line.at))

    async def read(self, operator: str, key: Key, at: datetime) -> None:
        """See ChatList."""
        self._seen[operator, key] = max(at, self._seen.get((operator, key), at))

    def _row(self, key: Key, operator: str) -> ChatRow | None:
        document = self._store.documents.get(key)
        lines = [line for line in self._store.ledger.values() if line.chat == str(key)]
        spoken = [line for line in lines if line.kind in {"in", "out", "other"} and line.outcome != "dropped"]
        if document is None or key.kind is Kind.LEAD or not spoken:
            return None
        last = max(spoken, key=lambda line: line.at)
        state = codec.load(document.state)
        human = state if isinstance(state, InHuman | ProInHuman) else None
        came = max((line.at for line in spoken if not _ours(line)), default=None)
        seen = self._seen.get((operator, key))
        pro = self._store.pros.get(key.id)
        named = pro.name if pro is not None and key.kind is Kind.PRO else None
        return ChatRow(
            key,
            state.mind.name if isinstance(state, CLIENT_STATES) else named,
            "human" if human is not None else "stopped" if isinstance(state, Stopped) else "bot",
            human.until if human is not None else None,
            last.at,
            last.text[:TEXT_SHOWN],
            _ours(last),
            human is not None and waits(human.taken, answered=_ours(last)),
            came is not None and (seen is None or came > seen),
        )


def _ours(line: LedgerEntry) -> bool:
    return line.kind != "in" or (line.outcome == "handed" and line.reason in OWNER)


def _talks_of(row: ChatRow, query: ChatQuery) -> bool:
    if query.human and row.mode != "human":
        return False
    digits = looks_like_phone(query.words)
    if digits:
        return ":" not in row.key.id and digits in tails(row.key.id)
    return set(words(query.words)) <= (set(words(row.name)) if row.key.kind is Kind.CLIENT else set())


class MemoryProList(ProList):
    """See ProList."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, query: ProQuery, after: str, limit: int) -> Page[Professional]:
        """See ProList."""
        found = [pro for name, pro in sorted(self._store.pros.items()) if name > after and _is_wanted(pro, query)]
        return Page(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else "")

    async def names(self, pros: frozenset[str]) -> Mapping[str, str]:
        """See ProList."""
        return {name: self._store.pros[name].name for name in pros if name in self._store.pros}


def _is_wanted(pro: Professional, query: ProQuery) -> bool:
    digits = looks_like_phone(query.words)
    named = digits in tails(pro.id) if digits else set(words(query.words)) <= set(words(pro.name))
    trade = not query.trade or query.trade in {trade.code for trade in pro.trades}
    area = not query.area or query.area in {area.name for area in pro.areas}
    states = {"pending": pro.active and not pro.approved, "inactive": not pro.active, "paused": query.meets_paused(pro)}
    return named and trade and area and states.get(query.state, True)


class MemoryBooks(Books):
    """See Books."""

    def __init__(self, store: Store, budget: MemoryBudget) -> None:
        self._store = store
        self._budget = budget

    async def spent(self, days: tuple[date, ...]) -> Mapping[date, Decimal]:
        """See Books."""
        gone = {day: await self._budget.gone(day) for day in days}
        return {day: money for day, money in gone.items() if money}

    async def failed(self, since: datetime, limit: int) -> tuple[LedgerEntry, ...]:
        """See Books."""
        lines = [line for line in self._store.ledger.values() if line.at >= since and _failed(line)]
        return tuple(sorted(lines, key=lambda line: line.at, reverse=True)[:limit])

    async def heard(self) -> datetime | None:
        """See Books."""
        return max((line.at for line in self._store.ledger.values() if line.kind in {"in", "receipt"}), default=None)

    async def held(self, since: datetime, limit: int) -> tuple[LedgerEntry, ...]:
        """See Books."""
        lines = [line for line in self._store.ledger.values() if line.kind == "held" and line.at >= since]
        waiting = [line for line in lines if line.id.partition(":held:")[0] not in self._store.ledger]
        return tuple(sorted(waiting, key=lambda line: line.at, reverse=True)[:limit])


def _failed(line: LedgerEntry) -> bool:
    return (line.kind == "out" and line.outcome == "failed") or (
        line.kind == "receipt" and line.outcome.lower() in LOST
    )
