"""What changes, passed on to the pages that are open; and pages closed whose session has ended."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from fixi.domain.account import Switch
from fixi.domain.errors import FixiError
from fixi.domain.values import Key
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.live import Live

type Watcher = Callable[[frozenset[Key] | None], Awaitable[None]]

SWITCH_SECONDS = 1.0
GATHER_SECONDS = 0.25  # a turn changes several keys at once: one look at them is enough
LOOK_SECONDS = 5.0  # so long a page may stay open after its session was ended elsewhere

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Hub:
    """One listener for the whole process, many pages; `switch` is how the kill switch stands."""

    live: Live
    switch: Callable[[], Awaitable[Switch]]
    watchers: dict[Visit, Watcher | None] = field(default_factory=dict)
    lamps: dict[Visit, Callable[[Switch], None]] = field(default_factory=dict)

    def join(self, visit: Visit, watcher: Watcher | None = None) -> None:
        """Tell this page of changes until it is closed: the keys, or None for "look at everything"."""
        self.watchers[visit] = watcher
        visit.client.on_delete(lambda: self.watchers.pop(visit, None))

    def show_switch(self, visit: Visit, show: Callable[[Switch], None]) -> None:
        """Tell this page whenever somebody has turned the kill switch."""
        self.lamps[visit] = show
        visit.client.on_delete(lambda: self.lamps.pop(visit, None))

    async def run(self) -> None:
        """Listen until cancelled; a lost connection is made again by the port."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen())
            tasks.create_task(self._look())
            tasks.create_task(self._watch_switch())

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

    async def _watch_switch(self) -> None:
        """One question a second for all pages, whoever turns it: an operator, the command line, an owner's words."""
        shown: Switch | None = None
        while True:
            await asyncio.sleep(SWITCH_SECONDS)
            if not self.lamps:
                shown = None
                continue
            try:
                now = await self.switch()
            except FixiError:
                continue
            if now != shown:
                for visit, show in list(self.lamps.items()):
                    with visit.client:
                        show(now)
            shown = now

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Send out whose session is over. Whoever has just ended one asks for it at once."""
        lasting: dict[str, bool] = {}  # one question for all pages of a session
        for visit in list(self.watchers):
            token = visit.visitor.token
            try:
                if token not in lasting:
                    lasting[token] = await visit.still() is not None
                if not lasting[token]:
                    visit.leave()
            except FixiError:
                continue  # the store is away: nobody is sent out for that
