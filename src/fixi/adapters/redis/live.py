"""Live updates: one channel. Keys that change while a message is on its way ride together in the next one."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from weakref import WeakKeyDictionary

from fixi.adapters.redis.client import RedisClient
from fixi.domain.errors import FixiError, Invalid, Unavailable
from fixi.domain.values import Key
from fixi.ports.live import Live

MOST = 1000  # keys that wait for a server that does not answer; more than that become `everything`
EVERYTHING = "*"
FLUSH_SECONDS = 3.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
SILENCE = timedelta(seconds=10)

log = logging.getLogger(__name__)


@dataclass
class Outgoing:
    """What one event loop has to say, and the task that says it; there is one only while something waits."""

    lines: dict[str, None] = field(default_factory=dict)
    lost: bool = False
    sender: asyncio.Task[None] | None = None


class RedisLive(Live):
    """See Live. A message is one line for each key, or `*` for everything."""

    def __init__(self, client: RedisClient, most: int = MOST, silence: timedelta = SILENCE) -> None:
        self._client = client
        self._most = most
        self._silence = silence
        self._channel = client.key("live")
        self._outgoing: WeakKeyDictionary[asyncio.AbstractEventLoop, Outgoing] = WeakKeyDictionary()

    async def changed(self, key: Key) -> None:
        """See Live."""
        loop = asyncio.get_running_loop()
        outgoing = self._outgoing.get(loop)
        if outgoing is None:
            outgoing = self._outgoing[loop] = Outgoing()
        if len(outgoing.lines) >= self._most:
            outgoing.lines = {EVERYTHING: None}
        outgoing.lines[str(key)] = None
        if outgoing.sender is None or outgoing.sender.done():
            outgoing.sender = loop.create_task(self._send(outgoing))

    async def _send(self, outgoing: Outgoing) -> None:
        while outgoing.lines:
            # What was lost is made good with the next message that gets through, by `everything`.
            lines = {**({EVERYTHING: None} if outgoing.lost else {}), **outgoing.lines}
            outgoing.lines = {}
            try:
                await self._client.ask("PUBLISH", self._channel, "\n".join(lines))
                outgoing.lost = False
            except FixiError as error:
                log.warning("live update lost", extra={"kind": type(error).__name__, "keys": len(lines)})
                outgoing.lost = True

    async def changes(self) -> AsyncGenerator[Key | None, None]:
        """See Live. Raises Refused when the server does not let us listen at all."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with aclosing(self._client.hear(self._channel, self._silence)) as heard:
                    async for text in heard:
                        pause = FIRST_PAUSE
                        for line in (text or EVERYTHING).split("\n"):
                            yield _key(line)
            except Unavailable as error:
                log.info("live updates broke off", extra={"kind": type(error).__name__})
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def flush(self) -> None:
        """See Live."""
        outgoing = self._outgoing.get(asyncio.get_running_loop())
        if outgoing is not None and outgoing.sender is not None:
            await asyncio.wait({outgoing.sender}, timeout=FLUSH_SECONDS)


def _key(line: str) -> Key | None:
    try:
        return Key.parse(line)
    except Invalid:
        return None  # `*`, or something that only a newer version can say
