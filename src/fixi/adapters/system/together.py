"""Several things side by side, on this loop."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from fixi.ports.media import Together

AT_ONCE = 4


class SideBySide(Together):
    """See Together. Only a few at the same time in all of the process: each may hold a whole file."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._room = asyncio.Semaphore(at_once)

    async def __call__[T](
        self, works: tuple[Callable[[], Awaitable[T]], ...], within: timedelta
    ) -> tuple[T | None, ...]:
        """See Together. What one of them raises is raised, once all have come to an end."""
        tasks = [asyncio.create_task(self._one(work)) for work in works]
        try:
            if tasks:
                await asyncio.wait(tasks, timeout=within.total_seconds())
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return tuple(None if task.cancelled() else task.result() for task in tasks)

    async def _one[T](self, work: Callable[[], Awaitable[T]]) -> T:
        async with self._room:
            return await work()
