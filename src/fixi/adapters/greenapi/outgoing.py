"""What the account remembers of what it was given to send: its queue, and its journal of outgoing messages."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.http.bodies import Body
from fixi.ports.clock import Clock

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Given:
    """The entries of both, and how much the provider's clock is ahead of ours."""

    queued: tuple[Body, ...]
    sent: tuple[Body, ...]
    ahead: timedelta


class Outgoing:
    """Asks for all chats at once: the account answers only one such question a second, and many may have it.

    Whoever asks before the request starts shares its answer; whoever asks later gets the next one.
    """

    def __init__(self, api: GreenApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._next: asyncio.Task[Given] | None = None
        self._since: datetime | None = None

    async def since(self, since: datetime) -> Given:
        """What was given from then on, and perhaps more. Raises Unavailable, or Refused."""
        self._since = min(self._since or since, since)
        if self._next is None:
            self._next = asyncio.create_task(self._ask())
            self._next.add_done_callback(_look)
        return await asyncio.shield(self._next)

    async def _ask(self) -> Given:
        since = [self._clock.now()]

        def begins() -> None:
            since.append(self._since or since[0])
            self._next = self._since = None

        try:
            # The queue first: what leaves it meanwhile is in the journal then, and not in neither.
            queued = await self._api.queued(begins)
            asked = self._clock.now()
            minutes = ceil((asked - min(since)) / MINUTE) + 1
            sent, theirs = await self._api.journal("lastOutgoingMessages", minutes)
        finally:
            if len(since) == 1:  # it never began: nobody else may wait for it
                begins()
        return Given(tuple(queued), tuple(map(Body, sent)), theirs - self._clock.now() if theirs else timedelta())


def _look(task: asyncio.Task[Given]) -> None:
    """Whoever waited may be gone; that it failed is then nobody's concern."""
    if not task.cancelled():
        task.exception()
