"""Read-through copies: a document that was saved a moment ago need not be asked of the database again.

A copy is taken out when it is read and put back when everything of the turn is in the database, errands marked and
all. So whoever dies on the way leaves no copy, and what a copy says was true when its document was last changed. Should
one be older all the same (somebody saved without the lease), the save finds another version: Conflict, and the next
try reads the truth, for the copy is out. There is a copy only while nothing but words waits in the outbox, and
those are the deliverer's: a copy never brings back an errand that was done.

A Redis that does not answer costs the copy and nothing else.
"""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fixi.adapters import codec
from fixi.adapters.redis.client import RedisClient
from fixi.domain.effects import Errand
from fixi.domain.errors import FixiError
from fixi.domain.guard import Spoken
from fixi.domain.values import Key
from fixi.ports.storage import Change, Entry, LedgerEntry, Outbox, Record, Repository

LIFETIME = timedelta(hours=1)
MOST_USED = 600  # the database keeps the last 500 ids; a copy that has grown beyond this begins anew with those
MOST_OPEN = 1000

log = logging.getLogger(__name__)


class Copies:
    """The copies themselves, and what this process has read, or saved and not marked yet."""

    def __init__(self, client: RedisClient, lifetime: timedelta = LIFETIME) -> None:
        self._client = client
        self._seconds = max(1, int(lifetime.total_seconds()))
        self._read: OrderedDict[Key, Record] = OrderedDict()
        self._saved: OrderedDict[Key, tuple[asyncio.Task[Any] | None, Record]] = OrderedDict()

    async def take(self, key: Key) -> Record | None:
        """The copy, which is gone then."""
        self._saved.pop(key, None)
        try:
            text = await self._client.ask("GETDEL", self._name(key))
            record = _record(key, text) if text is not None else None
        except (FixiError, TypeError, ValueError) as error:  # what another version has written may be of any form
            log.info("no copy", extra={"kind": type(error).__name__})
            return None
        if record is not None:
            self.was_read(record)
        return record

    def was_read(self, record: Record) -> None:
        """This is what the document was before it is changed."""
        _remember(self._read, record.key, record)

    async def was_saved(self, change: Change) -> None:
        """The change is in the database."""
        before = self._read.pop(change.key, None)
        if before is None or before.version != change.version:
            # Without what was read the ids that it has used are only known of a new document.
            if change.version:
                await self._drop(change.key)
                return
            before = Record(change.key, 0, change.state)
        waits = before.errands or any(isinstance(entry.effect, Errand) for entry in change.outbox)
        used = before.used | set(change.used)
        after = replace(before, version=change.version + 1, state=change.state, used=used, errands=())
        if waits:
            _remember(self._saved, change.key, (asyncio.current_task(), after))
        else:
            await self._put(after)

    async def was_marked(self, key: Key, left: tuple[Entry, ...]) -> None:
        """Something was marked as done, and this is left.

        Only for the turn that has saved it is that still the newest: whoever marks later may do so behind another save.
        """
        task, after = self._saved.get(key, (None, None))
        if after is None or task is not asyncio.current_task():
            return
        if not any(isinstance(entry.effect, Errand) for entry in left):
            del self._saved[key]
            await self._put(after)

    async def _put(self, record: Record) -> None:
        if len(record.used) > MOST_USED:
            return
        text = codec.dump((record.version, record.state, tuple(record.used)))
        try:
            await self._client.ask("SET", self._name(record.key), text, "EX", self._seconds)
        except FixiError as error:
            log.info("no copy", extra={"kind": type(error).__name__})

    async def _drop(self, key: Key) -> None:
        try:
            await self._client.ask("DEL", self._name(key), again=True)
        except FixiError as error:
            log.info("no copy", extra={"kind": type(error).__name__})

    def _name(self, key: Key) -> str:
        return self._client.key("copy", str(key))


def _remember[Value](known: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > MOST_OPEN:
        known.popitem(last=False)


def _record(key: Key, text: str) -> Record:
    version, state, used = codec.load(text)
    return Record(key, version, state, frozenset(used))


class CopiedRepository(Repository):
    """See Repository."""

    def __init__(self, repository: Repository, copies: Copies) -> None:
        self._repository = repository
        self._copies = copies

    async def load(self, key: Key) -> Record | None:
        """See Repository."""
        record = await self._copies.take(key)
        if record is not None:
            return record
        record = await self._repository.load(key)
        if record is not None:
            self._copies.was_read(record)
        return record

    async def save(self, change: Change) -> None:
        """See Repository."""
        await self._repository.save(change)
        await self._copies.was_saved(change)

    async def due(self, at: datetime, limit: int) -> tuple[tuple[Key, int], ...]:
        """See Repository."""
        return await self._repository.due(at, limit)


class CopiedOutbox(Outbox):
    """See Outbox."""

    def __init__(self, outbox: Outbox, copies: Copies) -> None:
        self._outbox = outbox
        self._copies = copies

    async def pending(self, key: Key) -> tuple[Entry, ...]:
        """See Outbox."""
        return await self._outbox.pending(key)

    async def sending(self, key: Key, entry: str, at: datetime) -> bool:
        """See Outbox."""
        return await self._outbox.sending(key, entry, at)

    async def again(self, key: Key, entry: str, after: datetime, *, unknown: bool, tries: int | None = None) -> None:
        """See Outbox."""
        await self._outbox.again(key, entry, after, unknown=unknown, tries=tries)

    async def done(
        self, key: Key, entries: tuple[str, ...], line: LedgerEntry | None = None, said: Spoken | None = None
    ) -> tuple[Entry, ...]:
        """See Outbox."""
        left = await self._outbox.done(key, entries, line, said)
        await self._copies.was_marked(key, left)
        return left

    async def waiting(self, at: datetime, limit: int) -> tuple[Key, ...]:
        """See Outbox."""
        return await self._outbox.waiting(at, limit)
