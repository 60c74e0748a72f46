"""The ledger, the quarantine, the policy and the alerts."""

import hashlib
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from fixi.adapters import codec
from fixi.adapters.mongo.border import LONG_PATIENCE, border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.leftovers import move
from fixi.adapters.mongo.lines import line_of, written
from fixi.adapters.mongo.plain import floor, storable
from fixi.domain.effects import Alert
from fixi.domain.errors import Refused
from fixi.domain.policy import Policy
from fixi.ports.alerts import Alerts, Raised
from fixi.ports.clock import Clock
from fixi.ports.queues import Letter
from fixi.ports.storage import Kept, Ledger, LedgerEntry, Policies, PolicyVersion, Quarantine

FRESH = timedelta(seconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def _write(database: Database, entry: LedgerEntry, more: Mapping[str, Any] | None = None) -> bool:
    try:
        await database.ledger.get_pymongo_collection().insert_one(storable({**written(entry), **(more or {})}))
    except DuplicateKeyError:
        return False
    return True


class MongoLedger(Ledger):
    """See Ledger. Whoever asks it moves first what documents still hold of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, entry: LedgerEntry) -> bool:
        """See Ledger."""
        await move(self._database, entry.chat)
        with border():
            return await _write(self._database, entry)

    async def lines(self, chat: str, limit: int) -> tuple[LedgerEntry, ...]:
        """See Ledger."""
        ledger = self._database.ledger.get_pymongo_collection()
        await move(self._database, chat)
        with border():
            last = ledger.find({"chat": chat}, limit=limit).sort([("at", -1), ("us", -1), ("_id", -1)])
            found = await last.to_list()
        return tuple(line_of(line) for line in reversed(found))

    async def known(self, ids: tuple[str, ...]) -> frozenset[str]:
        """See Ledger."""
        await move(self._database)
        with border():
            found = self._database.ledger.get_pymongo_collection().find({"_id": {"$in": list(ids)}}, {"_id": 1})
            return frozenset([line["_id"] async for line in found])

    async def sent(self, since: datetime) -> frozenset[str]:
        """See Ledger."""
        await move(self._database)
        with border(LONG_PATIENCE):
            wanted = {"at": {"$gte": floor(since)}, "kind": "out"}
            found = self._database.ledger.get_pymongo_collection().find(wanted, {"ref": 1})
            return frozenset([line["ref"] async for line in found if line.get("ref")])

    async def balance(self, since: datetime | None = None) -> dict[tuple[str, str], int]:
        """See Ledger."""
        ledger = self._database.ledger.get_pymongo_collection()
        count = {"$group": {"_id": {"kind": "$kind", "outcome": "$outcome"}, "count": {"$sum": 1}}}
        await move(self._database)
        with border(LONG_PATIENCE):
            # Found or sorted by an index that has all of it, the counting needs no documents.
            by_index: dict[str, Any] = (
                {"$sort": {"kind": 1, "outcome": 1}} if since is None else {"$match": {"at": {"$gte": floor(since)}}}
            )
            counted = await ledger.aggregate([by_index, count])
            found = await counted.to_list()
        return {(group["_id"]["kind"], group["_id"]["outcome"]): group["count"] for group in found}


class MongoQuarantine(Quarantine):
    """See Quarantine."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, body: bytes, reason: str, at: datetime) -> str:
        """See Quarantine."""
        kept = hashlib.sha256(body).hexdigest()[:16]
        return await self._keep({"_id": kept, "at": floor(at), "reason": reason, "body": body})

    async def set_aside(self, letter: Letter, reason: str, cause: str, at: datetime) -> str:
        """See Quarantine."""
        body = codec.dump_letter(letter).encode("utf-8", "surrogatepass")
        kept = {"_id": codec.letter_digest(letter), "at": floor(at), "reason": reason, "cause": cause, "body": body}
        return await self._keep(storable(kept | {"letter": letter.id, "address": letter.address}))

    async def get(self, kept: str) -> Kept | None:
        """See Quarantine."""
        with border():
            found = await self._database.quarantine.get_pymongo_collection().find_one({"_id": kept})
        return _kept(found) if found is not None else None

    async def listed(self, limit: int, address: str | None = None) -> tuple[Kept, ...]:
        """See Quarantine."""
        wanted = {"address": address} if address is not None else {}
        quarantine = self._database.quarantine.get_pymongo_collection()
        with border():
            found = await quarantine.find(wanted, limit=limit).sort("at", -1).to_list()
        return tuple(_kept(kept) for kept in found)

    async def forget(self, kept: str) -> None:
        """See Quarantine."""
        with border():
            await self._database.quarantine.get_pymongo_collection().delete_one({"_id": kept})

    async def _keep(self, new: dict[str, Any]) -> str:
        kept: str = new["_id"]
        with border(), suppress(DuplicateKeyError):
            await self._database.quarantine.get_pymongo_collection().insert_one(new)
        return kept


def _kept(found: Mapping[str, Any]) -> Kept:
    letter = None
    if "letter" in found:
        text = found["body"].decode("utf-8", "surrogatepass")
        letter = codec.load_letter(found["letter"], found["address"], text)
    return Kept(found["_id"], found["at"], found["reason"], found["body"], found.get("cause", ""), letter)


class MongoPolicies(Policies):
    """See Policies. The first version is the settings'; a change is seen after a second, or a move of the clock."""

    def __init__(self, database: Database, first: Policy, clock: Clock) -> None:
        self._database = database
        self._first = first
        self._clock = clock
        self._read: tuple[datetime, float, Policy] | None = None
        self._reading = False

    async def current(self) -> Policy:
        """See Policies. While one asks the database, the others go on with what was in force a moment ago."""
        at, elapsed = self._clock.now(), time.monotonic()
        if self._read is not None:
            # By the clock too: whoever moves it to another day finds what is in force there.
            read_at, read_when, policy = self._read
            young = 2 * FRESH if self._reading else FRESH
            if timedelta(0) <= at - read_at < young and elapsed - read_when < young.total_seconds():
                return policy
        self._reading = True
        try:
            return await self._newest(at, elapsed)
        finally:
            self._reading = False

    async def _newest(self, at: datetime, elapsed: float) -> Policy:
        policies = self._database.policies
        with border():
            found = await policies.find().sort("-_id").limit(1).to_list()
            if not found:
                first = {"_id": 1, "policy": codec.to_plain(self._first), "by": "settings", "at": floor(at)}
                with suppress(DuplicateKeyError):
                    await policies.get_pymongo_collection().insert_one(first)
                found = await policies.find().sort("-_id").limit(1).to_list()
        newest = read(found[0].policy)
        if not isinstance(newest, Policy):
            raise Refused("unreadable_policy")
        self._read = at, elapsed, newest
        return newest

    async def change(self, policy: Policy, by: str, at: datetime) -> int:
        """See Policies. The version is the key, so of two who add the same one the second is refused."""
        await self.current()
        with border():
            newest = await self._database.policies.find().sort("-_id").limit(1).to_list()
            version = newest[0].id + 1
            new = {"_id": version, "policy": codec.to_plain(policy), "by": by, "at": floor(at)}
            await self._database.policies.get_pymongo_collection().insert_one(new)
        self._read = None
        return version

    async def versions(self, limit: int) -> tuple[PolicyVersion, ...]:
        """See Policies."""
        await self.current()
        with border():
            found = await self._database.policies.find().sort("-_id").limit(limit).to_list()
        readable: list[PolicyVersion] = []
        for each in found:
            try:
                policy = read(each.policy)
            except Refused:
                break
            readable.append(PolicyVersion(each.id, policy, each.by, each.at))
        return tuple(readable)


class MongoAlerts(Alerts):
    """See Alerts. An alert is a line of the ledger, where operators find it; `untold_at` stands in it until it is
    settled, and `told` are the ways that have told it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def call(self, alert_id: str, alert: Alert, at: datetime) -> None:
        """See Alerts."""
        with border():
            await _write(
                self._database, codec.alert_line(alert_id, alert, at), {"untold_at": floor(at), "told": list[str]()}
            )

    async def untold(self, limit: int) -> tuple[Raised, ...]:
        """See Alerts."""
        ledger = self._database.ledger.get_pymongo_collection()
        with border():
            oldest = ledger.find({"untold_at": {"$gte": EPOCH}}, limit=limit).sort("untold_at", 1)
            found = await oldest.to_list()
        return tuple(codec.raised(line_of(line), frozenset(line["told"])) for line in found)

    async def told(self, ids: tuple[str, ...], way: str) -> None:
        """See Alerts."""
        await self._update(ids, {"$addToSet": {"told": way}})

    async def settle(self, ids: tuple[str, ...]) -> None:
        """See Alerts."""
        await self._update(ids, {"$unset": {"untold_at": "", "told": ""}})

    async def _update(self, ids: tuple[str, ...], update: Mapping[str, Any]) -> None:
        lines = [codec.alert_id(name) for name in ids]
        with border(LONG_PATIENCE):
            # Those that were settled meanwhile are left as they are.
            which = {"_id": {"$in": lines}, "untold_at": {"$gte": EPOCH}}
            await self._database.ledger.get_pymongo_collection().update_many(which, update)
