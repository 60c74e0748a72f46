"""Live updates within one process."""

import asyncio
from collections.abc import AsyncGenerator

from fixi.domain.values import Key
from fixi.ports.live import Live

MOST = 1000


class MemoryLive(Live):
    """See Live. A listener who is far behind is told to look at everything instead."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._listeners: list[asyncio.Queue[Key | None]] = []

    async def changed(self, key: Key) -> None:
        """See Live."""
        for queue in self._listeners:
            if queue.qsize() >= self._most:
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)
            queue.put_nowait(key)

    async def changes(self) -> AsyncGenerator[Key | None, None]:
        """See Live."""
        queue: asyncio.Queue[Key | None] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            yield None
            while True:
                yield await queue.get()
        finally:
            self._listeners.remove(queue)

    async def flush(self) -> None:
        """See Live: nothing is ever on its way here."""
