"""Sends through the Cloud API."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fixi.adapters.cloudapi.client import CloudApi
from fixi.adapters.cloudapi.parts import (
    LONGEST_LABEL,
    LONGEST_TEXT,
    MOST_BUTTONS,
    Part,
    file_name,
    mime_of,
    note_of,
    parts_of,
    sendable,
)
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.guard import Channel
from fixi.domain.values import Kind, Media
from fixi.ports.clock import Clock
from fixi.ports.media import Files
from fixi.ports.messaging import Message, Messenger
from fixi.ports.storage import Ledger

WINDOW = timedelta(hours=24)
CHANNEL = Channel(
    "cloudapi",
    window=WINDOW,
    longest_text=LONGEST_TEXT,
    most_buttons=MOST_BUTTONS,
    longest_label=LONGEST_LABEL,
)
# The first status of a message comes within seconds; one that has none by then was not accepted.
SETTLE = timedelta(minutes=2)
ASK_AGAIN = timedelta(seconds=20)
# After this long no further request of the same message is begun: the lease of who sends it must outlive the last one.
PARTS_SECONDS = 10.0
REMEMBERED = 5_000
UPLOADS_KEPT = timedelta(days=7)  # Meta keeps a file for thirty
LOOKED_AT = 200
# What is said of a button, and not of the person or the words.
NO_BUTTONS = frozenset({"bad-request", "wrong-type"})

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Begun:
    """How far a message has come whose sending was broken off."""

    message: Message
    done: int


class CloudApiMessenger(Messenger):
    """See Messenger. A message is one request, or several: its files, and its words last.

    - Buttons that cannot be shown are left out: the text lists the choices with their numbers.
    - A file that is refused is left out too and told to the log; the words it came with still matter.
    - Words above 4,096 characters go as several messages; the id is that of the last.
    - What was broken off is taken up again where it broke, by the process that began it. Another one begins anew, so
      that files may come twice; words do not.
    - Whether something was accepted is in the book: the statuses of a message bring our own id of it back.
    """

    def __init__(
        self,
        api: CloudApi,
        clock: Clock,
        files: Files,
        ledger: Ledger,
        *,
        settle: timedelta = SETTLE,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._clock = clock
        self._files = files
        self._ledger = ledger
        self._settle = settle
        self._stopwatch = stopwatch
        self._begun: OrderedDict[str, _Begun] = OrderedDict()
        self._lost: OrderedDict[str, datetime] = OrderedDict()
        self._missed: OrderedDict[str, None] = OrderedDict()
        self._uploads: OrderedDict[tuple[str, str], tuple[str, datetime]] = OrderedDict()

    @property
    def channel(self) -> Channel:
        """See Messenger."""
        return CHANNEL

    async def send(self, message: Message) -> str:
        """See Messenger."""
        parts = parts_of(message)
        left_out = sum(not sendable(media) for media in message.media)
        if left_out and message.template is None:
            log.warning("file refused", extra={"reason": "no-file", "times": left_out})
        begun = self._begun.pop(message.id, None)
        done = begun.done if begun is not None and begun.message == message else 0
        reference, started = "", self._stopwatch()
        while done < len(parts):
            try:
                if reference:
                    self._in_time(started)
                reference = await self._one(parts[done], started) or reference
            except Unavailable as error:
                if done:
                    _keep(self._begun, message.id, _Begun(message, done))
                if error.unknown:
                    _keep(self._lost, message.id, self._clock.now())
                raise
            done += 1
        if not reference:
            raise Refused("nothing-to-send")
        self._lost.pop(message.id, None)
        return reference

    async def _one(self, part: Part, started: float) -> str:
        """Meta's id of this part; empty for a file that it does not take, or that we do not have."""
        try:
            if part.file is not None:
                return await self._with_file(part, part.file, started)
            return await self._api.send(part.body)
        except Refused as error:
            if not part.words and error.reason != "window":
                log.warning("file refused", extra={"reason": error.reason})
                return ""
            if part.plain is None or error.reason not in NO_BUTTONS:
                raise
        self._in_time(started)
        return await self._api.send(part.plain.body)

    async def _with_file(self, part: Part, file: Media, started: float) -> str:
        media = await self._uploaded(file)
        self._in_time(started)
        kind = part.body["type"]
        return await self._api.send(part.body | {kind: part.body[kind] | {"id": media}})

    async def _uploaded(self, file: Media) -> str:
        """Meta's id of this file; one that went up lately is not sent up again."""
        name, mime = file.kept or "", mime_of(file)
        known = self._uploads.get((name, mime))
        if known is not None and self._clock.now() - known[1] < UPLOADS_KEPT:
            return known[0]
        media = await self._api.upload(file_name(file), await self._content(name), mime)
        _keep(self._uploads, (name, mime), (media, self._clock.now()))
        return media

    async def _content(self, name: str) -> bytes:
        """What our own store holds; what it does not give out the second time it is asked is left out."""
        try:
            content = await self._files.get(name)
        except Unavailable as error:
            if name in self._missed:
                raise Refused("no-store") from None
            _keep(self._missed, name, None)
            raise Unavailable(str(error), timedelta(seconds=5)) from None
        self._missed.pop(name, None)
        return content

    def _in_time(self, started: float) -> None:
        if self._stopwatch() - started > PARTS_SECONDS:
            raise Unavailable("cloudapi: slow", timedelta(seconds=1))

    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        """See Messenger. There is no journal: the statuses that came are the evidence, and they need a while."""
        note = note_of(message)
        chats = [f"{kind}:{message.chat}" for kind in (Kind.CLIENT, Kind.PRO)]
        lines = [line for chat in chats for line in await self._ledger.lines(chat, LOOKED_AT)]
        told = [line for line in lines if line.kind == "receipt" and line.text == note and line.at >= since]
        found = tuple(dict.fromkeys(line.ref for line in sorted(told, key=lambda line: line.at)))
        asked = max(since, self._lost.get(message.id, since))
        left = asked + self._settle - self._clock.now()
        if not found and left > timedelta():
            raise Unavailable("cloudapi: too early", min(left, ASK_AGAIN))
        return found


def _keep[K, T](memory: OrderedDict[K, T], name: K, value: T) -> None:
    """Remember it, and forget the oldest when there is too much."""
    memory[name] = value
    memory.move_to_end(name)
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
