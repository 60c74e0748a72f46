"""Waiting for what other processes do: there is nothing but to look again."""

import asyncio
from collections.abc import Callable

LOOK_SECONDS = 0.05


async def until[T](look: Callable[[], T], seconds: float) -> T:
    """What `look` finds, as soon as that is something; raises TimeoutError when it takes longer."""
    async with asyncio.timeout(seconds):
        while not (found := look()):  # noqa: ASYNC110 - no event comes out of another process
            await asyncio.sleep(LOOK_SECONDS)
    return found
