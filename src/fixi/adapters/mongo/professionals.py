"""Professionals, their places and their track record: one document each, every change one conditional update."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError, OperationFailure

from fixi.adapters import codec
from fixi.adapters.mongo.border import LONG_PATIENCE, border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.grid import FINE, looked_for, parts, reach, square
from fixi.adapters.mongo.plain import storable
from fixi.adapters.mongo.searched import searched
from fixi.domain.effects import NoteDone, NoteReply, NoteReview, Pause
from fixi.domain.errors import Refused
from fixi.domain.matching import askable, distance, shortlist
from fixi.domain.policy import Policy
from fixi.domain.professional import PROFILE, WORKED, Professional, Reply, Review
from fixi.domain.values import Place, Trade
from fixi.ports.storage import NEAR_AT_MOST, Capacity, Professionals, TrackRecord

REPLIES_KEPT = 50
DONE_KEPT = 500
HELD = "@"  # before a lead, among the keys: he holds a place for it
NO_TRANSACTIONS = 20  # a database without a replica set
FRESH_SECONDS = 1.0
# Parts of a place: see grid.parts. The next finer one is tried where this one held so many times enough.
FINEST = 3
CROWDED = 5
READ_AT_ONCE = 1_000
PLACES_KNOWN = 2_000
# Beside the age of the data: how often professionals were put.
EDITION = "professionals"
_NEXT_EDITION: tuple[dict[str, Any], dict[str, Any]] = ({"_id": EDITION}, {"$inc": {"version": 1}})


def _pro(document: dict[str, Any]) -> Professional:
    pro = read(document["pro"])
    if not isinstance(pro, Professional):
        raise Refused("unreadable_document")
    return pro


class MongoProfessionals(Professionals):
    """See Professionals."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._edition: tuple[float, int] | None = None
        # How far a place was divided the last time: 0 is not at all.
        self._crowded: dict[tuple[str, str, float], int] = {}

    async def get(self, pro: str) -> Professional | None:
        """See Professionals."""
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            found = await professionals.find_one({"_id": pro}, {"pro": 1})
        return _pro(found) if found is not None else None

    async def near(
        self, trade: Trade, place: Place, km: float, lead: str, at: datetime, policy: Policy
    ) -> tuple[Professional, ...]:
        """See Professionals. A crowded place is searched by parts, the lead's own part first.

        How crowded a place is, is known from the last search there; of one that is not known yet the most crowded one
        that is known is expected.
        """
        here = trade.code, square(place, FINE), km
        part = self._crowded[here] if here in self._crowded else max(self._crowded.values(), default=0)
        first = not self._crowded
        while True:
            found = await self._search(trade, place, km, lead, parts(lead)[part], READ_AT_ONCE if first else 0)
            if first and len(found) == READ_AT_ONCE:
                first, part = False, FINEST
                continue
            near = [pro for pro in found if lead in pro.places or (trade in pro.trades and distance(pro, place) <= km)]
            enough = sum(askable(pro, at, policy) for pro in near)
            if part == 0 or enough >= NEAR_AT_MOST:
                break
            part = _larger(part, len(found))
        if len(self._crowded) >= PLACES_KNOWN:
            self._crowded.clear()
        self._crowded[here] = part + 1 if part < FINEST and enough >= CROWDED * NEAR_AT_MOST else part
        return shortlist(near, lead, at, policy, NEAR_AT_MOST)

    async def _search(
        self, trade: Trade, place: Place, km: float, lead: str, part: str, limit: int
    ) -> list[Professional]:
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            keys = [f"@{lead}", *looked_for(trade, place, km, part)]
            found = await professionals.find({"keys": {"$in": keys}}, {"pro": 1}, limit=limit).to_list()
        return [_pro(document) for document in found]

    async def put(self, pros: tuple[Professional, ...]) -> None:
        """See Professionals."""
        updates = [_import(pro) for pro in {pro.id: pro for pro in pros}.values()]
        if not updates:
            return
        professionals = self._database.professionals.get_pymongo_collection()
        schema = self._database.schema.get_pymongo_collection()

        async def all_of_them(session: AsyncClientSession) -> None:
            await professionals.bulk_write(updates, session=session)
            await schema.update_one(*_NEXT_EDITION, upsert=True, session=session)

        await self._database.ping()
        with border(LONG_PATIENCE):
            try:
                async with self._database.client.start_session() as session:
                    await session.with_transaction(all_of_them)
            except OperationFailure as error:
                if error.code != NO_TRANSACTIONS:
                    raise
                await professionals.bulk_write(updates)
                await schema.update_one(*_NEXT_EDITION, upsert=True)
        self._edition = None

    async def change(self, pro: Professional, before: Professional | None) -> bool:
        """See Professionals."""
        professionals = self._database.professionals.get_pymongo_collection()
        with border():
            if before is not None:
                was = storable(codec.to_plain(before))
                here = {"_id": pro.id, **{f"pro.{name}": was[name] for name in PROFILE}}
                return (await professionals.update_one(here, _profile(pro))).matched_count > 0
            try:
                await professionals.insert_one(_new(pro))
            except DuplicateKeyError:
                return False
            await self._database.schema.get_pymongo_collection().update_one(*_NEXT_EDITION, upsert=True)
        self._edition = None
        return True

    async def those(self, pros: frozenset[str]) -> Mapping[str, Professional]:
        """See Professionals. So many at once as one question holds well."""
        professionals, wanted = self._database.professionals.get_pymongo_collection(), sorted(pros)
        found: list[Professional] = []
        for first in range(0, len(wanted), READ_AT_ONCE):
            with border(LONG_PATIENCE):
                asked = {"_id": {"$in": wanted[first : first + READ_AT_ONCE]}}
                found += [_pro(document) for document in await professionals.find(asked, {"pro": 1}).to_list()]
        return {pro.id: pro for pro in found}

    async def listed(self, after: str, limit: int) -> tuple[Professional, ...]:
        """See Professionals."""
        professionals = self._database.professionals.get_pymongo_collection()
        await self._database.ping()
        with border(LONG_PATIENCE):
            page = professionals.find({"_id": {"$gt": after}}, {"pro": 1}, limit=limit)
            found = await page.sort("_id", 1).to_list()
        return tuple(_pro(document) for document in found)

    async def edition(self) -> int:
        """See Professionals. Asked for once a second."""
        now = time.monotonic()
        if self._edition is None or now - self._edition[0] >= FRESH_SECONDS:
            with border():
                found = await self._database.schema.get_pymongo_collection().find_one({"_id": EDITION})
            self._edition = now, found["version"] if found is not None else 0
        return self._edition[1]


