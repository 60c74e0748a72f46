"""The Green API adapters over the stand-in, for tests."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fixi.adapters.greenapi.account import Account
from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.messenger import GreenApiMessenger
from fixi.adapters.greenapi.pace import RATES, Pace
from fixi.adapters.memory.files import MemoryFiles
from fixi.adapters.system.clock import MovedClock
from tests.support.green_standin import INSTANCE, TOKEN, GreenStandIn, green_standin
from tests.support.samples import AT


@dataclass
class Green:
    """One account, our side of it, and a calendar that both share."""

    clock: MovedClock
    account: GreenStandIn
    api: GreenApi
    messenger: GreenApiMessenger
    files: MemoryFiles


def seconds_of(clock: MovedClock) -> Callable[[], float]:
    """The calendar as a stopwatch."""
    return lambda: clock.now().timestamp()


@asynccontextmanager
async def green(
    clock: MovedClock | None = None, *, patience: float = 5.0, settle: timedelta = timedelta(), **known: Any
) -> AsyncIterator[Green]:
    """Time passes only when somebody has to wait for his turn, or when the test says so."""
    moved = clock or MovedClock(AT)

    async def sleep(seconds: float) -> None:
        moved.move(timedelta(seconds=seconds))
        await asyncio.sleep(0)

    stopwatch, files = seconds_of(moved), MemoryFiles()
    async with green_standin(now=moved.now, stopwatch=stopwatch, **known) as account:
        where = Account(INSTANCE, TOKEN, account.url, account.media_url)
        async with GreenApi(where, Pace(RATES, stopwatch, sleep), patience) as api:
            messenger = GreenApiMessenger(api, moved, files, settle=settle, stopwatch=stopwatch)
            yield Green(moved, account, api, messenger, files)
