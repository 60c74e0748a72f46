"""Who is who: one document for each opaque id."""

from collections import OrderedDict
from contextlib import suppress

from pymongo.errors import DuplicateKeyError

from fixi.adapters.mongo.border import border
from fixi.adapters.mongo.database import Database
from fixi.domain.errors import Unavailable
from fixi.domain.values import ChatKey
from fixi.ports.people import Aliases

REMEMBERED = 50_000


class MongoAliases(Aliases):
    """See Aliases. Who has a phone keeps it, so this process asks for him once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[ChatKey, ChatKey] = OrderedDict()

    async def chat(self, alias: ChatKey, chat: ChatKey) -> ChatKey:
        """See Aliases."""
        known = self._known.get(alias)
        if known is not None:
            self._known.move_to_end(alias)
            return known
        aliases = self._database.aliases.get_pymongo_collection()
        with border():
            with suppress(DuplicateKeyError):  # somebody else has told it at this moment
                await aliases.update_one({"_id": alias.text}, {"$setOnInsert": {"chat": chat.text}}, upsert=True)
            found = await aliases.find_one({"_id": alias.text})
        if found is None:
            raise Unavailable("not noted", unknown=True)
        return self._remember(alias, ChatKey(found["chat"]))

    async def move(self, alias: ChatKey, chat: ChatKey) -> None:
        """See Aliases."""
        with border():
            await self._database.aliases.get_pymongo_collection().update_one(
                {"_id": alias.text}, {"$set": {"chat": chat.text}}, upsert=True
            )
        self._remember(alias, chat)

    def _remember(self, alias: ChatKey, chat: ChatKey) -> ChatKey:
        """An opaque id may still be given up for a phone, by another process too: it is asked for each time."""
        if chat.phone is not None:
            self._known[alias] = chat
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return chat
