"""Leads in short, found stretch by stretch of time."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from pymongo import ASCENDING

from fixi.adapters.mongo.border import LONG_PATIENCE, border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import EPOCH, MILLISECOND, floor
from fixi.adapters.mongo.rows import EVERY, LONGEST_TAIL, UNDATED, catch_up, readable
from fixi.adapters.mongo.spans import Spans
from fixi.domain.figures import LeadFacts
from fixi.domain.lead.states import LEAD_STATES
from fixi.domain.lead.summary import LeadRow, ended, summary
from fixi.domain.tokens import looks_like_phone, words
from fixi.domain.values import Slot, Status
from fixi.ports.clock import Clock
from fixi.ports.views import LeadQuery, LeadSearch, Order, Page

KNOWN_SECONDS = 60.0
# Whoever's clock is ahead may have written what is newer than now.
AHEAD = timedelta(hours=1)
LAST = "\U0010ffff"
SHOWN = {"row": 1, "opened_at": 1, "updated_at": 1, "status": 1, "tokens": 1}

type Plain = dict[str, Any]


class MongoLeadSearch(LeadSearch):
    """See LeadSearch. With words, trade, area or professional the newest is the one opened last, whatever the order."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._first: tuple[float, datetime] | None = None

    async def find(self, query: LeadQuery, after: str, limit: int) -> Page[LeadRow]:
        """See LeadSearch. A page that takes too long ends early: it may hold fewer rows, and its cursor goes on."""
        await self.keep_up()
        if not after and (exact := await self._by_id(query.words.strip())) is not None:
            return Page((exact,))
        digits = looks_like_phone(query.words)
        tokens, digits = _tokens(query), digits if len(digits) > LONGEST_TAIL else ""
        field = "opened_at" if tokens or query.order is Order.OPENED else "updated_at"
        questions, left = _questions(query, tokens, field), frozenset(tokens[1:])
        moment, name = _cursor(after)
        newest, oldest = await self._ends(query, field)
        spans = Spans(min(moment, newest) if moment is not None else newest, oldest)
        found: list[Plain] = []
        for start, end in spans:
            some: list[Plain] = []
            for question in questions:
                some += await self._asked(question, field, start, end)
            spans.found(len(some))
            some = [row for row in some if _wanted(row, query, left) and _ends_with(row, digits)]
            some.sort(key=lambda row: (row[field], row["_id"]), reverse=True)
            found += [row for row in some if moment is None or (row[field], row["_id"]) < (moment, name)]
            if len(found) > limit:
                shown = found[:limit]
                return Page(tuple(map(_row, shown)), _mark(shown[-1][field], shown[-1]["_id"]))
            if spans.too_long and start > oldest:
                # Not the end, only the end of this page: whatever is left lies before this.
                return Page(tuple(map(_row, found)), _mark(start - MILLISECOND, LAST))
        return Page(tuple(map(_row, found)))

    async def _asked(self, question: Plain, field: str, start: datetime, end: datetime) -> list[Plain]:
        rows = self._database.lead_rows.get_pymongo_collection()
        with border(LONG_PATIENCE):
            return await rows.find({**question, field: {"$gte": start, "$lt": end}}, SHOWN).to_list()

    async def _by_id(self, name: str) -> LeadRow | None:
        if not name or " " in name:
            return None
        with border():
            found = await self._database.lead_rows.get_pymongo_collection().find_one({"_id": name}, {"row": 1})
        return _row(found) if found is not None else None

    async def _ends(self, query: LeadQuery, field: str) -> tuple[datetime, datetime]:
        """Between which moments there can be anything."""
        newest, oldest = floor(self._clock.now() + AHEAD), await self._opened_first()
        if query.opened is None:
            return newest, oldest
        first = max(oldest, floor(query.opened.start))
        return (min(newest, floor(query.opened.end)) if field == "opened_at" else newest), first

    async def _opened_first(self) -> datetime:
        """The day on which the first of all leads was opened: nothing is looked for before it."""
        if self._first is None or monotonic() - self._first[0] > KNOWN_SECONDS:
            days = self._database.lead_days.get_pymongo_collection()
            with border():
                first = await days.find({}, {"_id": 1}).sort("_id", ASCENDING).limit(1).to_list()
            known = datetime.fromisoformat(first[0]["_id"]).replace(tzinfo=UTC) if first else EPOCH
            if not first:
                return floor(self._clock.now())
            self._first = monotonic(), known
        return self._first[1]

    async def counts(self) -> Mapping[Status, int]:
        """See LeadSearch."""
        await self.keep_up()
        await self._count_days()
        total: Counter[str] = Counter()
        with border(LONG_PATIENCE):
            async for day in self._database.lead_days.get_pymongo_collection().find({}, {"counts": 1}):
                total.update(day["counts"])
        return {Status(status): count for status, count in total.items() if count}

    async def overdue(self, at: datetime, limit: int) -> tuple[LeadRow, ...]:
        """See LeadSearch."""
        await self.keep_up()
        machines = self._database.machines.get_pymongo_collection()
        rows = self._database.lead_rows.get_pymongo_collection()
        late: list[LeadRow] = []
        with border(LONG_PATIENCE):
            wanted = {"due_at": {"$lte": floor(at)}, "kind": "lead"}
            async for document in machines.find(wanted, {"state": 1, "version": 1, "due_at": 1}).sort("due_at", 1):
                state = readable(document)
                row = summary(state, document["version"]) if isinstance(state, LEAD_STATES) else None
                if row is not None and isinstance(state, LEAD_STATES) and not ended(state):
                    late.append(row)
                if len(late) == limit:
                    break
            undated = await rows.find({"tokens": UNDATED}, {"row": 1}, limit=limit).to_list()
        return (*late, *map(_row, undated))[:limit]

    async def facts(self, opened: Slot) -> Sequence[LeadFacts]:
        """See LeadSearch."""
        await self.keep_up()
        await self._count_days()
        first, last = opened.start.timestamp(), opened.end.timestamp()
        found: list[LeadFacts] = []
        with border(LONG_PATIENCE):
            days = self._database.lead_days.get_pymongo_collection()
            async for day in days.find({"_id": {"$in": _days_of(opened)}}, {"facts": 1}):
                leads = map(LeadFacts._make, json.loads(day["facts"]))
                found += [lead for lead in leads if first <= lead.opened < last]
        return found

    async def keep_up(self) -> int:
        """See LeadSearch."""
        return await catch_up(self._database)

    async def _count_days(self) -> None:
        """Count anew the days on which something has changed."""
        days = self._database.lead_days.get_pymongo_collection()
        rows = self._database.lead_rows.get_pymongo_collection()
        with border(LONG_PATIENCE):
            for day in await days.find({"waits": True}, {"round": 1}).to_list():
                start = datetime.fromisoformat(day["_id"]).replace(tzinfo=UTC)
                of_it = {"tokens": EVERY, "opened_at": {"$gte": start, "$lt": start + timedelta(days=1)}}
                facts = [json.loads(lead["facts"]) for lead in await rows.find(of_it, {"facts": 1, "_id": 0}).to_list()]
                update = {
                    "$set": {"counts": dict(Counter(lead[1] for lead in facts)), "facts": _packed(facts)},
                    "$unset": {"waits": ""},
                }
                await days.update_one({"_id": day["_id"], "round": day["round"]}, update)


