"""Lines of the ledger on their way from a document into the book.

A line is written with its document, in the same update, so that no crash can lose it. Whoever reads the book, and
every sweep, moves first what stands behind: many lines in three round trips. Doing it twice does no harm.
"""

from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import BulkWriteError

from fixi.adapters.mongo.border import border, only_duplicates
from fixi.adapters.mongo.database import Database

type Collection = AsyncCollection[dict[str, Any]]

AT_ONCE = 200
ROUNDS = 500


async def move(database: Database, key: str | None = None) -> None:
    """Move what stands behind in this document, or in all."""
    machines, ledger = database.machines.get_pymongo_collection(), database.ledger.get_pymongo_collection()
    behind: dict[str, Any] = {"ledger_waits": True} if key is None else {"_id": key, "ledger_waits": True}
    for _ in range(ROUNDS):
        with border():
            if await _round(machines, ledger, behind) < AT_ONCE:
                return


async def _round(machines: Collection, ledger: Collection, behind: dict[str, Any]) -> int:
    found = await machines.find(behind, {"ledger_out": 1}, limit=AT_ONCE).to_list()
    lines: dict[str, dict[str, Any]] = {}
    moved = []
    for document in found:
        out = document["ledger_out"]
        for line in out:
            lines.setdefault(line["_id"], line)
        # Lines are only ever added behind: the same number and the same last one are the same lines.
        same = {"_id": document["_id"], "ledger_out": {"$size": len(out)}}
        if out:
            same[f"ledger_out.{len(out) - 1}._id"] = out[-1]["_id"]
        moved.append(UpdateOne(same, {"$set": {"ledger_out": []}, "$unset": {"ledger_waits": ""}}))
    if lines:
        try:
            await ledger.insert_many(lines.values(), ordered=False)
        except BulkWriteError as error:
            if not only_duplicates(error):
                raise
    if moved:
        await machines.bulk_write(moved, ordered=False)
    return len(found)
