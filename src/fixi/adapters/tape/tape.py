"""The file of a recording: JSON lines that many processes append to: messages, readings, answers, statuses, the house.

It holds what people wrote, so only its owner may read it. No key, no token and no address of a service gets into it.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fixi.adapters import codec
from fixi.domain.errors import Invalid, Refused
from fixi.domain.events import Heard
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.policy import Policy
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey, Status, aware

OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class House:
    """The numbers in force and the professionals there were, when the recording began or when they had changed."""

    policy: Policy
    pros: tuple[Professional, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What somebody's words were taken for; `of` is the mark of what was shown to the reader."""

    of: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Said:
    """Words that were handed to the provider."""

    chat: ChatKey
    text: str


@dataclass(frozen=True, slots=True)
class Became:
    """A lead has got this status."""

    lead: str
    status: Status


type Entry = House | Heard | Read | Said | Became


class Tape:
    """Writes entries; raises OSError as the disk does."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, entry: Entry, at: datetime) -> None:
        """Add one line, whole or not at all: one write on a file that only grows."""
        line = json.dumps({"at": at.isoformat(), **_plain(entry)}, ensure_ascii=False, separators=(",", ":"))
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
        try:
            os.write(file, line.encode("utf-8", "backslashreplace") + b"\n")
        finally:
            os.close(file)


def entries(path: Path) -> Iterator[tuple[datetime, Entry]]:
    """What was recorded, in the order it was written. Raises Refused with one clear line when it cannot be read."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _entry(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}") from error


def mark(task: ReadingTask) -> str:
    """What a reader was shown of somebody's words, as a short mark, without the moment and what was said before."""
    shown = (task.chat, task.text, task.asked, task.pieces, task.media, task.pin)
    return hashlib.sha256(codec.dump(shown).encode("utf-8", "backslashreplace")).hexdigest()[:24]


def _plain(entry: Entry) -> dict[str, Any]:
    match entry:
        case House():
            return {"house": [codec.to_plain(entry.policy), codec.to_plain(entry.pros)]}
        case Heard():
            return {"heard": codec.to_plain(entry)}
        case Read():
            return {"read": entry.of, "as": codec.to_plain(entry.reading)}
        case Said():
            return {"said": entry.text, "to": entry.chat.text}
        case Became():
            return {"lead": entry.lead, "is": str(entry.status)}


def _entry(line: str, path: Path, number: int) -> tuple[datetime, Entry]:
    try:
        plain: dict[str, Any] = json.loads(line)
        return aware(datetime.fromisoformat(plain["at"])), _value(plain)
    except (Invalid, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"{path}, line {number}: this is no line of a recording ({type(error).__name__})") from error


def _value(plain: dict[str, Any]) -> Entry:
    if "house" in plain:
        policy, pros = (codec.from_plain(part) for part in plain["house"])
        return House(policy, tuple(pros))
    if "heard" in plain:
        heard: Heard = codec.from_plain(plain["heard"])
        return heard
    if "read" in plain:
        return Read(str(plain["read"]), codec.from_plain(plain["as"]))
    if "lead" in plain:
        return Became(str(plain["lead"]), Status(plain["is"]))
    return Said(ChatKey(plain["to"]), str(plain["said"]))
