"""Professionals found by words: the words stand among the keys of their reach."""

from collections.abc import Mapping

from fixi.adapters.mongo.border import LONG_PATIENCE, border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.searched import INACTIVE, PENDING, typed
from fixi.domain.professional import Professional
from fixi.ports.views import Page, ProList, ProQuery

STATES = {"pending": PENDING, "inactive": INACTIVE}


class MongoProList(ProList):
    """See ProList."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, query: ProQuery, after: str, limit: int) -> Page[Professional]:
        """See ProList."""
        keys = typed(query.words, query.trade, query.area)
        if query.state in STATES:
            keys = [STATES[query.state], *keys]
        asked: dict[str, object] = {"keys": keys[0]} if keys else {}
        if after:
            asked["_id"] = {"$gt": after}
        if query.state == "paused":
            asked["pro.paused_until"] = {"$ne": None}
        professionals = self._database.professionals.get_pymongo_collection()
        found: list[Professional] = []
        with border(LONG_PATIENCE):
            async with professionals.find(asked, {"pro": 1, "keys": 1}).sort("_id", 1) as ordered:
                async for document in ordered:
                    if set(keys) <= set(document["keys"]):
                        pro = read(document["pro"])
                        if query.state != "paused" or query.meets_paused(pro):
                            found.append(pro)
                    if len(found) > limit:
                        break
        return Page(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else "")

    async def names(self, pros: frozenset[str]) -> Mapping[str, str]:
        """See ProList."""
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            found = professionals.find({"_id": {"$in": sorted(pros)}}, {"pro.name": 1})
            return {document["_id"]: document["pro"]["name"] async for document in found}
