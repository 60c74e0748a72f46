"""The book of the calls to models, and the money of the day: one document a day, changed in conditional steps."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.errors import BulkWriteError, DuplicateKeyError

from fixi.adapters import codec
from fixi.adapters.mongo.border import LONG_PATIENCE, border, only_duplicates, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor, storable
from fixi.domain.calls import Call, marks
from fixi.domain.spending import Allowance, Grant
from fixi.domain.values import derived_id
from fixi.ports.ai import Budget, Calls

MILLION = Decimal(1_000_000)


class MongoCalls(Calls):
    """See Calls."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, calls: tuple[Call, ...]) -> None:
        """See Calls."""
        if not calls:
            return
        documents = [
            storable({"_id": call.id, "chat": call.chat, "at": floor(call.at), "call": codec.to_plain(call)})
            for call in calls
        ]
        with border():
            try:
                await self._database.calls.get_pymongo_collection().insert_many(documents, ordered=False)
            except BulkWriteError as error:
                if not only_duplicates(error):
                    raise

    async def of(self, chat: str, limit: int) -> tuple[Call, ...]:
        """See Calls."""
        calls = self._database.calls.get_pymongo_collection()
        with border():
            found = (
                await calls.find({"chat": chat}, limit=limit).sort([("chat", ASCENDING), ("at", DESCENDING)]).to_list()
            )
        return tuple(read(document["call"]) for document in reversed(found))

    async def tally(self, since: datetime) -> Mapping[str, int]:
        """See Calls."""
        counted: Counter[str] = Counter()
        with border(LONG_PATIENCE):
            async for document in self._database.calls.get_pymongo_collection().find({"at": {"$gte": floor(since)}}):
                counted.update(marks(read(document["call"])))
        return counted


class MongoBudget(Budget):
    """See Budget. Amounts are kept in millionths of a dollar, rounded up when they are put aside or spent."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._begun: date | None = None

    async def reserve(self, chat: str, day: date, amount: Decimal, allowance: Allowance) -> Grant | None:
        """See Budget."""
        wanted, most = _millionths(amount), int(allowance.money * MILLION)
        if wanted > most or allowance.calls <= 0:
            return None
        mine = f"chats.{derived_id('spending', chat)}"
        room: dict[str, Any] = {
            "_id": day.isoformat(),
            "gone": {"$not": {"$gt": most - wanted}},
            mine: {"$not": {"$gte": allowance.calls}},
        }
        taken = {"$inc": {"gone": wanted, mine: 1}}
        with border():
            await self._begin(day)
            found = await self._database.spending.get_pymongo_collection().find_one_and_update(
                room, taken, return_document=ReturnDocument.AFTER
            )
        return Grant(day, chat, wanted / MILLION, found["gone"] / MILLION) if found else None

    async def _begin(self, day: date) -> None:
        """The day's document, before anybody reserves: who makes and changes it in one step may lose it in a race."""
        if self._begun == day:
            return
        fresh = {"$setOnInsert": {"gone": 0, "chats": {}}}
        spending = self._database.spending.get_pymongo_collection()
        with suppress(DuplicateKeyError):  # another process was quicker
            await spending.update_one({"_id": day.isoformat()}, fresh, upsert=True)
        self._begun = day

    async def settle(self, grant: Grant, spent: Decimal) -> None:
        """See Budget."""
        change = _millionths(spent) - _millionths(grant.amount)
        with border():
            await self._database.spending.get_pymongo_collection().update_one(
                {"_id": grant.day.isoformat()}, {"$inc": {"gone": change}}
            )

    async def gone(self, day: date) -> Decimal:
        """See Budget."""
        with border():
            found = await self._database.spending.get_pymongo_collection().find_one({"_id": day.isoformat()})
        return found["gone"] / MILLION if found else Decimal(0)


def _millionths(amount: Decimal) -> int:
    return int((amount * MILLION).to_integral_value(ROUND_CEILING))
