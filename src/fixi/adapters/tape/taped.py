"""Ports that write down what goes through them. A disk that fails costs the recording a line, and nobody a message."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from fixi.adapters.tape.tape import Became, Entry, House, Read, Said, Tape, mark
from fixi.domain.events import Heard
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.guard import Channel
from fixi.domain.lead.states import LeadState, status
from fixi.domain.policy import Policy
from fixi.domain.professional import Professional
from fixi.domain.values import Key, Kind
from fixi.ports.ai import Reader
from fixi.ports.clock import Clock
from fixi.ports.messaging import Inbound, Message, Messenger, WebhookParser
from fixi.ports.storage import Change, Policies, Professionals, Record, Repository

PAGE = 500

log = logging.getLogger(__name__)


class TapedParser(WebhookParser):
    """Another parser, and a line for every message that it understood."""

    def __init__(self, parser: WebhookParser, tape: Tape) -> None:
        self._parser = parser
        self._tape = tape

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """See WebhookParser."""
        return self._parser.authentic(headers, body)

    def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
        """See WebhookParser."""
        inbound = self._parser.parse(body, at)
        for item in inbound:
            if isinstance(item, Heard):
                _write(self._tape, item, at)
        return inbound


class TapedReader(Reader):
    """Another reader, and a line for everything that it read; before the first one, a line about the house."""

    def __init__(
        self, reader: Reader, tape: Tape, professionals: Professionals, policies: Policies, clock: Clock
    ) -> None:
        self._reader = reader
        self._tape = tape
        self._professionals = professionals
        self._policies = policies
        self._clock = clock
        self._known: tuple[int, Policy] | None = None

    async def read(self, task: ReadingTask) -> Reading:
        """See Reader."""
        known = await self._professionals.edition(), await self._policies.current()
        if known != self._known:
            self._known = known
            _write(self._tape, House(known[1], await self._everybody()), self._clock.now())
        reading = await self._reader.read(task)
        _write(self._tape, Read(mark(task), reading), self._clock.now())
        return reading

    async def _everybody(self) -> tuple[Professional, ...]:
        found = page = await self._professionals.listed("", PAGE)
        while len(page) == PAGE:
            page = await self._professionals.listed(page[-1].id, PAGE)
            found = (*found, *page)
        return found


class TapedMessenger(Messenger):
    """Another messenger, and a line for every message that it took."""

    def __init__(self, messenger: Messenger, tape: Tape, clock: Clock) -> None:
        self._messenger = messenger
        self._tape = tape
        self._clock = clock

    @property
    def channel(self) -> Channel:
        """See Messenger."""
        return self._messenger.channel

    async def send(self, message: Message) -> str:
        """See Messenger."""
        sent = await self._messenger.send(message)
        _write(self._tape, Said(message.chat, message.text), self._clock.now())
        return sent

    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        """See Messenger."""
        return await self._messenger.sent(message, since)


class TapedRepository(Repository):
    """Another repository, and a line for every status that a lead gets."""

    def __init__(self, repository: Repository, tape: Tape, clock: Clock) -> None:
        self._repository = repository
        self._tape = tape
        self._clock = clock

    async def load(self, key: Key) -> Record | None:
        """See Repository."""
        return await self._repository.load(key)

    async def save(self, change: Change) -> None:
        """See Repository."""
        await self._repository.save(change)
        if change.key.kind is Kind.LEAD and (now := status(cast(LeadState, change.state))) is not None:
            _write(self._tape, Became(change.key.id, now), self._clock.now())

    async def due(self, at: datetime, limit: int) -> tuple[tuple[Key, int], ...]:
        """See Repository."""
        return await self._repository.due(at, limit)


def _write(tape: Tape, entry: Entry, at: datetime) -> None:
    try:
        tape.write(entry, at)
    except OSError as error:
        log.warning("recording failed", extra={"kind": type(error).__name__})
