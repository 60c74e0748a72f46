"""Rows for lists, made of documents that have changed: small, so that a list is read without any state.

A document says in the step that changes it that its row stands behind. Whoever asks for rows brings them up to date
first, and every sweep does; the cost lies with them and not with the turn. Doing it twice does no harm: a row is never
replaced by that of an older version.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from fixi.adapters import codec
from fixi.adapters.mongo.border import LONG_PATIENCE, border, only_duplicates, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.adapters.mongo.spans import day_of
from fixi.domain.client_chat.states import CLIENT_STATES, InHuman, Stopped
from fixi.domain.errors import Refused
from fixi.domain.lead.states import LEAD_STATES, LeadState, Unopened
from fixi.domain.lead.summary import counted, ended, found_by, summary
from fixi.domain.pro_chat.states import ProInHuman
from fixi.domain.tokens import tagged, tails, words
from fixi.domain.values import Key, Kind
from fixi.ports.storage import State

AT_ONCE = 200
BACKLOG = 20_000  # so many a sweep makes at once: after an update there are as many as there are documents
EVERY, UNDATED, HUMAN = "x", "x:undated", "x:human"
READ_FIELDS = {"version": 1, "state": 1, "due_at": 1, "last": 1, "last_in": 1}
ANSWER_WITHIN = timedelta(hours=6)
ASKED_BEFORE = timedelta(minutes=10)
LINES_LOOKED_AT = 40
LONGEST_TAIL = 7
SHOWN = 200  # characters of a name

type Plain = dict[str, Any]


# Words in one piece are handled by the embedded database far sooner than as many fields.
def lead_row(state: LeadState, version: int, *, due: bool, answered_in: float | None = None) -> Plain | None:
    """The document of a lead's row; None before the first word."""
    row, facts = summary(state, version), counted(state)
    if row is None or facts is None or isinstance(state, Unopened):
        return None
    tokens = found_by(state)
    keys = [EVERY, *filter(_is_key, tokens), *(() if due or ended(state) else (UNDATED,))]
    counts = facts._replace(answered_in=answered_in)
    return {
        "_id": row.id,
        "version": version,
        "opened_at": floor(row.opened_at),
        "updated_at": floor(row.updated_at),
        "status": row.status.value,
        "tokens": keys,
        "row": codec.dump(row),
        "answered_in": answered_in,
        "facts": json.dumps(counts, separators=(",", ":")),
    }


def _is_key(token: str) -> bool:
    """Whoever types more of a phone than this finds one or two anyhow, of which the rest is looked at."""
    return not token.startswith("n:") or len(token) <= len("n:") + LONGEST_TAIL


def chat_row(key: Key, state: State, document: Mapping[str, Any]) -> Plain:
    """The document of a chat's row."""
    last = document["last"]
    human = state if isinstance(state, InHuman | ProInHuman) else None
    mode = "human" if human is not None else "stopped" if isinstance(state, Stopped) else "bot"
    name = state.mind.name if isinstance(state, CLIENT_STATES) else None
    tokens = (*tagged("n", tails("" if ":" in key.id else key.id)), *tagged("w", words(name)))
    return {
        "_id": str(key),
        "version": document["version"],
        "last_at": last["at"],
        "last_in": document.get("last_in"),
        "tokens": [*tokens, *((HUMAN,) if human is not None else ())],
        "row": {
            "name": name[:SHOWN] if name else None,
            "mode": mode,
            "until": human.until if human is not None else None,
            "taken": human.taken if human is not None else "",
            "text": last["text"],
            "ours": last["ours"],
        },
    }


async def catch_up(database: Database, limit: int = AT_ONCE) -> int:
    """Make the rows of documents that have changed, so many of them; how many that were."""
    machines = database.machines.get_pymongo_collection()
    with border(LONG_PATIENCE):
        waiting = [document["_id"] async for document in machines.find({"row_waits": True}, {"_id": 1}, limit=limit)]
        for some in batched(waiting, AT_ONCE):
            found = await machines.find({"_id": {"$in": list(some)}}, READ_FIELDS).to_list()
            await put_rows(database, found)
            await machines.bulk_write([_settled(document) for document in found], ordered=False)
    return len(waiting)


