"""A worker inside the process, for a system in memory: it takes the knocks that are due, one after the other."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from fixi.domain.values import Key
from fixi.ports.queues import Task

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.05
LOOK_SECONDS = 1.0
MOST_KNOCKS = 10_000


class Knocks(Protocol):
    """Where due knocks are taken from."""

    def take(self) -> tuple[Task, str] | None:
        """The oldest knock that is due, or None."""

    def next_at(self) -> datetime | None:
        """When the next knock is due."""


class LocalWorker:
    """Runs turns, deliveries, sweeps and periodic jobs for the knocks of one process."""

    def __init__(
        self,
        knocks: Knocks,
        turn: Callable[[str], Awaitable[None]],
        deliver: Callable[[Key], Awaitable[None]],
        sweep: Callable[[], Awaitable[int]],
        care: Callable[[str], Awaitable[None]],
    ) -> None:
        self._knocks = knocks
        self._turn = turn
        self._deliver = deliver
        self._sweep = sweep
        self._care = care

    async def step(self) -> bool:
        """Do one knock that is due; False when there is none."""
        knock = self._knocks.take()
        if knock is None:
            return False
        task, key = knock
        match task:
            case Task.TURN:
                await self._turn(key)
            case Task.DELIVER:
                await self._deliver(Key.parse(key))
            case Task.SWEEP:
                await self._sweep()
            case Task.CARE:
                await self._care(key)
        return True

    async def drain(self) -> None:
        """Everything that is due now."""
        for _ in range(MOST_KNOCKS):
            if not await self.step():
                return

    async def sweep(self) -> int:
        """Look for what waits, then do it."""
        found = await self._sweep()
        await self.drain()
        return found

    async def run(self, timetable: Callable[[], Awaitable[int]]) -> None:
        """For ever: what is due, and a look at the timetable of the periodic jobs, the sweep among them.

        An error costs one attempt, never the worker.
        """
        loop = asyncio.get_running_loop()
        looked = loop.time()
        while True:
            try:
                busy = await self.step()
                if loop.time() - looked >= LOOK_SECONDS:
                    looked = loop.time()
                    await timetable()
            except Exception as error:  # noqa: BLE001 - whatever it is, the others still want their turn
                where = traceback.extract_tb(error.__traceback__)[-1]
                log.warning(
                    "attempt failed",
                    extra={"kind": type(error).__name__, "where": f"{Path(where.filename).name}:{where.lineno}"},
                )
                busy = False
            if not busy:
                await asyncio.sleep(IDLE_SECONDS)
