"""Conversations in short, found by the day on which something was last said."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fixi.adapters.mongo.border import LONG_PATIENCE, border
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.leftovers import move
from fixi.adapters.mongo.lines import line_of
from fixi.adapters.mongo.plain import MILLISECOND, ceiling, floor
from fixi.adapters.mongo.rows import HUMAN, catch_up
from fixi.adapters.mongo.spans import Spans
from fixi.domain.handover import waits
from fixi.domain.tokens import looks_like_phone, words
from fixi.domain.values import Key, Kind
from fixi.ports.clock import Clock
from fixi.ports.storage import LedgerEntry
from fixi.ports.views import ChatList, ChatQuery, ChatRow, Page

SHOWN = {"row": 1, "last_at": 1, "last_in": 1}
AHEAD, KEPT = timedelta(hours=1), timedelta(days=3650)
LAST = "\U0010ffff"
RECEIPTS_AT_MOST = 2_000
READS_KEPT_APART = " "

type Plain = dict[str, Any]


class MongoChatList(ChatList):
    """See ChatList."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def latest(self, query: ChatQuery, operator: str, after: str, limit: int) -> Page[ChatRow]:
        """See ChatList. A page that takes too long ends early, and its cursor goes on."""
        await catch_up(self._database)
        digits = looks_like_phone(query.words)
        tokens = [f"n:{digits}"] if digits else [f"w:{word}" for word in words(query.words)]
        tokens = [HUMAN, *tokens] if query.human else tokens
        rows = self._database.chat_rows.get_pymongo_collection()
        moment, name = _cursor(after)
        newest, oldest = floor(self._clock.now() + AHEAD), floor(self._clock.now() - KEPT)
        spans = Spans(min(moment, newest) if moment is not None else newest, oldest)
        question = {"tokens": tokens[0]} if tokens else {}
        found: list[Plain] = []
        for start, end in spans:
            asked = {**question, "last_at": {"$gte": start, "$lt": end}}
            with border(LONG_PATIENCE):
                some = await rows.find(asked, {**SHOWN, "tokens": 1}).to_list()
            spans.found(len(some))
            some = [row for row in some if set(tokens) <= set(row["tokens"])]
            some.sort(key=_place, reverse=True)
            found += [row for row in some if moment is None or _place(row) < (moment, name)]
            if len(found) > limit:
                return Page(await self._rows(found[:limit], operator), _mark(found[limit - 1]))
            if spans.too_long and start > oldest:
                return Page(await self._rows(found, operator), f"{(start - MILLISECOND).isoformat()}|{LAST}")
        return Page(await self._rows(found, operator))

    async def one(self, key: Key, operator: str) -> ChatRow | None:
        """See ChatList."""
        await catch_up(self._database)
        with border():
            found = await self._database.chat_rows.get_pymongo_collection().find_one({"_id": str(key)}, SHOWN)
        return (await self._rows([found], operator))[0] if found is not None else None

    async def lines(self, keys: tuple[Key, ...], after: str, limit: int) -> Page[LedgerEntry]:
        """See ChatList."""
        moment, name = _cursor(after)
        ledger = self._database.ledger.get_pymongo_collection()
        found: list[LedgerEntry] = []
        for key in keys:
            await move(self._database, str(key))
            asked: Plain = {"chat": str(key)}
            if moment is not None:
                asked["at"] = {"$lte": ceiling(moment)}
            with border():
                newest = ledger.find(asked, limit=2 * limit + 1).sort([("at", -1), ("us", -1), ("_id", -1)])
                found += [line_of(line) for line in await newest.to_list()]
        left = [line for line in found if moment is None or (line.at, line.id) < (moment, name)]
        left.sort(key=lambda line: (line.at, line.id), reverse=True)
        more = f"{left[limit - 1].at.isoformat()}|{left[limit - 1].id}" if len(left) > limit else ""
        return Page(tuple(left[:limit]), more)

    async def receipts(self, keys: tuple[Key, ...], since: datetime) -> tuple[LedgerEntry, ...]:
        """See ChatList."""
        ledger = self._database.ledger.get_pymongo_collection()
        found: list[LedgerEntry] = []
        for key in keys:
            with border():
                asked = {"chat": str(key), "at": {"$gte": floor(since)}, "kind": "receipt"}
                found += [line_of(line) for line in await ledger.find(asked, limit=RECEIPTS_AT_MOST).to_list()]
        return tuple(sorted(found, key=lambda line: line.at))

    async def read(self, operator: str, key: Key, at: datetime) -> None:
        """See ChatList."""
        reads = self._database.chat_reads.get_pymongo_collection()
        with border():
            await reads.update_one({"_id": _read(operator, str(key))}, {"$max": {"at": ceiling(at)}}, upsert=True)

    async def _rows(self, found: list[Plain], operator: str) -> tuple[ChatRow, ...]:
        reads = self._database.chat_reads.get_pymongo_collection()
        pros = [Key.parse(row["_id"]).id for row in found if row["_id"].startswith(f"{Kind.PRO}:")]
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            seen = {}
            if operator:
                asked = {"_id": {"$in": [_read(operator, row["_id"]) for row in found]}}
                seen = {read["_id"]: read["at"] async for read in reads.find(asked)}
            names = {}
            if pros:
                called = professionals.find({"_id": {"$in": pros}}, {"pro.name": 1})
                names = {pro["_id"]: pro["pro"]["name"] async for pro in called}
        return tuple(_row(row, seen.get(_read(operator, row["_id"])), names) for row in found)


def _row(found: Plain, seen: datetime | None, names: Mapping[str, str]) -> ChatRow:
    key, row, last_in = Key.parse(found["_id"]), found["row"], found.get("last_in")
    human = row["mode"] == "human"
    return ChatRow(
        key,
        names.get(key.id) if key.kind is Kind.PRO else row["name"],
        row["mode"],
        row["until"],
        found["last_at"],
        row["text"],
        row["ours"],
        human and waits(row.get("taken", ""), answered=row["ours"]),
        last_in is not None and (seen is None or last_in > seen),
    )


def _read(operator: str, key: str) -> str:
    return f"{operator}{READS_KEPT_APART}{key}"


def _place(row: Plain) -> tuple[datetime, str]:
    return row["last_at"], row["_id"]


def _mark(row: Plain) -> str:
    return f"{row['last_at'].isoformat()}|{row['_id']}"


def _cursor(after: str) -> tuple[datetime | None, str]:
    if not after:
        return None, ""
    moment, _, name = after.partition("|")
    return datetime.fromisoformat(moment), name