def _settled(document: Mapping[str, Any]) -> UpdateOne:
    """What was said meanwhile, or saved, waits on."""
    last = document.get("last")
    same = {"_id": document["_id"], "version": document["version"], "last.at": last["at"] if last else None}
    return UpdateOne(same, {"$unset": {"row_waits": ""}})


def readable(document: Mapping[str, Any]) -> State | None:
    """What stands in it; None for what only another version can read: that keeps no other from the lists."""
    try:
        state: State = read(document["state"])
    except Refused:
        return None
    return state


async def put_rows(database: Database, documents: Sequence[Mapping[str, Any]]) -> None:
    """The rows of these documents of machines."""
    leads = [document for document in documents if document["_id"].startswith(f"{Kind.LEAD}:")]
    chats = [document for document in documents if not document["_id"].startswith(f"{Kind.LEAD}:")]
    await _put_leads(database, leads)
    await _put_chats(database, [document for document in chats if document.get("last")])


async def _put_leads(database: Database, documents: Iterable[Mapping[str, Any]]) -> None:
    states = {
        document["_id"]: state
        for document in documents
        if isinstance(state := readable(document), LEAD_STATES) and not isinstance(state, Unopened)
    }
    if not states:
        return
    rows = database.lead_rows.get_pymongo_collection()
    names = [Key.parse(name).id for name in states]
    wanted = {"_id": {"$in": names}}
    known = {old["_id"]: old["answered_in"] async for old in rows.find(wanted, {"answered_in": 1})}
    updates, days = [], set()
    for document in documents:
        state = states.get(document["_id"])
        if state is None or isinstance(state, Unopened):
            continue
        answered = known.get(state.case.id)
        if answered is None:
            answered = await _answered_in(database, str(Key.client(state.case.client)), state.case.opened_at)
        due = document.get("due_at") is not None
        row = lead_row(state, document["version"], due=due, answered_in=answered)
        if row is not None:
            updates.append(_newer(row))
            days.add(day_of(row["opened_at"]))
    await _write(database.lead_rows, updates)
    await stale_days(database, days)


async def stale_days(database: Database, days: Iterable[str]) -> None:
    """Leads of these days have changed: they are to be counted anew."""
    changed = {"$set": {"waits": True}, "$inc": {"round": 1}, "$setOnInsert": {"counts": {}, "facts": "[]"}}
    await _write(database.lead_days, [UpdateOne({"_id": day}, changed, upsert=True) for day in sorted(days)])


async def _put_chats(database: Database, documents: Iterable[Mapping[str, Any]]) -> None:
    updates = []
    for document in documents:
        state = readable(document)
        if state is not None:
            updates.append(_newer(chat_row(Key.parse(document["_id"]), state, document)))
    await _write(database.chat_rows, updates)


def _newer(row: Plain) -> UpdateOne:
    """An insert when there is none yet; nothing (a duplicate) when there is a newer one."""
    fields = {name: value for name, value in row.items() if name != "_id"}
    return UpdateOne({"_id": row["_id"], "version": {"$lte": row["version"]}}, {"$set": fields}, upsert=True)


async def _write(model: Any, updates: list[UpdateOne]) -> None:
    if not updates:
        return
    try:
        await model.get_pymongo_collection().bulk_write(updates, ordered=False)
    except BulkWriteError as error:
        if not only_duplicates(error):
            raise


async def _answered_in(database: Database, chat: str, opened: datetime) -> float | None:
    """How long the client waited for words of ours when he opened this lead; None as long as there are none."""
    ledger = database.ledger.get_pymongo_collection()
    around = {"$gte": floor(opened - ASKED_BEFORE), "$lte": floor(opened + ANSWER_WITHIN)}
    found = ledger.find({"chat": chat, "at": around}, {"at": 1, "kind": 1, "outcome": 1}, limit=LINES_LOOKED_AT)
    lines = await found.sort([("at", 1)]).to_list()
    asked = [line["at"] for line in lines if line["kind"] == "in" and line["at"] <= opened]
    if not asked:
        return None
    said = (line["at"] for line in lines if line["kind"] == "out" and line["outcome"] == "sent")
    first = next((at for at in said if at >= asked[-1]), None)
    return round((first - asked[-1]).total_seconds(), 1) if first is not None else None
