"""What would have been sent: a file for each day, which only its owner may read."""

import secrets
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from fixi.adapters.files_by_day import DayFiles
from fixi.domain.errors import Invalid
from fixi.domain.values import ChatKey, Media, MediaKind
from fixi.ports.clock import Clock
from fixi.ports.messaging import Button, Filled, Message

KEPT_DAYS = 14
REFERENCE = "dry-"  # what every name begins with that is given here


@dataclass(frozen=True, slots=True)
class Unsent:
    """One message as it would have gone out."""

    id: str
    at: datetime
    message: Message


class Outgoing:
    """The journal of all processes on this folder. Raises OSError when it cannot be used."""

    def __init__(self, clock: Clock, folder: Path) -> None:
        self._clock = clock
        self._files = DayFiles(folder, "outgoing", KEPT_DAYS)
        # Several processes name messages, and none knows of the others.
        self._name = f"{REFERENCE}{secrets.token_hex(4)}"
        self._numbers = count(1)

    def accept(self, message: Message) -> str:
        """Write it down and give it a name; once this returns it is in the journal."""
        reference = f"{self._name}-{next(self._numbers)}"
        at = self._clock.now()
        self._files.append({"at": at.isoformat(), "id": reference, **_entry(message)}, at)
        return reference

    def since(self, moment: datetime) -> Iterator[Unsent]:
        """What was accepted at or after this moment, the oldest first."""
        return (found for found in self._all(moment.astimezone(UTC).date()) if found.at >= moment)

    def last(self, limit: int) -> tuple[Unsent, ...]:
        """The newest ones, the oldest of them first."""
        return tuple(deque(self._all(date.min), limit))

    def fresh(self) -> tuple[Unsent, ...]:
        """What was accepted since the last call."""
        return tuple(_unsent(entry for _, entry in self._files.fresh()))

    def close(self) -> None:
        """Let go of the file; what is done later opens it again."""
        self._files.close()

    def _all(self, day: date) -> Iterator[Unsent]:
        return _unsent(self._files.since(day))


def _entry(message: Message) -> dict[str, Any]:
    template = message.template
    return {
        "message": message.id,
        "chat": message.chat.text,
        "text": message.text,
        "buttons": [[button.id, button.label] for button in message.buttons],
        "media": [[media.kind, media.url, media.mime, media.name] for media in message.media],
        "template": [template.name, template.language, list(template.values)] if template is not None else None,
    }


def _unsent(entries: Iterable[dict[str, Any]]) -> Iterator[Unsent]:
    for entry in entries:
        try:
            yield _read(entry)
        except (Invalid, KeyError, TypeError, ValueError):
            continue  # somebody else's line


def _read(entry: dict[str, Any]) -> Unsent:
    name, language, values = entry.get("template") or ("", "", ())
    message = Message(
        str(entry["message"]),
        ChatKey(entry["chat"]),
        str(entry["text"]),
        tuple(Button(str(button), str(label)) for button, label in entry.get("buttons", ())),
        tuple(
            Media(MediaKind(kind), str(url), str(mime), str(file)) for kind, url, mime, file in entry.get("media", ())
        ),
        Filled(str(name), str(language), tuple(map(str, values))) if name else None,
    )
    return Unsent(str(entry["id"]), datetime.fromisoformat(entry["at"]), message)
