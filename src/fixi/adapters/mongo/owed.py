"""Files that are still to be fetched."""

from datetime import datetime

from pymongo.errors import DuplicateKeyError

from fixi.adapters import codec
from fixi.adapters.mongo.border import border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.domain.values import ChatKey
from fixi.ports.media import Owed, OwedFiles


class MongoOwedFiles(OwedFiles):
    """See OwedFiles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def owe(self, debt: Owed) -> None:
        """See OwedFiles."""
        document = {
            "_id": debt.id,
            "media": codec.to_plain(debt.media),
            "chat": debt.chat.text,
            "at": floor(debt.at),
            "after": floor(debt.after),
            "tries": debt.tries,
        }
        with border():
            try:
                await self._database.owed_files.get_pymongo_collection().insert_one(document)
            except DuplicateKeyError:
                return

    async def due(self, at: datetime, limit: int) -> tuple[Owed, ...]:
        """See OwedFiles."""
        with border():
            found = self._database.owed_files.get_pymongo_collection().find({"after": {"$lte": at}})
            documents = await found.sort("after").limit(limit).to_list()
        return tuple(
            Owed(d["_id"], read(d["media"]), ChatKey(d["chat"]), d["at"], d["after"], d["tries"]) for d in documents
        )

    async def again(self, debt: str, after: datetime) -> None:
        """See OwedFiles."""
        with border():
            await self._database.owed_files.get_pymongo_collection().update_one(
                {"_id": debt}, {"$set": {"after": floor(after)}, "$inc": {"tries": 1}}
            )

    async def settle(self, debt: str) -> None:
        """See OwedFiles."""
        with border():
            await self._database.owed_files.get_pymongo_collection().delete_one({"_id": debt})
