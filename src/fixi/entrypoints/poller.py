"""The poller: a process of its own that fetches notifications; of any number of them one is at work."""

import asyncio
import logging
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from fixi.container import Container, close_clients
from fixi.domain.errors import FixiError, Unavailable
from fixi.entrypoints.logs import configure
from fixi.settings import Settings

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
QUIET_SECONDS = 1.0  # between two questions when the provider does not wait before it says that there is nothing
OTHER_SECONDS = 5.0  # until we look again whether somebody else still fetches
BEAT_SECONDS = 10.0

log = logging.getLogger(__name__)


class Poller:
    """Fetches until cancelled. What fails is tried again after a growing pause.

    `chance` gives numbers from 0 to 1, so that many who failed together do not come back together; `stopwatch` is a
    clock in seconds that never goes back.
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[bool | None]],
        chance: Callable[[], float],
        *,
        stopwatch: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._fetch = fetch
        self._chance = chance
        self._stopwatch = stopwatch
        self._sleep = sleep

    async def run(self) -> None:
        """Fetch one after the other."""
        failures = 0
        while True:
            began = self._stopwatch()
            try:
                found = await self._fetch()
            except FixiError as error:
                failures += 1
                pause = self._pause(failures, error)
                log.warning("polling failed", extra={"reason": str(error), "failures": failures})
                await self._sleep(pause)
                continue
            failures = 0
            if found is None:
                await self._sleep(OTHER_SECONDS)
            elif not found and (spent := self._stopwatch() - began) < QUIET_SECONDS:
                await self._sleep(QUIET_SECONDS - spent)

    def _pause(self, failures: int, error: FixiError) -> float:
        """Twice as long each time, and somewhere in its upper half."""
        longest = min(FIRST_PAUSE * 2.0 ** min(failures - 1, 16), LONGEST_PAUSE)
        asked = error.retry_after if isinstance(error, Unavailable) and error.retry_after else timedelta()
        return max(longest * (0.5 + self._chance() / 2), min(asked.total_seconds(), LONGEST_PAUSE))


async def poll(container: Container) -> None:
    """Fetch until cancelled, and say all the while that somebody does."""
    fetch = container.fetch()
    # The store is made ready by whoever comes first; until it is there, nothing is fetched.
    unready = container.settings().storage == "mongo"

    async def next_one() -> bool | None:
        nonlocal unready
        if unready:
            await container.database().prepare()
            unready = False
        return await fetch()

    beating = asyncio.create_task(_beat(container))
    try:
        await Poller(next_one, lambda: os.getpid() % 97 / 96).run()
    finally:
        beating.cancel()
        with suppress(FixiError):  # it ends by itself
            await fetch.leave()


async def _beat(container: Container) -> None:
    name = f"{socket.gethostname()}:{os.getpid()}"
    while True:
        with suppress(FixiError):
            await container.pollers().beat(name)
        await asyncio.sleep(BEAT_SECONDS)


async def _run(settings: Settings) -> None:
    container = Container(settings=settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    polling = asyncio.create_task(poll(container))
    stopping = asyncio.create_task(stop.wait())
    log.info("poller runs")
    try:
        # What was stored and not let go yet comes again, and is known then.
        await asyncio.wait((polling, stopping), return_when=asyncio.FIRST_COMPLETED)
        polling.cancel()
        stopping.cancel()
        await asyncio.wait((polling, stopping))
        if not polling.cancelled():
            polling.result()
    finally:
        await close_clients(container)
        await container.redis().close()
        await container.database().close()


def run(settings: Settings) -> None:
    """Fetch until told to stop."""
    configure(settings.log)
    asyncio.run(_run(settings))
