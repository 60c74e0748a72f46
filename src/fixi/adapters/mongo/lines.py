"""A line of the ledger as it is stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from fixi.adapters import codec
from fixi.adapters.mongo.border import read
from fixi.adapters.mongo.plain import floor
from fixi.ports.storage import LedgerEntry


def written(line: LedgerEntry) -> dict[str, Any]:
    """The line as it is stored."""
    stored = {
        "_id": line.id,
        "at": floor(line.at),
        "us": line.at.microsecond % 1000,
        "kind": line.kind,
        "chat": line.chat,
        "outcome": line.outcome,
        "reason": line.reason,
        "text": line.text,
        "ref": line.ref,
    }
    return stored | ({"media": codec.to_plain(line.media)} if line.media else {})


def line_of(stored: Mapping[str, Any]) -> LedgerEntry:
    """The line that `written` stored."""
    at = stored["at"] + timedelta(microseconds=stored["us"])
    rest = (stored[name] for name in ("kind", "chat", "outcome", "reason", "text", "ref"))
    line = LedgerEntry(stored["_id"], at, *rest)
    return replace(line, media=read(stored["media"])) if stored.get("media") else line
