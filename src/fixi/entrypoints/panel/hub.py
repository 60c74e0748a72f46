"""What changes, passed on to the pages that are open; and pages closed whose session has ended."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from fixi.domain.errors import FixiError
from fixi.domain.values import Key
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.live import Live

type Watcher = Callable[[frozenset[Key] | None], Awaitable[None]]

GATHER_SECONDS = 0.25  # a turn changes several keys at once: one look at them is enough
LOOK_SECONDS = 15.0  # so long a page may stay open after its session was ended elsewhere

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Hub:
    """One listener for the whole process, many pages."""

    live: Live
    watchers: dict[Visit, Watcher | None] = field(default_factory=dict)

    def join(self, visit: Visit, watcher: Watcher | None = None) -> None:
        """Tell this page of changes until it is closed: the keys, or None for "look at everything"."""
        self.watchers[visit] = watcher
        visit.client.on_delete(lambda: self.watchers.pop(visit, None))

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is made again by the port."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._look())

    async def _listen(self) -> None:
        async with aclosing(self.live.changes()) as changes:
            news: asyncio.Queue[Key | None] = asyncio.Queue()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pass_on(news))
                async for key in changes:
                    news.put_nowait(key)

    async def _pass_on(self, news: asyncio.Queue[Key | None]) -> None:
        while True:
            gathered = [await news.get()]
            await asyncio.sleep(GATHER_SECONDS)
            while not news.empty():
                gathered.append(news.get_nowait())
            keys = frozenset(key for key in gathered if key is not None)
            await self.tell(keys if keys and None not in gathered else None)

    async def tell(self, keys: frozenset[Key] | None) -> None:
        """Let every open page look; one that fails keeps no other from it."""
        for visit, watcher in list(self.watchers.items()):
            if watcher is None or not visit.client.has_socket_connection:
                continue
            try:
                with visit.client:
                    await watcher(keys)
            except FixiError as error:
                log.warning("page not refreshed", extra={"kind": type(error).__name__})

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for visit in list(self.watchers):
                try:
                    if await visit.still() is None:
                        visit.leave()
                except FixiError:
                    continue  # the store is away: nobody is sent out for that
