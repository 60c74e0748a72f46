"""Professionals, their places and their track record: one document each, every change one conditional update."""

from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import OperationFailure

from fixi.adapters import codec
from fixi.adapters.mongo.border import LONG_PATIENCE, border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.grid import looked_for, reach
from fixi.adapters.mongo.plain import storable
from fixi.domain.effects import NoteDone, NoteReply, NoteReview, Pause
from fixi.domain.errors import Refused
from fixi.domain.matching import distance
from fixi.domain.professional import Professional, Reply, Review
from fixi.domain.values import Place, Trade
from fixi.ports.storage import Capacity, Professionals, TrackRecord

REPLIES_KEPT = 50
DONE_KEPT = 500
WORKED = ("places", "reviews", "replies", "jobs_done", "last_offer_at", "paused_until")
NO_TRANSACTIONS = 20  # a database without a replica set


def _pro(document: dict[str, Any]) -> Professional:
    pro = read(document["pro"])
    if not isinstance(pro, Professional):
        raise Refused("unreadable_document")
    return pro


class MongoProfessionals(Professionals):
    """See Professionals."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, pro: str) -> Professional | None:
        """See Professionals."""
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            found = await professionals.find_one({"_id": pro}, {"pro": 1})
        return _pro(found) if found is not None else None

    async def near(self, trade: Trade, place: Place, km: float, lead: str) -> tuple[Professional, ...]:
        """See Professionals."""
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            keys = [f"@{lead}", *looked_for(trade, place, km)]
            found = await professionals.find({"keys": {"$in": keys}}, {"pro": 1}).to_list()
        pros = [_pro(document) for document in found]
        near = [pro for pro in pros if lead in pro.places or (trade in pro.trades and distance(pro, place) <= km)]
        return tuple(sorted(near, key=lambda pro: pro.id))

    async def put(self, pros: tuple[Professional, ...]) -> None:
        """See Professionals."""
        updates = [_import(pro) for pro in {pro.id: pro for pro in pros}.values()]
        if not updates:
            return
        professionals = self._database.professionals.get_pymongo_collection()

        async def all_of_them(session: AsyncClientSession) -> None:
            await professionals.bulk_write(updates, session=session)

        await self._database.ping()
        with border(LONG_PATIENCE):
            try:
                async with self._database.client.start_session() as session:
                    await session.with_transaction(all_of_them)
            except OperationFailure as error:
                if error.code != NO_TRANSACTIONS:
                    raise
                await professionals.bulk_write(updates)

    async def listed(self, after: str, limit: int) -> tuple[Professional, ...]:
        """See Professionals."""
        professionals = self._database.professionals.get_pymongo_collection()
        await self._database.ping()
        with border(LONG_PATIENCE):
            page = professionals.find({"_id": {"$gt": after}}, {"pro": 1}, limit=limit)
            found = await page.sort("_id", 1).to_list()
        return tuple(_pro(document) for document in found)


def _import(pro: Professional) -> UpdateOne:
    """Put him in, or change what an import may change; what work has written wins over what the import says."""
    new = storable({"pro": codec.to_plain(pro), "reach": reach(pro)})
    worked = {name: f"$pro.{name}" for name in WORKED}
    known = {"$cond": [{"$eq": [{"$type": "$pro"}, "object"]}, worked, {}]}
    held = {"$map": {"input": "$pro.places", "as": "lead", "in": {"$concat": ["@", "$$lead"]}}}
    return UpdateOne(
        {"_id": pro.id},
        [
            {"$set": {"pro": {"$mergeObjects": [{"$literal": new["pro"]}, known]}, "done": {"$ifNull": ["$done", []]}}},
            {"$set": {"keys": {"$concatArrays": [{"$literal": new["reach"]}, held]}}},
        ],
        upsert=True,
    )


class MongoCapacity(Capacity):
    """See Capacity."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, pro: str, lead: str, cap: int, at: datetime) -> bool:
        """See Capacity."""
        last_place = f"pro.places.{max(cap, 1) - 1}"
        has = {"$in": [{"$literal": lead}, "$pro.places"]}
        offered = {"$literal": codec.to_plain(at)}
        taken = {
            "keys": {"$cond": [has, "$keys", {"$concatArrays": ["$keys", [f"@{lead}"]]}]},
            "pro.last_offer_at": {"$cond": [has, "$pro.last_offer_at", offered]},
            "pro.places": {"$cond": [has, "$pro.places", {"$concatArrays": ["$pro.places", [{"$literal": lead}]]}]},
        }
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            free = {"_id": pro, last_place: {"$exists": False}}
            if cap > 0 and (await professionals.update_one(free, [{"$set": taken}])).matched_count > 0:
                return True
            # He is full, but this lead may be one of those who fill him. A place is never taken here.
            return await professionals.find_one({"_id": pro, "pro.places": lead}, {"_id": 1}) is not None

    async def release(self, pro: str, lead: str) -> None:
        """See Capacity."""
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            await professionals.update_one({"_id": pro}, {"$pull": {"pro.places": lead, "keys": f"@{lead}"}})


class MongoTrackRecord(TrackRecord):
    """See TrackRecord."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, pro: str, note: NoteReply | NoteReview | NoteDone | Pause) -> None:
        """See TrackRecord."""
        here: dict[str, Any] = {"_id": pro}
        update: dict[str, Any] | list[dict[str, Any]]
        match note:
            case Pause(until=until):
                update = {"$set": {"pro.paused_until": codec.to_plain(until)}}
            case NoteReply(lead=lead, outcome=outcome, seconds=seconds):
                replies = _instead("replies", lead, codec.to_plain(Reply(lead, outcome, seconds)))
                update = [{"$set": {"pro.replies": {"$slice": [replies, -REPLIES_KEPT]}}}]
            case NoteReview(lead=lead, stars=stars, at=at, words=words):
                review = storable(codec.to_plain(Review(lead, stars, at, words)))
                update = [{"$set": {"pro.reviews": _instead("reviews", lead, review)}}]
            case NoteDone(lead=lead):
                here["done"] = {"$ne": lead}
                update = {"$push": {"done": {"$each": [lead], "$slice": -DONE_KEPT}}, "$inc": {"pro.jobs_done": 1}}
        with border():
            await self._database.professionals.get_pymongo_collection().update_one(here, update)


def _instead(field: str, lead: str, new: dict[str, Any]) -> dict[str, Any]:
    """The list without what this lead had in it, and the new one behind."""
    of_others = {"$ne": ["$$noted.lead", {"$literal": lead}]}
    others = {"$filter": {"input": f"$pro.{field}", "as": "noted", "cond": of_others}}
    return {"$concatArrays": [others, [{"$literal": new}]]}
