"""Fields that a later version asks for, written into documents that an earlier one saved."""

from itertools import batched
from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.collection import AsyncCollection

from fixi.adapters.mongo.border import read
from fixi.adapters.mongo.grid import reach
from fixi.adapters.mongo.last import last_of
from fixi.adapters.mongo.lines import line_of
from fixi.adapters.mongo.plain import floor
from fixi.adapters.mongo.searched import searched
from fixi.domain.lead.idle import idle_since
from fixi.domain.values import Kind, Status

type Collection = AsyncCollection[dict[str, Any]]

AT_ONCE = 500
LINES_LOOKED_AT = 50
OPEN = (Status.CONTACTED, Status.NEW, Status.BOOKED, Status.COMPLETED, Status.PENDING_REVIEW)


async def fill_idle_since(machines: AsyncCollection[dict[str, Any]]) -> None:
    """Since when each open lead waits. What was saved meanwhile has it already; a break loses one round at most."""
    lacking: dict[str, Any] = {"status": {"$in": [status.value for status in OPEN]}, "idle_since": {"$exists": False}}
    updates: list[UpdateOne] = []
    async with machines.find(lacking, {"version": 1, "state": 1}, batch_size=AT_ONCE) as found:
        async for document in found:
            since = idle_since(read(document["state"]))
            if since is not None:
                same = {"_id": document["_id"], "version": document["version"]}
                updates.append(UpdateOne(same, {"$set": {"idle_since": floor(since)}}))
            if len(updates) == AT_ONCE:
                await machines.bulk_write(updates, ordered=False)
                updates = []
    if updates:
        await machines.bulk_write(updates, ordered=False)


async def mark_rows(machines: Collection, ledger: Collection) -> None:
    """Every document's row stands behind, and every chat knows its last line: the next sweep does the rest."""
    async with machines.find({"kind": {"$ne": Kind.LEAD.value}}, {"last": 1}, batch_size=AT_ONCE) as found:
        lacking = [document["_id"] async for document in found if document.get("last") is None]
    for chat in lacking:
        said = ledger.find({"chat": chat}, limit=LINES_LOOKED_AT).sort([("at", -1), ("us", -1), ("_id", -1)])
        known = last_of([line_of(line) for line in await said.to_list()], chat)
        if known:
            await machines.update_one({"_id": chat, "last": None}, {"$set": known})
    await machines.update_many({}, {"$set": {"row_waits": True}})


async def fill_searched(professionals: Collection) -> None:
    """The words by which professionals are found."""
    updates: list[UpdateOne] = []
    async with professionals.find({}, {"pro": 1}, batch_size=AT_ONCE) as found:
        async for document in found:
            keys = {"$addToSet": {"keys": {"$each": searched(read(document["pro"]))}}}
            updates.append(UpdateOne({"_id": document["_id"]}, keys))
    for some in batched(updates, AT_ONCE):
        await professionals.bulk_write(list(some), ordered=False)


async def fill_parts(professionals: AsyncCollection[dict[str, Any]]) -> None:
    """The keys by which parts of a crowded place are searched; what holds a place for a lead stays beside them."""
    updates: list[UpdateOne] = []
    async with professionals.find({}, {"pro": 1}, batch_size=AT_ONCE) as found:
        async for document in found:
            pro = read(document["pro"])
            keys = {"$addToSet": {"keys": {"$each": reach(pro)}}}
            updates.append(UpdateOne({"_id": document["_id"]}, keys))
            if len(updates) == AT_ONCE:
                await professionals.bulk_write(updates, ordered=False)
                updates = []
    if updates:
        await professionals.bulk_write(updates, ordered=False)