def _tokens(query: LeadQuery) -> list[str]:
    """The tokens that a lead must have, the one that finds fewest first."""
    digits = looks_like_phone(query.words)
    if digits:
        typed = [f"n:{digits[-LONGEST_TAIL:]}"]
    else:
        typed = [f"w:{word}" for word in sorted(words(query.words), key=len, reverse=True)]
    named = [f"p:{query.pro}"] if query.pro else []
    where = [f"a:{query.area}"] if query.area else []
    what = [f"t:{query.trade}"] if query.trade else []
    return [*named, *typed, *where, *what]


def _questions(query: LeadQuery, tokens: list[str], field: str) -> list[Plain]:
    """What is asked of each stretch, and no more than one index answers; all of it together holds the answer."""
    statuses = sorted(status.value for status in query.statuses)
    if field == "updated_at":
        return [{"status": status} for status in statuses] or [{}]
    if not tokens:
        return [{"tokens": f"s:{status}"} for status in statuses] or [{"tokens": EVERY}]
    return [{"tokens": tokens[0]}]


def _wanted(document: Plain, query: LeadQuery, tokens: frozenset[str]) -> bool:
    """Whether it is what was asked for: all of it, where the index knew one part."""
    if query.statuses and document["status"] not in query.statuses:
        return False
    if query.opened is not None and not query.opened.start <= document["opened_at"] < query.opened.end:
        return False
    return tokens <= frozenset(document["tokens"])


def _ends_with(document: Plain, digits: str) -> bool:
    """More of a phone was typed than there is a token for."""
    return not digits or (_row(document).client.phone or "").endswith(digits)


def _packed(facts: list[list[Any]]) -> str:
    return json.dumps(facts, separators=(",", ":"), ensure_ascii=False)


def _row(document: Mapping[str, Any]) -> LeadRow:
    row: LeadRow = read(json.loads(document["row"]))
    return row


def _mark(at: datetime, name: str) -> str:
    return f"{at.isoformat()}|{name}"


def _cursor(after: str) -> tuple[datetime | None, str]:
    if not after:
        return None, ""
    moment, _, name = after.partition("|")
    return datetime.fromisoformat(moment), name


def _days_of(span: Slot) -> list[str]:
    first, last = span.start.astimezone(UTC).date(), span.end.astimezone(UTC).date()
    return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
