"""What the books say of a period."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fixi.adapters.mongo.border import LONG_PATIENCE, border
from fixi.adapters.mongo.calls import MILLION
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.leftovers import move
from fixi.adapters.mongo.lines import line_of
from fixi.adapters.mongo.plain import floor
from fixi.ports.storage import LedgerEntry
from fixi.ports.views import LOST, Books

RECEIPTS = tuple(sorted({*LOST, *(word.capitalize() for word in LOST), "noAccount", "notInGroup"}))
HELD = ":held:"
CAME = ["in", "receipt"]


class MongoBooks(Books):
    """See Books."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def spent(self, days: tuple[date, ...]) -> Mapping[date, Decimal]:
        """See Books."""
        wanted = {"_id": {"$in": [day.isoformat() for day in days]}}
        with border():
            found = self._database.spending.get_pymongo_collection().find(wanted, {"gone": 1})
            return {date.fromisoformat(day["_id"]): day["gone"] / MILLION async for day in found}

    async def failed(self, since: datetime, limit: int) -> tuple[LedgerEntry, ...]:
        """See Books."""
        await move(self._database)
        out = await self._lines("out", ("failed",), since, limit)
        receipts = await self._lines("receipt", RECEIPTS, since, limit)
        return tuple(sorted((*out, *receipts), key=lambda line: line.at, reverse=True)[:limit])

    async def heard(self) -> datetime | None:
        """See Books. From the newest line backwards: most lines are such."""
        await move(self._database)
        with border():
            found = self._database.ledger.get_pymongo_collection().find({"kind": {"$in": CAME}}, {"at": 1}, limit=1)
            last = await found.sort("at", -1).to_list()
        return last[0]["at"] if last else None

    async def held(self, since: datetime, limit: int) -> tuple[LedgerEntry, ...]:
        """See Books."""
        await move(self._database)
        waiting = await self._lines("held", ("waiting",), since, limit)
        ends = [line.id.partition(HELD)[0] for line in waiting]
        with border():
            done = self._database.ledger.get_pymongo_collection().find({"_id": {"$in": ends}}, {"_id": 1})
            over = {line["_id"] async for line in done}
        return tuple(line for line, entry in zip(waiting, ends, strict=True) if entry not in over)

    async def _lines(self, kind: str, outcomes: tuple[str, ...], since: datetime, limit: int) -> list[LedgerEntry]:
        """By the index of kind and outcome: there are never many of these."""
        asked: dict[str, Any] = {"kind": kind, "outcome": {"$in": list(outcomes)}, "at": {"$gte": floor(since)}}
        with border(LONG_PATIENCE):
            found = self._database.ledger.get_pymongo_collection().find(asked, limit=limit)
            return [line_of(line) for line in await found.sort("at", -1).to_list()]
