"""Looks for whatever waits and knocks for it. This, not any queue, is the promise that nothing stays behind."""

from fixi.domain.events import Woken
from fixi.ports.clock import Clock
from fixi.ports.queues import Inbox, Letter, Task, Wakeups
from fixi.ports.storage import Outbox, Repository

AT_ONCE = 500


class Sweep:
    """Finds due documents, unread inboxes and waiting outboxes."""

    def __init__(self, repository: Repository, inbox: Inbox, outbox: Outbox, wakeups: Wakeups, clock: Clock) -> None:
        self._repository = repository
        self._inbox = inbox
        self._outbox = outbox
        self._wakeups = wakeups
        self._clock = clock

    async def __call__(self) -> int:
        """Knock for everything that waits; how many knocks that took."""
        at = self._clock.now()
        turns: dict[str, None] = {}
        for key, version in await self._repository.due(at, AT_ONCE):
            # One letter for each version: as long as nothing has changed, one is enough.
            letter = Letter(f"{key}:{version}:woken", key.address, Woken(at=at), key)
            await self._inbox.put(letter)
            turns[key.address] = None
        turns |= dict.fromkeys(await self._inbox.waiting(AT_ONCE))
        for address in turns:
            await self._wakeups.knock(Task.TURN, address)
        speaking = await self._outbox.waiting(at, AT_ONCE)
        for key in speaking:
            await self._wakeups.knock(Task.DELIVER, str(key))
        return len(turns) + len(speaking)
