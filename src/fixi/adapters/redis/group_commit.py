"""Many entries, one round trip: what arrives while one is under way rides together in the next."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from weakref import WeakKeyDictionary

from fixi.domain.errors import FixiError, Unavailable

MOST = 256  # entries in one round trip: a script holds the server up while it runs


class Line[Item, Answer]:
    """Who waits in one event loop, and the task that serves them; there is one only while somebody waits."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[Item, asyncio.Future[Answer]]] = deque()
        self.driver: asyncio.Task[None] | None = None


class GroupCommit[Item, Answer]:
    """Sends entries in the order they came, one round trip at a time; every event loop has its own line.

    Each caller is answered once its own entry was sent. A round trip that fails tells all who rode in it, and nobody
    else. Whoever goes away takes his entry with him unless it is under way already, and disturbs nobody.
    """

    def __init__(self, send: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]], most: int = MOST) -> None:
        self._send = send
        self._most = most
        self._lines: WeakKeyDictionary[asyncio.AbstractEventLoop, Line[Item, Answer]] = WeakKeyDictionary()

    async def __call__(self, item: Item) -> Answer:
        """What came back for this entry. Raises Unavailable."""
        loop = asyncio.get_running_loop()
        line = self._lines.get(loop)
        if line is None:
            line = self._lines[loop] = Line()
        answer: asyncio.Future[Answer] = loop.create_future()
        line.waiting.append((item, answer))
        if line.driver is None or line.driver.done():
            line.driver = loop.create_task(self._drive(line))
        return await answer

    async def _drive(self, line: Line[Item, Answer]) -> None:
        batch: list[tuple[Item, asyncio.Future[Answer]]] = []
        try:
            while line.waiting:
                await asyncio.sleep(0)  # whoever is ready in this round of the loop comes along
                if batch := self._next(line):
                    await self._trip(batch)
        finally:  # nothing is left here unless the task itself was cancelled
            for _, answer in (*batch, *line.waiting):
                if not answer.done():
                    answer.set_exception(Unavailable("stopped", unknown=True))
            line.waiting.clear()

    def _next(self, line: Line[Item, Answer]) -> list[tuple[Item, asyncio.Future[Answer]]]:
        batch: list[tuple[Item, asyncio.Future[Answer]]] = []
        while line.waiting and len(batch) < self._most:
            item, answer = line.waiting.popleft()
            if not answer.done():
                batch.append((item, answer))
        return batch

    async def _trip(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            sent = zip(batch, await self._send([item for item, _ in batch]), strict=True)
            for (_, answer), came_back in sent:
                if not answer.done():
                    answer.set_result(came_back)
        except Exception as error:  # noqa: BLE001 - handed on to everyone who rode along
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(_told(error))


def _told(error: Exception) -> Exception:
    """What one of many is told: nobody's entry is refused for what another one brought, so it may come again."""
    if not isinstance(error, FixiError):
        return error
    told = Unavailable(str(error), unknown=not isinstance(error, Unavailable) or error.unknown)
    told.__cause__ = error
    return told
