"""Operators, their sessions and their tries: one document each."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from fixi.adapters import codec
from fixi.adapters.mongo.border import border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.domain.errors import Conflict, Refused, Unavailable
from fixi.domain.operators import Operator, Session, young
from fixi.ports.operators import Operators, Sessions, Throttle

RACES = 200  # in each somebody else was quicker


def _operator(document: dict[str, Any]) -> Operator:
    found = read(document["operator"])
    if not isinstance(found, Operator):
        raise Refused("unreadable_document")
    return replace(found, version=document["version"])


def _session(document: dict[str, Any]) -> Session:
    return Session(
        document["_id"],
        document["operator"],
        document["created_at"],
        document["seen_at"],
        document["seal"],
        document["address"],
        document["agent"],
    )


class MongoOperators(Operators):
    """See Operators."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> Operator | None:
        """See Operators."""
        with border():
            found = await self._database.operators.get_pymongo_collection().find_one({"_id": name})
        return _operator(found) if found is not None else None

    async def put(self, operator: Operator) -> Operator:
        """See Operators. A version that is not the stored one does not match, and its name is taken."""
        stored = replace(operator, version=operator.version + 1)
        operators = self._database.operators.get_pymongo_collection()
        document = {"operator": codec.to_plain(stored), "version": stored.version}
        with border():  # a duplicate is a Conflict
            if operator.version == 0:
                await operators.insert_one({"_id": operator.name, **document})
                return stored
            done = await operators.update_one({"_id": operator.name, "version": operator.version}, {"$set": document})
        if done.matched_count == 0:
            raise Conflict("written by somebody else")
        return stored

    async def listed(self) -> tuple[Operator, ...]:
        """See Operators."""
        with border():
            found = await self._database.operators.get_pymongo_collection().find({}).to_list()
        return tuple(sorted(map(_operator, found), key=lambda each: each.name))


class MongoSessions(Sessions):
    """See Sessions. The database itself forgets those that are too old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, session: Session) -> None:
        """See Sessions."""
        document = {
            "_id": session.id,
            "operator": session.operator,
            "created_at": floor(session.created_at),
            "seen_at": floor(session.seen_at),
            "seal": session.seal,
            "address": session.address,
            "agent": session.agent.encode("utf-8", "replace").decode(),
        }
        with border():
            await self._database.sessions.get_pymongo_collection().insert_one(document)

    async def get(self, session: str) -> Session | None:
        """See Sessions."""
        with border():
            found = await self._database.sessions.get_pymongo_collection().find_one({"_id": session})
        return _session(found) if found is not None else None

    async def touch(self, session: str, at: datetime) -> None:
        """See Sessions."""
        with border():
            await self._database.sessions.get_pymongo_collection().update_one(
                {"_id": session}, {"$max": {"seen_at": floor(at)}}
            )

    async def close(self, *sessions: str) -> None:
        """See Sessions."""
        if not sessions:
            return
        with border():
            await self._database.sessions.get_pymongo_collection().delete_many({"_id": {"$in": list(sessions)}})

    async def listed(self, operator: str = "") -> tuple[Session, ...]:
        """See Sessions."""
        wanted = {"operator": operator} if operator else {}
        with border():
            found = await self._database.sessions.get_pymongo_collection().find(wanted).to_list()
        return tuple(sorted(map(_session, found), key=lambda each: (each.created_at, each.id), reverse=True))


class MongoThrottle(Throttle):
    """See Throttle. The database itself forgets old tries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, key: str, limit: int, window: timedelta, at: datetime) -> int | None:
        """See Throttle. Whoever has read what another has changed meanwhile reads again."""
        tries, at = self._database.tries.get_pymongo_collection(), floor(at)
        for _ in range(RACES):
            with border():
                found = await tries.find_one({"_id": key})
                counted = young(tuple(found["tries"]), window, at) if found is not None else ()
                if len(counted) >= limit:
                    return None
                mine = {"tries": [*counted, at], "at": at}
                if found is not None:
                    change = {"$set": mine, "$inc": {"version": 1}}
                    done = await tries.update_one({"_id": key, "version": found["version"]}, change)
                    if done.matched_count == 0:
                        continue
                else:
                    try:
                        await tries.insert_one({"_id": key, "version": 1, **mine})
                    except DuplicateKeyError:
                        continue
            return limit - len(counted) - 1
        raise Unavailable("not counted")

    async def forget(self, key: str) -> None:
        """See Throttle."""
        with border():
            await self._database.tries.get_pymongo_collection().delete_one({"_id": key})
