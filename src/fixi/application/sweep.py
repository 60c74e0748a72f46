"""Looks for whatever waits and knocks for it. This, not any queue, is the promise that nothing stays behind."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from fixi.domain.errors import FixiError
from fixi.domain.events import Woken
from fixi.ports.clock import Clock
from fixi.ports.queues import Continuity, Inbox, Leases, Letter, Task, Ticks, Wakeups
from fixi.ports.storage import TOLD_FOR, Outbox, Repository, Told

AT_ONCE = 500
LEASE = timedelta(seconds=30)  # who takes longer is joined by another one, which does no harm
MENDING = "reconcile"
HOUR = timedelta(hours=1)

log = logging.getLogger(__name__)


class Sweep:
    """Finds due documents, unread inboxes and waiting outboxes; and a queue that has forgotten what it held."""

    def __init__(
        self,
        repository: Repository,
        inbox: Inbox,
        outbox: Outbox,
        told: Told,
        wakeups: Wakeups,
        leases: Leases,
        ticks: Ticks,
        continuity: Continuity,
        reconcile: Callable[[], Awaitable[int]],
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._inbox = inbox
        self._outbox = outbox
        self._told = told
        self._wakeups = wakeups
        self._leases = leases
        self._ticks = ticks
        self._continuity = continuity
        self._reconcile = reconcile
        self._clock = clock

    async def __call__(self) -> int:
        """Knock for everything that waits; how many knocks that took."""
        if not await self._continuity.unbroken():
            await self._mend()
        at = self._clock.now()
        # The queue first: what is unread in it needs no database to be found, and that may be slow or away.
        turns = dict.fromkeys(await self._inbox.waiting(AT_ONCE))
        for address in turns:
            await self._wakeups.knock(Task.TURN, address)
        for key, version in await self._repository.due(at, AT_ONCE):
            # One letter for each version: as long as nothing has changed, one is enough.
            letter = Letter(f"{key}:{version}:woken", key.address, Woken(at=at), key)
            await self._inbox.put(letter)
            if key.address not in turns:
                turns[key.address] = None
                await self._wakeups.knock(Task.TURN, key.address)
        speaking = await self._outbox.waiting(at, AT_ONCE)
        for key in speaking:
            await self._wakeups.knock(Task.DELIVER, str(key))
        if await self._ticks.first("told", str(int(at.timestamp() // HOUR.total_seconds()))):
            await self._told.forget(at - TOLD_FOR)
        return len(turns) + len(speaking)

    async def _mend(self) -> None:
        """Bring back what the queue has lost. Whatever goes wrong, the next sweep tries again."""
        lease = await self._leases.take(MENDING, LEASE)
        if lease is None:
            return
        try:
            mark = await self._continuity.mark()
            await self._reconcile()
            await self._continuity.begin(mark)
        except FixiError as error:
            log.warning("reconcile failed", extra={"kind": type(error).__name__})
        finally:
            await self._leases.release(lease)
