"""What failed and how often; the database itself forgets what is too long ago."""

from datetime import datetime

from pymongo import ReturnDocument

from fixi.adapters.mongo.border import border
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.domain.errors import Unavailable
from fixi.ports.storage import Attempt, Attempts


class MongoAttempts(Attempts):
    """See Attempts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, what: str) -> Attempt | None:
        """See Attempts."""
        with border():
            found = await self._database.attempts.get_pymongo_collection().find_one({"_id": what})
        if found is None:
            return None
        return Attempt(what, found["address"], found["failed"], found["cause"], found["at"])

    async def count(self, what: str, address: str, cause: str, at: datetime) -> int:
        """See Attempts."""
        change = {"$inc": {"failed": 1}, "$set": {"address": address, "cause": cause, "at": floor(at)}}
        with border():
            counted = await self._database.attempts.get_pymongo_collection().find_one_and_update(
                {"_id": what}, change, upsert=True, return_document=ReturnDocument.AFTER
            )
        if counted is None:
            raise Unavailable("not counted", unknown=True)
        count: int = counted["failed"]
        return count
