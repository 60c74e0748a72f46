"""Documents and their outboxes: one machine, one document, one update for each step."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument

from fixi.adapters import codec
from fixi.adapters.mongo.border import border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.grid import waits_at
from fixi.adapters.mongo.last import last_of
from fixi.adapters.mongo.leftovers import move
from fixi.adapters.mongo.lines import written
from fixi.adapters.mongo.plain import ceiling, floor, storable
from fixi.adapters.mongo.rows import BACKLOG, catch_up
from fixi.adapters.mongo.told import told
from fixi.domain.effects import Say, Tell
from fixi.domain.errors import Conflict
from fixi.domain.guard import Spoken
from fixi.domain.lead.idle import idle_since
from fixi.domain.lead.states import LEAD_STATES, Unopened, Waiting, status
from fixi.domain.values import Key
from fixi.ports.chats import SAID_KEPT, Chats, Talk
from fixi.ports.clock import Clock
from fixi.ports.storage import SENDING_FOR, Change, Entry, LedgerEntry, Outbox, Record, Repository, State

USED_KEPT = 500
LINES_LEFT = 50  # so many lines of the ledger may stay in a document until the next sweep

# What follows from the two lists of a document, whenever one of them was changed.
FOLLOWS: dict[str, Any] = {
    "$set": {
        "outbox_after": {
            "$cond": [
                {"$gt": [{"$size": "$outbox"}, 0]},
                {"$min": {"$map": {"input": "$outbox", "as": "entry", "in": "$$entry.wake"}}},
                "$$REMOVE",
            ]
        },
        "ledger_waits": {"$cond": [{"$gt": [{"$size": "$ledger_out"}, 0]}, True, "$$REMOVE"]},
    }
}
PENDING_WORDS: dict[str, Any] = {"$and": ["$$entry.says", {"$eq": ["$$entry.stage", "pending"]}]}
DROPPED_LINE: dict[str, Any] = {
    "_id": "$$entry.id",
    "at": "$$entry.at",
    "us": "$$entry.us",
    "kind": "out",
    "chat": "$_id",
    "outcome": "dropped",
    "reason": "human",
    "text": "",
    "ref": "",
}


def _kept(entry: Entry) -> dict[str, Any]:
    """The entry as it is stored; `at` and `us` are when it was made, `wake` when it may be done."""
    return {
        "id": entry.id,
        "says": isinstance(entry.effect, Say),
        "tells": isinstance(entry.effect, Tell),
        "effect": codec.to_plain(entry.effect),
        "made_at": codec.to_plain(entry.made_at),
        "at": floor(entry.made_at),
        "us": entry.made_at.microsecond % 1000,
        "stage": entry.stage,
        "attempts": entry.attempts,
        "since": codec.to_plain(entry.since),
        "after": codec.to_plain(entry.after),
        "wake": floor(entry.made_at) if entry.after is None else ceiling(entry.after),
    }


def _entry(kept: dict[str, Any]) -> Entry:
    return Entry(
        kept["id"],
        read(kept["effect"]),
        read(kept["made_at"]),
        kept["stage"],
        kept["attempts"],
        read(kept["since"]),
        read(kept["after"]),
    )


def asked(state: State) -> dict[str, Any]:
    """What the questions about leads ask for; None is not stored."""
    known: dict[str, Any] = dict.fromkeys(
        ("status", "client", "trade", "area", "lat", "lon", "opened_at", "idle_since", "waiting_since", "waits_at")
    )
    if not isinstance(state, LEAD_STATES) or isinstance(state, Unopened):
        return known
    case, at = state.case, status(state)
    known |= {"status": at.value if at is not None else None, "client": case.client.text}
    since = idle_since(state)
    known |= {"opened_at": floor(case.opened_at), "idle_since": floor(since) if since is not None else None}
    trade, area = case.form.trade, case.form.area
    if trade is not None:
        known["trade"] = trade.code
    if area is not None:
        known |= {"area": area.name, "lat": area.lat, "lon": area.lon}
    if isinstance(state, Waiting) and trade is not None and area is not None:
        known |= {"waiting_since": floor(case.waiting_since or case.opened_at), "waits_at": waits_at(trade, area)}
    return known


class MongoRepository(Repository):
    """See Repository."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, key: Key) -> Record | None:
        """See Repository."""
        wanted = {"version": 1, "state": 1, "used": 1, "outbox": 1, "ledger_out._id": 1}
        with border():
            found = await self._database.machines.get_pymongo_collection().find_one({"_id": str(key)}, wanted)
        if found is None:
            return None
        if len(found["ledger_out"]) > LINES_LEFT:
            await move(self._database, str(key))
        errands = tuple(_entry(kept) for kept in found["outbox"] if not kept["says"])
        return Record(key, found["version"], read(found["state"]), frozenset(found["used"]), errands)

    async def save(self, change: Change) -> None:
        """See Repository."""
        document = str(change.key)
        fields = {
            "version": change.version + 1,
            "state": codec.to_plain(change.state),
            "due_at": ceiling(change.due_at) if change.due_at is not None else None,
            "row_waits": True,
        } | asked(change.state)
        fields |= last_of(change.ledger, document)
        kept = {name: value for name, value in fields.items() if value is not None}
        gone = [name for name, value in fields.items() if value is None]
        new = storable(
            {
                "fields": kept,
                "used": list(change.used[-USED_KEPT:]),
                "outbox": [_kept(entry) for entry in change.outbox],
                "lines": [written(line) for line in change.ledger],
                "heard_at": ceiling(change.heard_at) if change.heard_at is not None else None,
            }
        )
        machines = self._database.machines.get_pymongo_collection()
        with border():
            if change.version == 0:
                await machines.insert_one(_born(change.key, new))
            else:
                update = _hushed(new, gone) if change.hush else _added(new, gone)
                result = await machines.update_one({"_id": document, "version": change.version}, update)
                if result.matched_count == 0:
                    raise Conflict(change.key.masked)
        if change.shut and change.heard_at is None:
            await self._shut(document)
        if any(line.chat != document for line in change.ledger):
            await move(self._database, document)  # readers look for a line in its own chat's document only

    async def _shut(self, document: str) -> None:
        """A step of its own, for it is seldom; if it is not reached the next words learn it anew."""
        machines = self._database.machines.get_pymongo_collection()
        with border():
            found = await machines.find_one({"_id": document}, {"heard_at": 1, "said": 1})
            if found is not None and found.get("heard_at") is not None and not _talk(found).answered:
                same = {"_id": document, "heard_at": found["heard_at"]}
                await machines.update_one(same, {"$unset": {"heard_at": ""}})

    async def due(self, at: datetime, limit: int) -> tuple[tuple[Key, int], ...]:
        """See Repository."""
        machines = self._database.machines.get_pymongo_collection()
        await move(self._database)
        await catch_up(self._database, BACKLOG)
        with border():
            late = machines.find({"due_at": {"$lte": at}}, {"version": 1, "due_at": 1}, limit=limit)
            found = await late.sort("due_at", 1).to_list()
        ordered = sorted((document["due_at"], Key.parse(document["_id"]), document["version"]) for document in found)
        return tuple((key, version) for _, key, version in ordered)


