"""Read marks and "is typing", through a Green API account."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.webhook import message_of
from fixi.domain.errors import FixiError
from fixi.domain.values import ChatKey
from fixi.ports.messaging import Presence

TYPING = timedelta(seconds=3)
AT_ONCE = 6
SECONDS = 4.0  # later nobody looks at his screen for it any more

log = logging.getLogger(__name__)


class GreenApiPresence(Presence):
    """See Presence. It goes on beside the work, six people at a time; who comes while they are being shown is left out.

    `allowed` is asked first: while nothing may go out, nobody seems to type.
    """

    def __init__(self, api: GreenApi, allowed: Callable[[], Awaitable[bool]], seconds: float = SECONDS) -> None:
        self._api = api
        self._allowed = allowed
        self._seconds = seconds
        self._shown: set[asyncio.Task[None]] = set()

    async def attend(self, chat: ChatKey, heard: str) -> None:
        """See Presence."""
        if len(self._shown) < AT_ONCE:
            task = asyncio.create_task(self._show(chat, message_of(heard)))
            self._shown.add(task)
            task.add_done_callback(self._shown.discard)

    async def close(self) -> None:
        """What is being shown is broken off."""
        for task in tuple(self._shown):
            task.cancel()
        await asyncio.gather(*self._shown, return_exceptions=True)

    async def _show(self, chat: ChatKey, message: str | None) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                if await self._allowed():
                    await self._api.type(chat, TYPING)
                    await self._api.read(chat, message)
        except (FixiError, TimeoutError) as error:
            log.debug("not shown", extra={"kind": type(error).__name__})
