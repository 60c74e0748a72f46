"""Replies at hand: a document for each, and one that says that there have been some."""

from dataclasses import replace
from typing import Any

from pymongo.errors import DuplicateKeyError

from fixi.adapters.mongo.border import border
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import storable
from fixi.domain.canned import CannedReply
from fixi.domain.errors import Conflict
from fixi.domain.values import Language
from fixi.ports.canned import CannedReplies

BEGUN = "begun"


class MongoCannedReplies(CannedReplies):
    """See CannedReplies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, first: tuple[CannedReply, ...]) -> None:
        """See CannedReplies. Of two processes that begin at once one does."""
        replies = self._database.canned_replies.get_pymongo_collection()
        with border():
            if await replies.find_one({}, {"_id": 1}) is not None:
                return
            try:
                await replies.insert_one({"_id": BEGUN, "version": 0, "title": "", "texts": {}})
            except DuplicateKeyError:
                return
            for reply in first:
                await replies.insert_one({"_id": reply.id, **_document(replace(reply, version=1))})

    async def every(self) -> tuple[CannedReply, ...]:
        """See CannedReplies."""
        replies = self._database.canned_replies.get_pymongo_collection()
        with border():
            found = await replies.find({}).to_list()
        read = [_reply(document) for document in found if document["_id"] != BEGUN]
        return tuple(sorted(read, key=lambda reply: (reply.title, reply.id)))

    async def put(self, reply: CannedReply) -> CannedReply:
        """See CannedReplies."""
        stored = replace(reply, version=reply.version + 1)
        replies = self._database.canned_replies.get_pymongo_collection()
        with border():
            if reply.version:
                here = {"_id": reply.id, "version": reply.version}
                if (await replies.update_one(here, {"$set": _document(stored)})).matched_count == 0:
                    raise Conflict("written by somebody else")
                return stored
            try:
                await replies.insert_one({"_id": reply.id, **_document(stored)})
            except DuplicateKeyError:
                raise Conflict("written by somebody else") from None
        return stored

    async def remove(self, reply: str, version: int) -> None:
        """See CannedReplies."""
        replies = self._database.canned_replies.get_pymongo_collection()
        with border():
            done = await replies.delete_one({"_id": reply, "version": version})
            if done.deleted_count == 0 and await replies.find_one({"_id": reply}, {"_id": 1}) is not None:
                raise Conflict("written by somebody else")


def _document(reply: CannedReply) -> dict[str, Any]:
    texts = {language.value: text for language, text in reply.texts}
    return storable({"version": reply.version, "title": reply.title, "texts": texts})


def _reply(document: dict[str, Any]) -> CannedReply:
    texts = tuple((Language(language), text) for language, text in sorted(document["texts"].items()))
    return CannedReply(document["_id"], document["title"], texts, document["version"])
