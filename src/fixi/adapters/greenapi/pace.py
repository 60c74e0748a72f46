"""The pace that the account allows, for one process or for all of them together."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import override

from fixi.domain.errors import FixiError, Unavailable
from fixi.ports.queues import Slots

TICK = 0.001  # seconds; no clock that is slept by is finer
MARGIN = 1.2  # a network can bring requests closer together than they left
# With the margin, who starts so late after his moment still leaves room in every second for all the others.
LATEST = 0.1
PATIENCE = timedelta(seconds=15)  # for a turn; who sends holds a lease meanwhile

# Requests a second that the account takes of each method (reference: providers.md, 1.6).
SENDS = (
    "sendMessage",
    "sendInteractiveButtonsReply",
    "sendFileByUrl",
    "sendFileByUpload",
    "sendLocation",
    "sendTyping",
)
RATES: Mapping[str, float] = dict.fromkeys(SENDS, 50.0) | {
    "receiveNotification": 100.0,
    "deleteNotification": 100.0,
    "readChat": 10.0,
    "getStateInstance": 1.0,
    "getSettings": 1.0,
    "showMessagesQueue": 1.0,
    "lastIncomingMessages": 1.0,
    "lastOutgoingMessages": 1.0,
}


class Pace:
    """Lets requests of one method start no faster than the account takes them. For one process.

    `now` is a clock in seconds that never goes back.
    """

    def __init__(
        self,
        rates: Mapping[str, float] = RATES,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._gaps = {method: MARGIN / rate for method, rate in rates.items()}
        self._now = now
        self._sleep = sleep
        self._started: dict[str, float] = {}
        self._queues: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def turn(self, method: str) -> None:
        """Wait until it may start; those who wait start in the order they came. Raises Unavailable.

        The gap is kept to when the last one really started: after a moment in which nothing moved, those who waited
        do not all start at once.
        """
        async with self._queues[method]:
            await self._wait(method, self._gaps.get(method, 0.0))

    async def _wait(self, method: str, gap: float) -> None:
        last = self._started.get(method)
        while last is not None and (left := last + gap - self._now()) > TICK:
            await self._sleep(left)
        self._started[method] = self._now()


class SharedPace(Pace):
    """The same for all processes that use the account, and for all loops: each request claims a moment of its own.

    Who wakes up too late for his moment claims another one: somebody else may be starting now.
    """

    def __init__(
        self,
        slots: Slots,
        instance: str,
        rates: Mapping[str, float] = RATES,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        super().__init__(rates, now, sleep)
        self._slots = slots
        self._instance = instance

    @override
    async def _wait(self, method: str, gap: float) -> None:
        if not gap:
            return
        late = LATEST
        while late >= LATEST:
            wait = await self._claimed(method, timedelta(seconds=gap))
            # Counted from the answer: our moment can only be earlier than this.
            begins = self._now() + wait.total_seconds()
            while (left := begins - self._now()) > TICK:
                await self._sleep(left)
            late = self._now() - begins

    async def _claimed(self, method: str, gap: timedelta) -> timedelta:
        began = self._now()
        try:
            wait = await self._slots.claim(f"green:{self._instance}:{method}", gap, PATIENCE)
        except FixiError as error:
            # Nothing was sent: that an answer of the queue was lost says nothing about the message.
            raise Unavailable(f"greenapi {method}: no pace, {type(error).__name__}") from None
        if wait > PATIENCE:
            raise Unavailable(f"greenapi {method}: busy", wait)
        if self._now() - began >= LATEST:  # an answer that took so long says little about now
            return await self._claimed(method, gap)
        return wait
