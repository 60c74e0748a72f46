"""What is known of the account: a document for its state, one for the kill switch, one for each day's new people.

The state belongs to one account, and the switch to all: what simulated phones, a dry run or an older number say of
themselves proves nothing about this one.
"""

import time
from contextlib import suppress
from datetime import date
from typing import Any

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from fixi.adapters.mongo.border import border
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.domain.account import AccountState, Sighting, Standing, Switch
from fixi.domain.errors import Unavailable
from fixi.domain.values import ChatKey
from fixi.ports.account import AccountBook

SWITCH = "switch"
FRESH_SECONDS = 1.0
TRIES = 20


class MongoAccountBook(AccountBook):
    """See AccountBook. `account` names which one this is. What was read is believed for a second."""

    def __init__(self, database: Database, account: str) -> None:
        self._database = database
        self._account = f"account:{account}"
        self._read: tuple[float, Standing] | None = None

    async def standing(self) -> Standing:
        """See AccountBook."""
        now = time.monotonic()
        if self._read is not None and now - self._read[0] < FRESH_SECONDS:
            return self._read[1]
        wanted = {"_id": {"$in": [self._account, SWITCH]}}
        with border():
            found = await self._database.account.get_pymongo_collection().find(wanted).to_list()
        known = {document["_id"]: document for document in found}
        standing = _standing(known.get(self._account, {}), known.get(SWITCH, {}))
        self._read = now, standing
        return standing

    async def saw(self, sighting: Sighting) -> Standing:
        """See AccountBook. One step, whoever else has seen it at the same time."""
        at, state = floor(sighting.at), sighting.state.value
        same, newer = {"$eq": ["$state", state]}, {"$lte": [{"$ifNull": ["$seen_at", at]}, at]}
        known: dict[str, Any] = {
            "since": {"$cond": [same, {"$ifNull": ["$since", at]}, at]},
            "state": state,
            "seen_at": at,
            "stopped_at": {"$ifNull": ["$stopped_at", at]},
        }
        if sighting.state is not AccountState.UNKNOWN:
            known["begun_at"] = {"$ifNull": ["$begun_at", at]}
        if sighting.state is AccountState.READY:
            known |= {"proved_at": at, "stopped_at": None}
        update = [{"$set": {name: {"$cond": [newer, value, f"${name}"]} for name, value in known.items()}}]
        with border():
            account = self._database.account.get_pymongo_collection()
            found = await account.find_one_and_update(
                {"_id": self._account}, update, upsert=True, return_document=ReturnDocument.AFTER
            )
            switch = await account.find_one({"_id": SWITCH})
        if found is None:
            raise Unavailable("not noted", unknown=True)
        self._read = None
        return _standing(found, switch or {})

    async def turn(self, switch: Switch) -> bool:
        """See AccountBook. Changed only as it was read: of many who turn it at once one finds it so."""
        at = floor(switch.at) if switch.at is not None else None
        fields = {"sending": switch.on, "switched_by": switch.by, "switched_at": at, "switched_why": switch.why}
        account = self._database.account.get_pymongo_collection()
        self._read = None
        for _ in range(TRIES):
            with border():
                found = await account.find_one({"_id": SWITCH})
                before = _standing({}, found or {}).switch
                # Nobody's moment is before everybody's.
                later = before.at is not None and at is not None and before.at > at
                if before.on is switch.on or later:
                    return False
                if found is None:
                    with suppress(DuplicateKeyError):
                        await account.insert_one({"_id": SWITCH, **fields})
                        return True
                    continue
                as_it_was = {name: found.get(name) for name in fields}
                done = await account.update_one({"_id": SWITCH, **as_it_was}, {"$set": fields})
                if done.modified_count:
                    return True
        raise Unavailable("the switch is turned by too many at once")

    async def first_contact(self, chat: ChatKey, day: date, at_most: int) -> bool:
        """See AccountBook. Room is taken on the day first: who dies before the rest finds his place there again."""
        contacts = self._database.contacts.get_pymongo_collection()
        account = self._database.account.get_pymongo_collection()
        with border():
            if await contacts.find_one({"_id": chat.text}, {"_id": 1}) is not None:
                return True
            name = f"day:{day.isoformat()}:{self._account}"
            mine = await account.find_one({"_id": name, "people": chat.text}, {"_id": 1})
            if mine is None and not await self._room(name, chat, at_most):
                return False
            await contacts.update_one({"_id": chat.text}, {"$setOnInsert": {"day": day.isoformat()}}, upsert=True)
        return True

    async def _room(self, name: str, chat: ChatKey, at_most: int) -> bool:
        if at_most <= 0:
            return False
        free = {"_id": name, "people": {"$ne": chat.text}, f"people.{at_most - 1}": {"$exists": False}}
        try:
            await self._database.account.get_pymongo_collection().update_one(
                free, {"$push": {"people": chat.text}}, upsert=True
            )
        except DuplicateKeyError:  # the day is full, or somebody else has claimed it for him at this moment
            found = {"_id": name, "people": chat.text}
            return await self._database.account.get_pymongo_collection().find_one(found, {"_id": 1}) is not None
        return True


def _standing(found: dict[str, Any], switched: dict[str, Any]) -> Standing:
    on = switched.get("sending")
    switch = Switch(
        on if on is not None else True,
        switched.get("switched_by") or "",
        switched.get("switched_at"),
        switched.get("switched_why") or "",
    )
    return Standing(
        AccountState(found.get("state", AccountState.UNKNOWN)),
        found.get("since"),
        found.get("proved_at"),
        found.get("begun_at"),
        switch,
        found.get("stopped_at"),
        found.get("seen_at"),
    )
