"""What every Runs promises: a tick that is done is done, one that broke off is not."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from fixi.ports.storage import RUNS_KEPT, Run
from tests.support.house import House
from tests.support.samples import AT, MINUTE, SECOND

DONE = Run("healer", "17", AT, 1, 0, AT + SECOND, found=3, done=2, seconds=0.5)


async def test_a_tick_that_came_to_its_end_never_begins_again(house: House) -> None:
    assert await house.runs.start("healer", "17", AT)
    await house.runs.finish(DONE)
    for _ in range(3):
        assert not await house.runs.start("healer", "17", AT + MINUTE)
    assert await house.runs.last("healer") == replace(DONE, finished=1)
    assert await house.runs.done("healer", "17")


async def test_one_that_broke_off_begins_again_and_is_counted(house: House) -> None:
    for n in range(3):
        assert await house.runs.start("healer", "17", AT + n * MINUTE)
    assert await house.runs.last("healer") == Run("healer", "17", AT + 2 * MINUTE, 3)
    assert not await house.runs.done("healer", "17")


async def test_every_tick_of_every_job_stands_for_itself(house: House) -> None:
    assert await house.runs.start("healer", "17", AT)
    await house.runs.finish(DONE)
    assert await house.runs.start("healer", "18", AT)
    assert await house.runs.start("stale", "17", AT)
    assert await house.runs.last("agenda") is None
    assert not await house.runs.done("agenda", "17")


async def test_who_begins_at_the_same_moment_may_both_go_on_until_one_has_ended(house: House) -> None:
    assert all(await asyncio.gather(*(house.runs.start("agenda", "2026-11-22", AT) for _ in range(20))))
    last = await house.runs.last("agenda")
    assert last is not None
    assert (last.attempts, last.finished) == (20, 0)


async def test_a_second_end_is_seen(house: House) -> None:
    await house.runs.start("healer", "17", AT)
    await house.runs.finish(DONE)
    await house.runs.finish(replace(DONE, found=9))
    last = await house.runs.last("healer")
    assert last is not None
    assert last.finished == 2


async def test_an_end_is_kept_also_when_the_beginning_is_not(house: House) -> None:
    await house.runs.finish(DONE)
    assert not await house.runs.start("healer", "17", AT)


async def test_runs_are_listed_the_last_one_first(house: House) -> None:
    for n, job in enumerate(("healer", "stale", "healer", "offers")):
        await house.runs.start(job, str(n), AT + n * MINUTE)
    assert [(run.job, run.tick) for run in await house.runs.listed(3)] == [
        ("offers", "3"),
        ("healer", "2"),
        ("stale", "1"),
    ]
    last = await house.runs.last("healer")
    assert last is not None
    assert last.tick == "2"


async def test_what_is_older_than_it_needs_to_be_is_forgotten(house: House) -> None:
    await house.runs.start("healer", "old", AT)
    await house.runs.start("healer", "young", AT + timedelta(days=1))
    late = AT + RUNS_KEPT + SECOND
    await house.runs.start("healer", "17", late)
    await house.runs.finish(replace(DONE, started_at=late))
    assert [run.tick for run in await house.runs.listed(10)] == ["17", "young"]
