"""What every Ticks promises."""

import asyncio
from datetime import timedelta

from tests.support.house import House
from tests.support.samples import SECOND


async def test_of_many_who_ask_one_is_the_first(house: House) -> None:
    assert sum(await asyncio.gather(*(house.ticks.first("agenda", "2026-11-22") for _ in range(50)))) == 1


async def test_every_tick_of_every_job_has_a_first(house: House) -> None:
    for job, tick in (("agenda", "1"), ("agenda", "2"), ("sweep", "1"), ("a", "b:c"), ("a:b", "c")):
        assert await house.ticks.first(job, tick)
        assert not await house.ticks.first(job, tick)


async def test_a_tick_is_remembered_for_eight_days(house: House) -> None:
    assert await house.ticks.first("agenda", "2026-11-22")
    house.clock.move(timedelta(days=8) - 30 * SECOND)
    assert not await house.ticks.first("agenda", "2026-11-22")