def _born(key: Key, new: dict[str, Any]) -> dict[str, Any]:
    born = {"_id": str(key), "kind": key.kind.value, **new["fields"]}
    born |= {"used": new["used"], "outbox": new["outbox"], "ledger_out": new["lines"]}
    if new["lines"]:
        born["ledger_waits"] = True
    if new["outbox"]:
        born["outbox_after"] = min(entry["wake"] for entry in new["outbox"])
    if new["heard_at"] is not None:
        born["heard_at"] = new["heard_at"]
    return born


def _added(new: dict[str, Any], gone: list[str]) -> dict[str, Any]:
    """The update of a turn that only adds: in the plain operators, which are the fastest."""
    update: dict[str, Any] = {
        "$set": dict(new["fields"]),
        "$unset": dict.fromkeys(gone, ""),
        "$push": {"used": {"$each": new["used"], "$slice": -USED_KEPT}},
    }
    if new["outbox"]:
        update["$push"]["outbox"] = {"$each": new["outbox"]}
        update["$min"] = {"outbox_after": min(entry["wake"] for entry in new["outbox"])}
    if new["heard_at"] is not None:
        update["$max"] = {"heard_at": new["heard_at"]}
    if new["lines"]:
        update["$push"]["ledger_out"] = {"$each": new["lines"]}
        update["$set"]["ledger_waits"] = True
    return update if gone else {name: value for name, value in update.items() if name != "$unset"}


