"""Knocks that nobody waits for: what comes within a few milliseconds goes out together."""

import asyncio
import logging
import math
from collections.abc import Iterable
from datetime import timedelta
from itertools import batched

from fixi.adapters.dramatiq.broker import DramatiqWakeups
from fixi.domain.errors import Unavailable
from fixi.ports.queues import Task, Wakeups

LINGER = timedelta(milliseconds=5)
# Knocks for later are heard on steps of the clock, so that those that are near each other are for the same moment.
STEP = timedelta(milliseconds=20)
# Keys in one message: one worker process gets all of them.
MOST = 64

log = logging.getLogger(__name__)

type Knock = tuple[Task, str, float]


class BufferedWakeups(Wakeups):
    """See Wakeups. A knock returns at once and never fails: one that is lost is made up for by the sweep.

    For use in one event loop. Knocks for the same task that want to be heard at about the same time share a message,
    which is heard when the last of them is due: a few milliseconds late, and never early.
    """

    def __init__(
        self, wakeups: DramatiqWakeups, linger: timedelta = LINGER, step: timedelta = STEP, most: int = MOST
    ) -> None:
        self._wakeups = wakeups
        self._linger = linger.total_seconds()
        self._step = step.total_seconds()
        self._most = most
        self._waiting: dict[Knock, None] = {}
        self._driver: asyncio.Task[None] | None = None
        self._losing = False

    async def knock(self, task: Task, key: str = "", after: timedelta = timedelta(0)) -> None:
        """See Wakeups."""
        loop = asyncio.get_running_loop()
        seconds = after.total_seconds()
        due = math.ceil((loop.time() + seconds) / self._step) * self._step if seconds > 0 else 0.0
        self._waiting[task, key, due] = None
        if self._driver is None or self._driver.done():
            self._driver = loop.create_task(self._drive())

    async def flush(self) -> None:
        """Until everything that was knocked for before is on its way, or lost."""
        if self._driver is not None:
            await self._driver

    async def _drive(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._linger)
            waiting, self._waiting = self._waiting, {}
            try:
                await self._wakeups.knock_for(self._together(waiting))
                self._losing = False
            except Unavailable:
                if not self._losing:  # said once, not for every message of a bad hour
                    log.warning("knocks lost", extra={"count": len(waiting)})
                self._losing = True

    def _together(self, knocks: Iterable[Knock]) -> list[tuple[Task, tuple[str, ...], timedelta]]:
        """The knocks by task and moment, so many to a message."""
        now = asyncio.get_running_loop().time()
        alike: dict[tuple[Task, float], list[str]] = {}
        for task, key, due in knocks:
            alike.setdefault((task, due), []).append(key)
        return [
            (task, keys, timedelta(seconds=max(0.0, due - now)))
            for (task, due), many in alike.items()
            for keys in batched(many, self._most)
        ]
