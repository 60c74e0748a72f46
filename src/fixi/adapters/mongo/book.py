"""The ledger, the quarantine, the policy and the alerts."""

import hashlib
from contextlib import suppress
from datetime import datetime, timedelta

from pymongo.errors import DuplicateKeyError

from fixi.adapters import codec
from fixi.adapters.mongo.border import LONG_PATIENCE, border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.leftovers import line_of, move, written
from fixi.adapters.mongo.plain import floor, storable
from fixi.domain.effects import Alert
from fixi.domain.errors import Refused
from fixi.domain.policy import Policy
from fixi.ports.alerts import Alerts
from fixi.ports.clock import Clock
from fixi.ports.storage import Ledger, LedgerEntry, Policies, Quarantine

FRESH = timedelta(seconds=1)


async def _write(database: Database, entry: LedgerEntry) -> bool:
    try:
        await database.ledger.get_pymongo_collection().insert_one(storable(written(entry)))
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

    async def balance(self) -> dict[tuple[str, str], int]:
        """See Ledger."""
        ledger = self._database.ledger.get_pymongo_collection()
        count = {"$group": {"_id": {"kind": "$kind", "outcome": "$outcome"}, "count": {"$sum": 1}}}
        await move(self._database)
        with border(LONG_PATIENCE):
            # Sorted by the index, the counting needs no documents.
            counted = await ledger.aggregate([{"$sort": {"kind": 1, "outcome": 1}}, count])
            found = await counted.to_list()
        return {(group["_id"]["kind"], group["_id"]["outcome"]): group["count"] for group in found}


class MongoQuarantine(Quarantine):
    """See Quarantine."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, body: bytes, reason: str, at: datetime) -> str:
        """See Quarantine."""
        kept = hashlib.sha256(body).hexdigest()[:16]
        quarantine = self._database.quarantine.get_pymongo_collection()
        new = {"at": floor(at), "reason": reason, "body": body}
        with border():
            try:
                await quarantine.insert_one({"_id": kept, **new})
            except DuplicateKeyError:
                return kept
        return kept

    async def listed(self, limit: int) -> tuple[tuple[str, str, bytes], ...]:
        """See Quarantine."""
        with border():
            found = await self._database.quarantine.find().sort("-at").limit(limit).to_list()
        return tuple((kept.id, kept.reason, kept.body) for kept in found)


class MongoPolicies(Policies):
    """See Policies. The first version is the settings'; a change is seen after a second."""

    def __init__(self, database: Database, first: Policy, clock: Clock) -> None:
        self._database = database
        self._first = first
        self._clock = clock
        self._read: tuple[datetime, Policy] | None = None

    async def current(self) -> Policy:
        """See Policies."""
        at = self._clock.now()
        if self._read is not None and timedelta(0) <= at - self._read[0] < FRESH:
            return self._read[1]
        policies = self._database.policies
        with border():
            found = await policies.find().sort("-_id").limit(1).to_list()
            if not found:
                first = {"_id": 1, "policy": codec.to_plain(self._first), "by": "settings", "at": floor(at)}
                with suppress(DuplicateKeyError):
                    await policies.get_pymongo_collection().insert_one(first)
                found = await policies.find().sort("-_id").limit(1).to_list()
        policy = read(found[0].policy)
        if not isinstance(policy, Policy):
            raise Refused("unreadable_policy")
        self._read = at, policy
        return policy

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


class MongoAlerts(Alerts):
    """See Alerts. An alert is a line of the ledger, where operators find it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def call(self, alert_id: str, alert: Alert, at: datetime) -> None:
        """See Alerts."""
        with border():
            await _write(self._database, LedgerEntry(f"alert:{alert_id}", at, "alert", alert.about, alert.kind))
