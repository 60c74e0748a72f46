"""Calendars: all bookings with one professional in one document, so that one conditional update sees them all."""

from datetime import timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from fixi.adapters.mongo.border import border
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import micros, moment
from fixi.domain.professional import Booking
from fixi.domain.values import Slot
from fixi.ports.storage import Calendar

KEPT = timedelta(days=400)  # what ended so long before a new booking makes room for it


class MongoCalendar(Calendar):
    """See Calendar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def bookings(self, pro: str, span: Slot) -> tuple[Booking, ...]:
        """See Calendar."""
        first, last = micros(span.start), micros(span.end)
        overlaps = {"$and": [{"$lt": ["$$booking.start", last]}, {"$gt": ["$$booking.end", first]}]}
        wanted = {"bookings": {"$filter": {"input": "$bookings", "as": "booking", "cond": overlaps}}}
        with border():
            found = await self._database.calendars.get_pymongo_collection().find_one({"_id": pro}, wanted)
        if found is None:
            return ()
        booked = (Booking(b["lead"], Slot(moment(b["start"]), moment(b["end"]))) for b in found["bookings"])
        return tuple(sorted(booked, key=lambda booking: booking.slot))

    async def take(self, pro: str, lead: str, slot: Slot) -> bool:
        """See Calendar."""
        start, end = micros(slot.start), micros(slot.end)
        another = {"lead": {"$ne": lead}, "start": {"$lt": end}, "end": {"$gt": start}}
        free = {"_id": pro, "bookings": {"$not": {"$elemMatch": another}}}
        stays: dict[str, Any] = {
            "$and": [
                {"$ne": ["$$booking.lead", {"$literal": lead}]},
                {"$gt": ["$$booking.end", micros(slot.start - KEPT)]},
            ]
        }
        others = {"$filter": {"input": {"$ifNull": ["$bookings", []]}, "as": "booking", "cond": stays}}
        new = {"$literal": [{"lead": lead, "start": start, "end": end}]}
        update = [{"$set": {"bookings": {"$concatArrays": [others, new]}}}]
        calendars = self._database.calendars.get_pymongo_collection()
        with border():
            try:
                await calendars.update_one(free, update, upsert=True)
            except DuplicateKeyError:
                # His document is there and not free, or somebody made it just now: then it may be free after all.
                return (await calendars.update_one(free, update)).matched_count > 0
        return True

    async def free(self, pro: str, lead: str) -> None:
        """See Calendar."""
        with border():
            await self._database.calendars.get_pymongo_collection().update_one(
                {"_id": pro}, {"$pull": {"bookings": {"lead": lead}}}
            )

    async def busy(self, span: Slot, after: str, limit: int) -> tuple[str, ...]:
        """See Calendar."""
        starts = {"$gte": micros(span.start), "$lt": micros(span.end)}
        # One booking must lie within both ends; the same said of the path lets every server use its index.
        wanted = {"bookings.start": starts, "bookings": {"$elemMatch": {"start": starts}}, "_id": {"$gt": after}}
        with border():
            calendars = self._database.calendars.get_pymongo_collection()
            found = await calendars.find(wanted, {"_id": 1}, limit=limit).sort("_id", 1).to_list()
        return tuple(document["_id"] for document in found)
