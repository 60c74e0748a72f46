"""Letters that have left a document's outbox and stay in it for a while, in the same update."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from itertools import batched
from typing import Any

from fixi.adapters.mongo.border import border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.domain.errors import Refused
from fixi.ports.storage import TOLD_FOR, TOLD_KEPT, Entry, Told

AT_ONCE = 200


def told(is_done: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What the update that takes entries out of the outbox writes into `told` and `told_at`.

    `is_done` says which of the entries, by the name `entry`, are taken out.
    """
    letters = {"$filter": {"input": "$outbox", "as": "entry", "cond": {"$and": ["$$entry.tells", is_done]}}}
    kept = {"id": "$$entry.id", "effect": "$$entry.effect", "made_at": "$$entry.made_at", "told_at": floor(at)}
    new = {"$map": {"input": letters, "as": "entry", "in": kept}}
    old = {"$ifNull": ["$told", []]}
    young = {"$filter": {"input": old, "as": "entry", "cond": {"$gte": ["$$entry.told_at", floor(at - TOLD_FOR)]}}}
    some, last = {"$gt": [{"$size": letters}, 0]}, {"$slice": [{"$concatArrays": [young, new]}, -TOLD_KEPT]}
    return {
        "told": {"$cond": [some, last, {"$ifNull": ["$told", "$$REMOVE"]}]},
        "told_at": {"$cond": [some, floor(at), {"$ifNull": ["$told_at", "$$REMOVE"]}]},
    }


class MongoTold(Told):
    """See Told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, at: datetime) -> AsyncIterator[Entry]:
        """See Told."""
        machines, first = self._database.machines.get_pymongo_collection(), floor(at)
        with border():
            senders = machines.find({"told_at": {"$gte": first}}, {"_id": 1}).sort("told_at", 1)
            names = [sender["_id"] async for sender in senders]
        for some in batched(names, AT_ONCE):
            with border():
                found = await machines.find({"_id": {"$in": list(some)}}, {"told": 1}).to_list()
            letters = {document["_id"]: document.get("told", ()) for document in found}
            for name in some:
                for kept in letters.get(name, ()):
                    if kept["told_at"] >= first:
                        with suppress(Refused):  # of a version that we do not know; its reader could not read it either
                            yield Entry(kept["id"], read(kept["effect"]), read(kept["made_at"]))

    async def forget(self, before: datetime) -> None:
        """See Told."""
        machines = self._database.machines.get_pymongo_collection()
        with border():
            await machines.update_many({"told_at": {"$lt": floor(before)}}, {"$unset": {"told": "", "told_at": ""}})