def _larger(part: int, found: int) -> int:
    """The largest part that is not expected to hold too many, when this one held so many and that was not enough."""
    fits = (level for level in range(part) if found * 4 ** (part - level) <= READ_AT_ONCE)
    return next(fits, part - 1)


def _import(pro: Professional) -> UpdateOne:
    return UpdateOne({"_id": pro.id}, _profile(pro), upsert=True)


def _profile(pro: Professional) -> list[dict[str, Any]]:
    """Put him in, or change his profile: what work has written wins over what is said of it here."""
    new = _new(pro)
    worked: dict[str, Any] = {name: f"$pro.{name}" for name in WORKED}
    worked["carried"] = {"$size": {"$ifNull": ["$pro.places", []]}}
    known = {"$cond": [{"$eq": [{"$type": "$pro"}, "object"]}, worked, {}]}
    held = {"$map": {"input": "$pro.places", "as": "lead", "in": {"$concat": ["@", "$$lead"]}}}
    reached = [key for key in new["keys"] if not key.startswith(HELD)]
    return [
        {"$set": {"pro": {"$mergeObjects": [{"$literal": new["pro"]}, known]}, "done": {"$ifNull": ["$done", []]}}},
        {"$set": {"keys": {"$concatArrays": [{"$literal": reached}, held]}}},
    ]


def _new(pro: Professional) -> dict[str, Any]:
    """The document of somebody new."""
    keys = [*reach(pro), *searched(pro), *(f"{HELD}{lead}" for lead in pro.places)]
    return storable({"_id": pro.id, "pro": codec.to_plain(pro), "done": [], "keys": keys})


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
