"""Read marks and "is typing", which are one thing in the Cloud API."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from fixi.adapters.cloudapi.client import CloudApi
from fixi.adapters.cloudapi.names import Names
from fixi.domain.errors import FixiError
from fixi.domain.values import ChatKey
from fixi.ports.messaging import Presence

AT_ONCE = 6
SECONDS = 4.0  # later nobody looks at his screen for it any more

log = logging.getLogger(__name__)


class CloudApiPresence(Presence):
    """See Presence. It goes on beside the work, some people at a time; who comes while they are shown is left out.

    `secret` is the one that the names of messages were made with. `allowed` is asked first: while nothing may go out,
    nobody seems to type.
    """

    def __init__(
        self, api: CloudApi, secret: str, allowed: Callable[[], Awaitable[bool]], seconds: float = SECONDS
    ) -> None:
        self._api = api
        self._names = Names(secret.strip())
        self._allowed = allowed
        self._seconds = seconds
        self._shown: set[asyncio.Task[None]] = set()

    async def attend(self, chat: ChatKey, heard: str) -> None:  # noqa: ARG002 - Meta knows whose message it was
        """See Presence."""
        message = self._names.opened(heard)
        if message is not None and len(self._shown) < AT_ONCE:
            task = asyncio.create_task(self._show(message))
            self._shown.add(task)
            task.add_done_callback(self._shown.discard)

    async def close(self) -> None:
        """What is being shown is broken off."""
        for task in tuple(self._shown):
            task.cancel()
        await asyncio.gather(*self._shown, return_exceptions=True)

    async def _show(self, message: str) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                if await self._allowed():
                    await self._api.read(message)
        except (FixiError, TimeoutError) as error:
            log.debug("not shown", extra={"kind": type(error).__name__})
