"""A queue that has lost what it held gets it back: messages from the provider's journal, letters from their senders.

Everything comes with the id that it had before. What was used already is known to the book or to its reader's document,
what is still unread to the queue, so doing this once too often does no harm.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched

from fixi.domain.effects import Tell
from fixi.domain.errors import Refused
from fixi.domain.events import Heard, Receipt
from fixi.domain.values import Key
from fixi.ports.clock import Clock
from fixi.ports.messaging import Echo, Ignored, Inbound, Journal
from fixi.ports.queues import Inbox, Letter
from fixi.ports.storage import Entry, Ledger, LedgerEntry, Outbox, Repository, Told

LOOKS_BACK = timedelta(hours=24)
# A letter that nobody has used for an hour after it was sent: then nobody has worked for an hour.
LETTERS_BACK = timedelta(hours=1)
# What came right before the first start may have been meant for us: it took us a moment to be there.
STARTING = timedelta(minutes=10)
BEGUN = "system:begun"
AT_ONCE = 500
MANY = 10_000

# An entry of our own book may be a moment behind what the provider tells; nobody is in a hurry here.
SETTLED = timedelta(minutes=10)
LOOKED_AT = 200

type Receiver = Callable[[tuple[Inbound, ...], datetime], Awaitable[object]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What the provider's journal holds: how many messages, and those that are neither in the book nor unread."""

    messages: int
    missing: tuple[Inbound, ...]
    echoes: tuple[Echo, ...] = ()

    def overdue(self, at: datetime) -> int:
        """How many of the missing ones came before this moment; what we leave alone is in the book at once."""
        return sum(isinstance(item, Ignored) or item.at < at for item in self.missing)


class Reconcile:
    """Puts into the inbox again what should be there and is not."""

    def __init__(
        self,
        journal: Journal,
        receive: Receiver,
        ledger: Ledger,
        inbox: Inbox,
        repository: Repository,
        outbox: Outbox,
        told: Told,
        clock: Clock,
    ) -> None:
        self._journal = journal
        self._receive = receive
        self._ledger = ledger
        self._inbox = inbox
        self._repository = repository
        self._outbox = outbox
        self._told = told
        self._clock = clock

    async def __call__(self) -> int:
        """How many messages and letters came back. Raises Unavailable; what was put until then stays."""
        messages = len((await self.mend()).missing)
        letters = await self._letters(self._clock.now())
        log.info("reconciled", extra={"messages": messages, "letters": letters})
        return messages + letters

    async def mend(self) -> Found:
        """Take in what is missing of the provider's journal: what that was. Raises Unavailable, as above."""
        at = self._clock.now()
        await self._ledger.write(LedgerEntry(BEGUN, at, "note", BEGUN, "begun"))
        found = await self.compare()
        came_back = [item for item in found.missing if await self._received(item, at)]
        await self._others(found.echoes, at)
        return replace(found, missing=tuple(came_back))

    async def compare(self) -> Found:
        """The provider's journal beside the book and the queue."""
        at = self._clock.now()
        # What a provider knows from before there was a book was never meant for us.
        begun = [line.at for line in await self._ledger.lines(BEGUN, 1)]
        since = max([at - LOOKS_BACK, *(first - STARTING for first in begun)])
        inbound: dict[str, Inbound] = {}
        echoes: dict[str, Echo] = {}
        for item in await self._journal.incoming(since):
            if isinstance(item, Echo):
                echoes.setdefault(item.id, item)
            elif not isinstance(item, Ignored) or item.message:
                inbound.setdefault(item.id, item)
        # A message goes from the inbox into the book: asked in the opposite order it could be missed in both.
        left = await self._unknown(inbound.values())
        unread = await self._unread(left)
        left = await self._unknown(item for item in left if item.id not in unread)
        return Found(len(inbound), tuple(left), tuple(echoes.values()))

    async def _others(self, echoes: tuple[Echo, ...], at: datetime) -> None:
        """What another program has sent through the account goes into the book, once; nobody is hushed for it.

        Ours is what the book has the provider's id of. Of a message that took several requests it has the last one's:
        the others are known by their words, and files without words are taken for ours.
        """
        settled = [echo for echo in echoes if echo.at <= at - SETTLED and echo.text.strip()]
        if not settled:
            return
        # A journal tells the moment of the last thing that happened to a message: it may have gone out long before.
        ours = await self._ledger.sent(at - LOOKS_BACK - STARTING)
        told = [echo for echo in settled if echo.message not in ours]
        noted = [await self._ledger.known(tuple(echo.id for echo in some)) for some in batched(told, AT_ONCE)]
        for echo in told:
            if any(echo.id in ids for ids in noted) or await self._said(echo):
                continue
            key = Key.client(echo.chat)
            line = LedgerEntry(echo.id, echo.at, "other", str(key), "sent", "", echo.text, echo.message)
            if await self._ledger.write(line):
                log.warning("sent by another program", extra={"key": key.masked})

    async def _said(self, echo: Echo) -> bool:
        words = " ".join(echo.text.split())
        for key in (Key.client(echo.chat), Key.pro(echo.chat.text)):
            lines = await self._ledger.lines(str(key), LOOKED_AT)
            if any(line.kind == "out" and words in " ".join(line.text.split()) for line in lines):
                return True
        return False

    async def _received(self, item: Inbound, at: datetime) -> bool:
        """As if it had just come; one that can never be kept does not hold the others."""
        try:
            await self._receive((item,), at)
        except Refused as error:
            log.warning("not received", extra={"reason": error.reason})
            return False
        return True

    async def _unknown(self, inbound: Iterable[Inbound]) -> list[Inbound]:
        left: list[Inbound] = []
        for some in batched(inbound, AT_ONCE):
            known = await self._ledger.known(tuple(item.id for item in some))
            left += [item for item in some if item.id not in known]
        return left

    async def _unread(self, inbound: list[Inbound]) -> frozenset[str]:
        chats = dict.fromkeys(f"chat:{item.chat}" for item in inbound if isinstance(item, Heard | Receipt))
        return frozenset([letter.id for chat in chats for letter in await self._inbox.unread(chat)])

    async def _letters(self, at: datetime) -> int:
        """Letters that are to be sent, and then those that were: whichever way one goes meanwhile, it is among them."""
        came_back = 0
        for key in await self._outbox.waiting(at, MANY):
            with suppress(Refused):  # nobody can read it: its errands have failed, and whoever tries them says so
                came_back += await self._put(await self._outbox.pending(key))
        some: list[Entry] = []
        async for entry in self._told.since(at - LETTERS_BACK):
            some.append(entry)
            if len(some) == AT_ONCE:
                came_back += await self._put(some)
                some = []
        return came_back + await self._put(some)

    async def _put(self, entries: Iterable[Entry]) -> int:
        """Put these into the inboxes of their readers, but for what a reader has used."""
        letters: dict[Key, list[Letter]] = {}
        for entry in entries:
            if isinstance(entry.effect, Tell):
                to = entry.effect.to
                letters.setdefault(to, []).append(Letter(entry.id, to.address, entry.effect.event, to))
        came_back = 0
        for to, mail in letters.items():
            used = await self._used(to)
            for letter in mail:
                came_back += letter.id not in used and await self._inbox.put(letter)
        return came_back

    async def _used(self, key: Key) -> frozenset[str]:
        try:
            record = await self._repository.load(key)
        except Refused:  # nobody can read it now; the letters wait for who mends it
            return frozenset()
        return record.used if record is not None else frozenset()