def _hushed(new: dict[str, Any], gone: list[str]) -> list[dict[str, Any]]:
    """The update of a turn that silences: what was to be said is dropped, with a line for each."""
    dropped = {"$filter": {"input": "$outbox", "as": "entry", "cond": PENDING_WORDS}}
    left = {"$filter": {"input": "$outbox", "as": "entry", "cond": {"$not": [PENDING_WORDS]}}}
    lines = {"$map": {"input": dropped, "as": "entry", "in": DROPPED_LINE}}
    return [
        {"$set": {"ledger_out": {"$concatArrays": ["$ledger_out", {"$literal": new["lines"]}, lines]}}},
        {
            "$set": {name: {"$literal": value} for name, value in new["fields"].items()}
            | {
                "used": {"$slice": [{"$concatArrays": ["$used", {"$literal": new["used"]}]}, -USED_KEPT]},
                "outbox": {"$concatArrays": [left, {"$literal": new["outbox"]}]},
            }
            | ({"heard_at": {"$max": ["$heard_at", new["heard_at"]]}} if new["heard_at"] is not None else {})
        },
        *([{"$unset": gone}] if gone else []),
        FOLLOWS,
    ]


class MongoOutbox(Outbox):
    """See Outbox. Its marks leave the version alone: they are no decisions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def pending(self, key: Key) -> tuple[Entry, ...]:
        """See Outbox."""
        with border():
            machines = self._database.machines.get_pymongo_collection()
            found = await machines.find_one({"_id": str(key)}, {"outbox": 1})
        return tuple(_entry(kept) for kept in found["outbox"]) if found is not None else ()

    async def sending(self, key: Key, entry: str, at: datetime) -> bool:
        """See Outbox."""
        since = {"$ifNull": ["$$entry.since", {"$literal": codec.to_plain(at)}]}
        attempts = {"$add": ["$$entry.attempts", 1]}
        after = at + SENDING_FOR
        marks = {"stage": "sending", "attempts": attempts, "since": since, "wake": ceiling(after)}
        marks["after"] = {"$literal": codec.to_plain(after)}
        rested = {"$or": [{"$eq": ["$$entry.after", None]}, {"$lte": ["$$entry.wake", floor(at)]}]}
        free = {"$or": [{"$eq": ["$$entry.attempts", 0]}, rested]}
        return await self._mark(key, entry, marks, free)

    async def again(self, key: Key, entry: str, after: datetime, *, unknown: bool, tries: int | None = None) -> None:
        """See Outbox."""
        marks: dict[str, Any] = {"stage": "sending" if unknown else "pending", "wake": ceiling(after)}
        marks["after"] = {"$literal": codec.to_plain(after)}
        if tries is None:
            await self._mark(key, entry, marks)
        else:
            await self._mark(key, entry, marks | {"attempts": 0, "since": None}, {"$eq": ["$$entry.attempts", tries]})

    async def done(
        self, key: Key, entries: tuple[str, ...], line: LedgerEntry | None = None, said: Spoken | None = None
    ) -> tuple[Entry, ...]:
        """See Outbox."""
        is_done = {"$in": ["$$entry.id", {"$literal": list(entries)}]}
        others = {"$filter": {"input": "$outbox", "as": "entry", "cond": {"$not": [is_done]}}}
        change: dict[str, Any] = {"outbox": others}
        new: list[dict[str, Any]] = []
        if line is None:  # words have one, letters have none
            change |= told(is_done, self._clock.now())
        else:
            new = [storable(written(line))]
            change["ledger_out"] = {"$concatArrays": ["$ledger_out", {"$literal": new}]}
            shown = last_of((line,), str(key))
            change |= {name: {"$literal": value} for name, value in shown.items()}
            change |= {"row_waits": True} if shown else {}
        if said is not None:
            made = floor(said.made_at) if said.made_at is not None else None
            last = {"$literal": [{"digest": said.digest, "at": floor(said.at), "made_at": made}]}
            change["said"] = {"$slice": [{"$concatArrays": [{"$ifNull": ["$said", []]}, last]}, -SAID_KEPT]}
        machines = self._database.machines.get_pymongo_collection()
        with border():
            left = await machines.find_one_and_update(
                {"_id": str(key)}, [{"$set": change}, FOLLOWS], {"outbox": 1}, return_document=ReturnDocument.AFTER
            )
            if left is None and new:
                ledger = self._database.ledger.get_pymongo_collection()
                await ledger.update_one({"_id": new[0]["_id"]}, {"$setOnInsert": new[0]}, upsert=True)
        if line is not None and line.chat != str(key):
            await move(self._database, str(key))
        return tuple(_entry(kept) for kept in left["outbox"]) if left is not None else ()

    async def waiting(self, at: datetime, limit: int) -> tuple[Key, ...]:
        """See Outbox."""
        machines = self._database.machines.get_pymongo_collection()
        with border():
            ready = machines.find({"outbox_after": {"$lte": at}}, {"_id": 1}, limit=limit)
            found = await ready.sort("outbox_after", 1).to_list()
        return tuple(Key.parse(document["_id"]) for document in found)

    async def _mark(self, key: Key, entry: str, marks: dict[str, Any], where: object = True) -> bool:
        is_it = {"$and": [{"$eq": ["$$entry.id", {"$literal": entry}]}, where]}
        marked = {"$cond": [is_it, {"$mergeObjects": ["$$entry", marks]}, "$$entry"]}
        update = [{"$set": {"outbox": {"$map": {"input": "$outbox", "as": "entry", "in": marked}}}}, FOLLOWS]
        machines = self._database.machines.get_pymongo_collection()
        with border():
            result = await machines.update_one({"_id": str(key), "outbox.id": entry}, update)
        return result.modified_count > 0


def _talk(found: Mapping[str, Any]) -> Talk:
    """What was heard and said; documents from before these were kept have neither."""
    said = tuple(Spoken(one["digest"], one["at"], one.get("made_at")) for one in found.get("said") or ())
    return Talk(heard_at=found.get("heard_at"), said=said)


class MongoChats(Chats):
    """See Chats."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def talk(self, key: Key) -> Talk:
        """See Chats."""
        wanted = {"state": 1, "outbox": 1, "heard_at": 1, "said": 1}
        with border():
            found = await self._database.machines.get_pymongo_collection().find_one({"_id": str(key)}, wanted)
        if found is None:
            return Talk()
        pending = tuple(_entry(kept) for kept in found["outbox"])
        return replace(_talk(found), state=read(found["state"]), pending=pending)

    async def shut(self, key: Key, at: datetime) -> None:
        """See Chats."""
        heard = {"_id": str(key), "heard_at": {"$lte": ceiling(at)}}
        with border():
            await self._database.machines.get_pymongo_collection().update_one(heard, {"$unset": {"heard_at": ""}})
