"""Sends through a Green API account."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fixi.adapters.greenapi.client import GreenApi, wire_chat
from fixi.adapters.greenapi.outgoing import Given, Outgoing
from fixi.adapters.greenapi.parts import Part, comparable, parts_of, texts_of, words_of
from fixi.domain.account import AccountState
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.guard import Channel
from fixi.domain.values import ChatKey, Media
from fixi.ports.clock import Clock
from fixi.ports.media import Files
from fixi.ports.messaging import Message, Messenger

# "May take up to two minutes": until then a journal that does not have a message says nothing about it.
SETTLE = timedelta(seconds=135)
ASK_AGAIN = timedelta(seconds=20)
# After this long no further request of the same message is begun: the lease of who sends it must outlive the last one.
PARTS_SECONDS = 10.0
REMEMBERED = 5_000
CHANNEL = Channel("greenapi", proof=True, first_contacts=True, paced=True)
# A method in beta, which an account, a plan or a chat may not have: the text lists the choices all the same.
NO_BUTTONS = frozenset({"bad-request", "wrong-instance", "wrong-method", "over-quota"})

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Begun:
    """How far a message has come whose sending was broken off."""

    message: Message
    done: int


class GreenApiMessenger(Messenger):
    """See Messenger. A message is one request, or several: its files, and its words last.

    - Buttons that cannot be shown are left out: the text lists the choices with their numbers.
    - A file that is refused is left out too and told to the log; so is one that our own store does not give out the
      second time it is asked. The words it came with still matter.
    - Words above 10,000 characters go as several messages; the id is that of the last.
    - What was broken off is taken up again where it broke, by the process that began it. Another one begins anew, so
      that files may come twice; words do not.
    """

    def __init__(
        self,
        api: GreenApi,
        clock: Clock,
        files: Files,
        *,
        buttons: bool = True,
        typing: timedelta = timedelta(),
        settle: timedelta = SETTLE,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = api
        self._clock = clock
        self._files = files
        self._outgoing = Outgoing(api, clock)
        self._buttons = buttons
        self._typing = typing
        self._settle = settle
        self._stopwatch = stopwatch
        self._begun: OrderedDict[str, _Begun] = OrderedDict()
        self._lost: OrderedDict[str, datetime] = OrderedDict()
        self._mine: OrderedDict[str, None] = OrderedDict()
        self._missed: OrderedDict[str, None] = OrderedDict()

    @property
    def channel(self) -> Channel:
        """See Messenger."""
        return CHANNEL

    async def send(self, message: Message) -> str:
        """See Messenger."""
        parts = parts_of(message, buttons=self._buttons, typing=self._typing)
        begun = self._begun.pop(message.id, None)
        done = begun.done if begun is not None and begun.message == message else 0
        reference, started = "", self._stopwatch()
        while done < len(parts):
            try:
                if reference:
                    self._in_time(started)
                reference = await self._one(message.chat, parts[done], started) or reference
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
        _keep(self._mine, reference, None)
        return reference

    async def _one(self, chat: ChatKey, part: Part, started: float) -> str:
        """The provider's id of this part; empty for a file that it does not take, or that we do not have."""
        try:
            if part.file is not None:
                return await self._upload(chat, part, part.file, started)
            return await self._api.send(part.method, part.body)
        except Refused as error:
            if not part.words:
                log.warning("file refused", extra={"reason": error.reason})
                return ""
            if part.plain is None or error.reason not in NO_BUTTONS:
                raise
        self._in_time(started)
        return await self._api.send(part.plain.method, part.plain.body)

    async def _upload(self, chat: ChatKey, part: Part, file: Media, started: float) -> str:
        name = file.kept or ""
        missed = f"{chat}/{name}"
        try:
            content = await self._files.get(name)
        except Unavailable as error:
            if missed in self._missed:
                raise Refused("no-store") from None
            _keep(self._missed, missed, None)
            raise Unavailable(str(error), timedelta(seconds=5)) from None
        self._missed.pop(missed, None)
        self._in_time(started)
        return await self._api.upload(chat, part.body["fileName"], content, file.mime)

    def _in_time(self, started: float) -> None:
        if self._stopwatch() - started > PARTS_SECONDS:
            raise Unavailable("greenapi: slow", timedelta(seconds=1))

    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        """See Messenger. The provider's journal is up to two minutes behind, so an early no is no answer."""
        try:
            given = await self._outgoing.since(since)
        except Refused as error:
            raise Unavailable(f"greenapi journal: {error.reason}") from None
        found = _found(given, message, since)
        asked = max(since, self._lost.get(message.id, since))
        left = asked + self._settle - self._clock.now()
        # What this process got an id for is no news of the one that was lost.
        if left > timedelta() and all(reference in self._mine for reference in found):
            raise Unavailable("greenapi journal: too early", min(left, ASK_AGAIN))
        return found

    async def state(self) -> AccountState:
        """How the account is."""
        return await self._api.state()

    async def read(self, chat: ChatKey, reference: str | None = None) -> bool:
        """Show the person that it was read."""
        return await self._api.read(chat, reference)

    async def type(self, chat: ChatKey, time: timedelta) -> None:
        """Show the person that an answer is being written."""
        await self._api.type(chat, time)


def _found(given: Given, message: Message, since: datetime) -> tuple[str, ...]:
    """The ids of what carries the last words of this message to this chat, in order of time."""
    chat, wanted = wire_chat(message.chat), comparable((texts_of(message) or ("",))[-1])
    # The journal counts whole seconds of the provider's clock, and so does what we know of that: better one too many.
    earliest = int((since + given.ahead).timestamp()) - 1
    moments: dict[str, float] = {}
    for entry in given.sent:
        moment = entry.number("timestamp")
        ours = entry.get("sendByApi") is not False  # typed on the business phone otherwise
        if ours and entry.text("chatId") == chat and wanted in words_of(entry) and moment and moment >= earliest:
            moments[entry.line("idMessage")] = moment
    for entry in given.queued:  # without a time, and newer than all that went out
        body = entry.body("body")
        if body.text("chatId") == chat and wanted in words_of(body):
            moments.setdefault(entry.line("messageID", "idMessage"), float("inf"))
    return tuple(sorted(filter(None, moments), key=moments.__getitem__))


def _keep[T](memory: OrderedDict[str, T], name: str, value: T) -> None:
    """Remember it, and forget the oldest when there is too much."""
    memory[name] = value
    memory.move_to_end(name)
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
