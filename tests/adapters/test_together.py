"""Several things side by side, on this loop."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from fixi.adapters.system.together import SideBySide

LONG, SHORT = timedelta(seconds=20), timedelta(seconds=0.05)


def gives[T](value: T) -> Callable[[], Awaitable[T]]:
    async def work() -> T:
        await asyncio.sleep(0)
        return value

    return work


async def test_what_came_of_each_stands_in_its_place() -> None:
    assert await SideBySide()((gives(1), gives(2), gives(3)), LONG) == (1, 2, 3)
    assert await SideBySide()((), LONG) == ()


async def test_what_is_not_done_in_time_is_broken_off() -> None:
    ended = asyncio.Event()

    async def hangs() -> int:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return 0

    assert await SideBySide()((gives(1), hangs), SHORT) == (1, None)
    assert ended.is_set()


async def test_only_a_few_run_at_the_same_time_whoever_asked_for_them() -> None:
    running, most = 0, 0

    async def work() -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(5):
            await asyncio.sleep(0)
        running -= 1
        return 1

    together = SideBySide(at_once=3)
    first, second = await asyncio.gather(together((work,) * 7, LONG), together((work,) * 7, LONG))
    assert (sum(map(bool, first)), sum(map(bool, second))) == (7, 7)
    assert most == 3


async def test_what_one_raises_is_raised_and_leaves_nothing_running() -> None:
    async def fails() -> int:
        raise ValueError("made up")

    with pytest.raises(ValueError, match="made up"):
        await SideBySide()((gives(1), fails), LONG)
    assert len(asyncio.all_tasks()) == 1


async def test_whoever_gives_up_waiting_takes_all_of_it_along() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hangs() -> int:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return 0

    waits = asyncio.create_task(SideBySide()((hangs,), LONG))
    await begun.wait()
    waits.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waits
    assert ended.is_set()
