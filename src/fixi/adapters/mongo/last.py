"""The last line of a chat, kept with its document in the step that writes the line."""

from collections.abc import Iterable
from typing import Any

from fixi.adapters.mongo.plain import floor, storable
from fixi.ports.storage import LedgerEntry

SHOWN = 200
# What stands in a chat as words: what came in, what went out, what a person typed elsewhere.
SPOKEN = frozenset({"in", "out", "other"})
OWNER = frozenset({"owner", "owner_earlier"})
UNSAID = frozenset({"dropped"})


def ours(line: LedgerEntry) -> bool:
    """True for what we said, a person on the business phone included."""
    return line.kind != "in" or (line.outcome == "handed" and line.reason in OWNER)


def last_of(lines: Iterable[LedgerEntry], document: str) -> dict[str, Any]:
    """The fields that these lines change in the document they belong to; none when nothing was said."""
    spoken = [line for line in lines if line.chat == document and line.kind in SPOKEN and line.outcome not in UNSAID]
    if not spoken:
        return {}
    newest = max(spoken, key=lambda line: line.at)
    fields: dict[str, Any] = {
        "last": storable({"at": floor(newest.at), "ours": ours(newest), "text": newest.text[:SHOWN]})
    }
    came = [line.at for line in spoken if not ours(line)]
    return fields | ({"last_in": floor(max(came))} if came else {})
