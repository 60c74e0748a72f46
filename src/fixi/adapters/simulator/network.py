"""The simulated phone network: what a provider would know, kept in a folder and outliving every process.

Two journals: `incoming`, the webhook bodies with the moment they came, and `outgoing`, what phones show: messages that
were accepted from us, and what simulated people typed. Without a folder the same is kept in memory.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from fixi.adapters.files_by_day import DayFiles
from fixi.domain.errors import Invalid
from fixi.domain.values import ChatKey
from fixi.ports.clock import Clock
from fixi.ports.media import FILE_NAME
from fixi.ports.messaging import Button, Message
from fixi.ports.town import Bubble, Person, Tick

KEPT_DAYS = 3
FILES = "https://town.invalid/files/"  # leads nowhere: what is there is handed out here
FURTHEST = tuple(Tick)


class InMemory:
    """A journal without a folder: the same methods as DayFiles, for one process."""

    def __init__(self) -> None:
        self._entries: list[tuple[datetime, dict[str, Any]]] = []
        self._read = 0

    def append(self, entry: dict[str, Any], at: datetime) -> None:
        """See DayFiles."""
        self._entries.append((at, entry))

    def fresh(self) -> list[tuple[str, dict[str, Any]]]:
        """See DayFiles."""
        fresh = [("", entry) for _, entry in self._entries[self._read :]]
        self._read = len(self._entries)
        return fresh

    def days(self) -> set[str]:
        """See DayFiles."""
        return {""}

    def since(self, day: date) -> Iterator[dict[str, Any]]:
        """See DayFiles."""
        return iter([entry for at, entry in self._entries if at.astimezone(UTC).date() >= day])

    def forget(self, before: datetime) -> None:
        """Nobody asks for what is older."""
        if self._entries and self._entries[0][0] < before:
            self._entries = [kept for kept in self._entries if kept[0] >= before]


class Network:
    """Every phone, and the provider between them and us. Raises OSError when its folder cannot be used."""

    def __init__(self, clock: Clock, folder: Path | None = None) -> None:
        self._clock = clock
        self._incoming = InMemory() if folder is None else DayFiles(folder, "incoming", KEPT_DAYS)
        self._outgoing = InMemory() if folder is None else DayFiles(folder, "outgoing", KEPT_DAYS)
        # Several processes name messages, and none knows of the others.
        self._name = "sim" if folder is None else f"sim-{secrets.token_hex(4)}"
        self._numbers = count(1)
        self._screens: dict[str, dict[ChatKey, list[Bubble]]] = {}
        self._ticks: dict[str, dict[tuple[ChatKey, str], Tick]] = {}
        self._people: dict[ChatKey, Person] = {}
        self._files = folder / "files" if folder is not None else None
        self._kept: dict[str, bytes] = {}
        self._edition = 0

    # What is sent

    def accept(self, message: Message) -> str:
        """Take a message over, show it, and give it a name; once this returns it is in the journal."""
        reference = f"{self._name}-{next(self._numbers)}"
        at = self._clock.now()
        entry = {
            "at": at.isoformat(),
            "id": reference,
            "message": message.id,
            "chat": message.chat.text,
            "text": message.text,
            "buttons": [[button.id, button.label] for button in message.buttons],
            "media": [media.url for media in message.media],
        }
        self._outgoing.append(entry, at)
        return reference

    def typed(self, chat: ChatKey, reference: str, text: str, kind: str = "text", media: tuple[str, ...] = ()) -> None:
        """What the person himself sent, as his own screen shows it."""
        at = self._clock.now()
        entry = {"at": at.isoformat(), "id": reference, "chat": chat.text, "text": text}
        self._outgoing.append({**entry, "kind": kind, "media": list(media)}, at)

    def ticked(self, chat: ChatKey, reference: str, tick: Tick) -> None:
        """How far a message has come; one that has come further stays there."""
        at = self._clock.now()
        self._outgoing.append({"at": at.isoformat(), "id": reference, "chat": chat.text, "tick": tick.value}, at)

    def place(self, person: Person) -> None:
        """Somebody is in the town."""
        at = self._clock.now()
        entry = {"at": at.isoformat(), "chat": person.chat.text, "person": person.name, "away": person.away}
        self._outgoing.append(entry, at)

    def people(self) -> tuple[Person, ...]:
        """Whoever was placed, and whoever has anything on his screen; in the order of their coming."""
        self._look()
        return tuple(self._people.values())

    def edition(self) -> int:
        """Grows with everything that is seen on a phone."""
        self._look()
        return self._edition

    def screen(self, chat: ChatKey) -> tuple[Bubble, ...]:
        """Everything on this phone, the oldest first."""
        self._look()
        ticks = {key: tick for day in sorted(self._ticks) for key, tick in self._ticks[day].items()}
        bubbles = (bubble for day in sorted(self._screens) for bubble in self._screens[day].get(chat, ()))
        return tuple(replace(bubble, tick=ticks.get((chat, bubble.id))) for bubble in bubbles)

    def outgoing(self) -> tuple[Bubble, ...]:
        """Everything that was accepted from us; phone by phone, the oldest first."""
        self._look()
        every = (bubbles for day in sorted(self._screens) for bubbles in self._screens[day].values())
        return tuple(bubble for bubbles in every for bubble in bubbles if bubble.ours)

    def _look(self) -> None:
        for day, entry in self._outgoing.fresh():
            try:
                chat = ChatKey(entry["chat"])
                if "tick" in entry:
                    self._tick(day, chat, str(entry["id"]), Tick(entry["tick"]))
                elif "person" in entry:
                    self._people[chat] = Person(chat, str(entry["person"]), away=bool(entry["away"]))
                else:
                    self._screens.setdefault(day, {}).setdefault(chat, []).append(_bubble(entry))
                    self._people.setdefault(chat, Person(chat, ""))
                self._edition += 1
            except (Invalid, KeyError, TypeError, ValueError):
                continue  # somebody else's line
        for gone in self._screens.keys() - self._outgoing.days():
            del self._screens[gone]
        for gone in self._ticks.keys() - self._outgoing.days():
            del self._ticks[gone]

    def _tick(self, day: str, chat: ChatKey, reference: str, tick: Tick) -> None:
        known = self._ticks.setdefault(day, {})
        earlier = [ticks[chat, reference] for ticks in self._ticks.values() if (chat, reference) in ticks]
        known[chat, reference] = max(tick, *earlier, key=FURTHEST.index) if earlier else tick

    # Files of people

    def keep(self, content: bytes, extension: str) -> str:
        """A file that a person sends; the address where it is."""
        name = f"{hashlib.sha256(content).hexdigest()}.{extension}"
        if self._files is None:
            self._kept[name] = content
        else:
            self._files.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._files / name).write_bytes(content)
        return f"{FILES}{name}"

    def file(self, url: str) -> bytes | None:
        """What is at this address of ours; None when there is nothing, or it is not one of ours."""
        name = url.removeprefix(FILES)
        if name == url or not FILE_NAME.fullmatch(name):
            return None
        if self._files is None:
            return self._kept.get(name)
        path = self._files / name
        return path.read_bytes() if path.is_file() else None

    # What comes in

    def remember(self, body: bytes, at: datetime) -> None:
        """Keep a body that was posted to us, byte by byte."""
        if isinstance(self._incoming, InMemory):
            self._incoming.forget(at - timedelta(days=KEPT_DAYS + 1))
        try:
            entry = {"at": at.isoformat(), "body": body.decode()}
        except UnicodeDecodeError:
            entry = {"at": at.isoformat(), "base64": base64.b64encode(body).decode()}
        self._incoming.append(entry, at)

    def incoming(self, since: datetime) -> Iterator[tuple[datetime, bytes]]:
        """The bodies that came since then, the oldest first, with the moment they came."""
        for entry in self._incoming.since(since.astimezone(UTC).date()):
            try:
                at, body = datetime.fromisoformat(entry["at"]), _body(entry)
                if at >= since:
                    yield at, body
            except (KeyError, TypeError, ValueError):
                continue  # somebody else's line

    def close(self) -> None:
        """Let go of the files; what is done later opens them again."""
        for journal in (self._incoming, self._outgoing):
            if isinstance(journal, DayFiles):
                journal.close()


def _bubble(entry: dict[str, Any]) -> Bubble:
    message = str(entry.get("message", ""))
    buttons = tuple(Button(str(name), str(label)) for name, label in entry.get("buttons", ()))
    media = tuple(str(url) for url in entry.get("media", ()))
    at = datetime.fromisoformat(entry["at"])
    kind = str(entry.get("kind", "text"))
    return Bubble(str(entry["id"]), at, bool(message), str(entry["text"]), buttons, media, message, kind)


def _body(entry: dict[str, Any]) -> bytes:
    if "body" in entry:
        return str(entry["body"]).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(entry["base64"])
    except binascii.Error as error:
        raise ValueError("no base64") from error
