"""What the panel shows of one lead, one chat, the professionals and a period: put together from several ports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median

from fixi.domain.figures import Figures, figures
from fixi.domain.forms import Form
from fixi.domain.lead.states import LEAD_STATES, Change, LeadState, Offer, Unopened
from fixi.domain.lead.summary import LeadRow, summary
from fixi.domain.matching import Ranking, bayesian_rating, reweighed, shown_rating
from fixi.domain.policy import Policy, Weights
from fixi.domain.professional import Booking, Professional
from fixi.domain.values import ChatKey, Key, Media, Slot, Status
from fixi.ports.ai import Calls
from fixi.ports.clock import Clock
from fixi.ports.storage import Calendar, Ledger, LedgerEntry, Policies, Professionals, Repository
from fixi.ports.views import (
    Books,
    ChatList,
    ChatRow,
    LeadQuery,
    LeadSearch,
    Order,
    Page,
    ProList,
    ProQuery,
)

LINES = 50
AHEAD = timedelta(days=60)
BEHIND = timedelta(days=30)
# What came of a message of ours, the later the more is known.
TICKS = {"sent": 1, "delivered": 2, "read": 3, "played": 4}
OURS = frozenset({"out", "held", "other"})
SPOKEN = frozenset({"in", "out", "held", "other"})
OWNER = frozenset({"owner", "owner_earlier"})
DIFFERS = "differs."
HELD = ":held:"


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of a chat. `side` is client or pro; `ours`: we said it, on the business phone included.

    `tick` is sent, delivered, read, played, failed, or empty; `why` is why it is held, failed or was not answered.
    """

    id: str
    at: datetime
    side: str
    ours: bool
    kind: str
    outcome: str
    text: str
    tick: str = ""
    why: str = ""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatView:
    """One person's chat: a row for each role he has, and some lines, the oldest first. `after` brings earlier ones."""

    chat: ChatKey
    rows: tuple[ChatRow, ...]
    lines: tuple[ChatLine, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class LeadView:
    """One lead whole, as it stands in this version. `names` are those of the professionals in it."""

    row: LeadRow
    form: Form
    timeline: tuple[Change, ...]
    offers: tuple[Offer, ...]
    why: Ranking | None
    names: Mapping[str, str]
    state: LeadState
    version: int
    chat: ChatView

    @property
    def media(self) -> tuple[Media, ...]:
        """Files that came with it."""
        return self.form.media


@dataclass(frozen=True, slots=True)
class ProRow:
    """A professional and how his work goes. `acceptance` counts offers that he answered or let pass, `answers_in` are
    the seconds of his middle answer, `rating` is the plain mean and `weighed` what the ranking uses."""

    pro: Professional
    taken: int
    cap: int
    offers: int
    acceptance: float | None
    answers_in: float | None
    rating: float | None
    reviews: int
    weighed: float
    paused: bool


@dataclass(frozen=True, slots=True)
class ProView:
    """One professional, and what is booked with him lately and ahead."""

    row: ProRow
    bookings: tuple[Booking, ...]


@dataclass(frozen=True, slots=True)
class NumbersView:
    """A period in numbers. `spent` is US dollars a day; `read` counts what came of calls to models, `differs` how often
    model and rules read a field otherwise; `balance` counts lines of the ledger from its beginning on."""

    period: Slot
    figures: Figures
    spent: tuple[tuple[date, Decimal], ...]
    read: tuple[tuple[str, int], ...]
    differs: tuple[tuple[str, int], ...]
    balance: Mapping[tuple[str, str], int]

    @property
    def cost(self) -> Decimal:
        """All that models have cost."""
        return sum((money for _, money in self.spent), Decimal(0))

    @property
    def disagreement(self) -> float | None:
        """How many fields were read otherwise for one answer of a model; None without any answer."""
        answers = dict(self.read).get("read", 0)
        return sum(count for _, count in self.differs) / answers if answers else None


class ChatPages:
    """A chat's lines, page by page, with what became of each of ours."""

    def __init__(self, chats: ChatList) -> None:
        self._chats = chats

    async def __call__(self, chat: ChatKey, operator: str, after: str = "", limit: int = LINES) -> ChatView:
        """The last lines of both roles of this person, or those before the cursor."""
        keys = (Key.client(chat), Key.pro(chat.text))
        found = [await self._chats.one(key, operator) for key in keys]
        rows = tuple(row for row in found if row is not None)
        page = await self._chats.lines(keys, after, limit)
        spoken = [line for line in reversed(page.rows) if line.kind in SPOKEN]
        receipts = await self._chats.receipts(keys, spoken[0].at) if any(line.ref for line in spoken) else ()
        ticks = _ticks(receipts)
        # What was held and has gone out since is one line, not two.
        gone = {line.id for line in spoken if line.kind == "out"}
        lines = [_line(line, ticks) for line in spoken if not (line.kind == "held" and _entry_of(line) in gone)]
        return ChatView(chat, rows, tuple(lines), page.after)


class LeadPages:
    """One lead, whole."""

    def __init__(self, repository: Repository, pros: ProList, chats: ChatPages, policies: Policies) -> None:
        self._repository = repository
        self._pros = pros
        self._chats = chats
        self._policies = policies

    async def __call__(self, lead: str, operator: str) -> LeadView | None:
        """As it stands now; None when there is no such lead."""
        record = await self._repository.load(Key.lead(lead))
        if record is None or not isinstance(record.state, LEAD_STATES) or isinstance(record.state, Unopened):
            return None
        row = summary(record.state, record.version)
        if row is None:
            return None
        case = record.state.case
        wanted = {offer.pro for offer in case.offers} | set(row.pros)
        wanted |= {ranked.pro for ranked in case.ranking.rows} if case.ranking is not None else set()
        return LeadView(
            row,
            case.form,
            case.history,
            case.offers,
            case.ranking,
            await self._pros.names(frozenset(wanted)),
            record.state,
            record.version,
            await self._chats(case.client, operator),
        )

    async def what_if(self, table: Ranking, weights: Weights) -> Ranking:
        """The table under other weights: nothing is asked or changed, it is only put in another order."""
        policy = await self._policies.current()
        return reweighed(table, weights, policy.weights)


class Board:
    """The first leads of each status."""

    def __init__(self, search: LeadSearch) -> None:
        self._search = search

    async def __call__(self, each: int, order: Order = Order.UPDATED) -> dict[Status, tuple[int, Page[LeadRow]]]:
        """For every status how many there are, and the first of them."""
        counts = await self._search.counts()
        empty: Page[LeadRow] = Page()
        return {
            status: (
                counts.get(status, 0),
                await self._search.find(LeadQuery(statuses=frozenset({status}), order=order), "", each)
                if counts.get(status)
                else empty,
            )
            for status in Status
        }


class ProPages:
    """Professionals with their load and record."""

    def __init__(
        self, pros: ProList, professionals: Professionals, calendar: Calendar, policies: Policies, clock: Clock
    ) -> None:
        self._pros = pros
        self._professionals = professionals
        self._calendar = calendar
        self._policies = policies
        self._clock = clock

    async def find(self, query: ProQuery, after: str, limit: int) -> Page[ProRow]:
        """Those who are looked for."""
        policy, at = await self._policies.current(), self._clock.now()
        page = await self._pros.find(replace(query, at=at), after, limit)
        return Page(tuple(pro_row(pro, at, policy) for pro in page.rows), page.after)

    async def names(self, pros: frozenset[str]) -> Mapping[str, str]:
        """What these are called; one that is not known is missing."""
        return await self._pros.names(pros)

    async def one(self, pro: str) -> ProView | None:
        """This one, and his bookings."""
        found = await self._professionals.get(pro)
        if found is None:
            return None
        at, policy = self._clock.now(), await self._policies.current()
        bookings = await self._calendar.bookings(pro, Slot(at - BEHIND, at + AHEAD))
        return ProView(pro_row(found, at, policy), bookings)


class Numbers:
    """What a period adds up to."""

    def __init__(self, search: LeadSearch, books: Books, calls: Calls, ledger: Ledger, policies: Policies) -> None:
        self._search = search
        self._books = books
        self._calls = calls
        self._ledger = ledger
        self._policies = policies

    async def __call__(self, period: Slot) -> NumbersView:
        """Leads that were opened in this stretch, and what the books say of it."""
        policy = await self._policies.current()
        facts = await self._search.facts(period)
        days = _days(period, policy)
        spent = await self._books.spent(days)
        tally = await self._calls.tally(period.start)
        return NumbersView(
            period,
            figures(facts, policy.zone),
            tuple((day, spent.get(day, Decimal(0))) for day in days),
            tuple(sorted((mark, count) for mark, count in tally.items() if "." not in mark)),
            tuple(
                sorted(
                    (mark.removeprefix("differs."), count)
                    for mark, count in tally.items()
                    if mark.startswith("differs.")
                )
            ),
            await self._ledger.balance(period.start),
        )


def pro_row(pro: Professional, at: datetime, policy: Policy) -> ProRow:
    """The professional with what his record adds up to."""
    counted = [reply for reply in pro.replies if reply.outcome != "excused"]
    answered = [reply.seconds for reply in counted if reply.outcome in {"accepted", "declined"}]
    yes = sum(1 for reply in counted if reply.outcome == "accepted")
    return ProRow(
        pro,
        len(pro.places),
        pro.capacity(policy.max_active_jobs),
        len(counted),
        yes / len(counted) if counted else None,
        median(answered) if answered else None,
        shown_rating(pro, at, policy),
        len(pro.reviews) + pro.imported_reviews,
        round(bayesian_rating(pro, at, policy), 2),
        pro.paused_until is not None and pro.paused_until > at,
    )


def _days(period: Slot, policy: Policy) -> tuple[date, ...]:
    first, last = (at.astimezone(policy.zone).date() for at in (period.start, period.end - timedelta(microseconds=1)))
    return tuple(first + timedelta(days=day) for day in range((last - first).days + 1))


def _ticks(receipts: Iterable[LedgerEntry]) -> dict[str, tuple[str, str]]:
    """The furthest that each message of ours is known to have come, and why it failed if it did."""
    ticks: dict[str, tuple[str, str]] = {}
    for receipt in receipts:
        status = receipt.outcome.lower()
        for name in filter(None, (receipt.ref, receipt.text)):
            known = ticks.get(name, ("", ""))
            if status not in TICKS:
                ticks[name] = ("failed", receipt.reason or status)
            elif known[0] != "failed" and TICKS[status] > TICKS.get(known[0], 0):
                ticks[name] = (status, "")
    return ticks


def _line(line: LedgerEntry, ticks: Mapping[str, tuple[str, str]]) -> ChatLine:
    side = line.chat.partition(":")[0]
    ours = line.kind in OURS or (line.outcome == "handed" and line.reason in OWNER)
    tick, why = ticks.get(line.ref) or ticks.get(line.id) or ("", "") if ours else ("", "")
    if ours and not tick and line.outcome in {"sent", "failed"}:
        tick = line.outcome
    return ChatLine(
        line.id, line.at, side, ours, line.kind, line.outcome, line.text, tick, why or line.reason, line.media
    )


def _entry_of(line: LedgerEntry) -> str:
    """The entry of the outbox that a line about holding it belongs to."""
    return line.id.partition(HELD)[0]
