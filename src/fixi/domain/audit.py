"""The book of what operators did: lines that are only ever added, each bound to the one before by a hash."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from fixi.domain.errors import Invalid
from fixi.domain.values import aware

GENESIS = "0" * 64  # what the first line follows
LONGEST_TEXT = 4000
NOT_DONE = "not done"  # what stands for how it is now when nothing has come of it


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what, to what, how it was before and how it is now.

    What is written here stays for ever: things are named by their ids, a phone by its last four digits, and what people
    wrote, their names and streets never stand here. Texts that are too long are cut.
    """

    at: datetime
    who: str
    what: str
    on: str = ""
    before: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        if not self.who or not self.what:
            raise Invalid("the audit says who did what")
        object.__setattr__(self, "at", aware(self.at).astimezone(UTC))
        for name in ("who", "what", "on", "before", "after"):
            text: str = getattr(self, name)
            object.__setattr__(self, name, text.encode("utf-8", "replace").decode()[:LONGEST_TEXT])


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A deed in its place: the `number` from 1 on, the digest of the line before, and its own."""

    number: int
    deed: Deed
    previous: str
    digest: str


def canonical(number: int, deed: Deed, previous: str) -> bytes:
    """What is hashed: one spelling for one line, whoever has stored it."""
    fields = [number, deed.at.isoformat(), deed.who, deed.what, deed.on, deed.before, deed.after, previous]
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def following(last: AuditLine | None, deed: Deed) -> AuditLine:
    """The line of this deed behind the last one; None: it is the first."""
    number, previous = (last.number + 1, last.digest) if last is not None else (1, GENESIS)
    return AuditLine(number, deed, previous, hashlib.sha256(canonical(number, deed, previous)).hexdigest())


def broken(lines: Iterable[AuditLine], last: AuditLine | None = None) -> int | None:
    """The number of the first line that was changed, taken out or put in; None when all is as it was written.

    The lines come in order, from the first one on, or from the one behind `last`.
    """
    for line in lines:
        expected = following(last, line.deed)
        if line != expected:
            return expected.number
        last = line
    return None
