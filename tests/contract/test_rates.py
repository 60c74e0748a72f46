"""What every Rates promises."""

import asyncio
from datetime import timedelta

from tests.support.house import House
from tests.support.samples import MINUTE, SECOND


async def test_this_time_is_included(house: House) -> None:
    assert [await house.rates.count("chat:1", MINUTE) for _ in range(3)] == [1, 2, 3]


async def test_names_are_counted_apart(house: House) -> None:
    await house.rates.count("chat:1", MINUTE)
    assert await house.rates.count("chat:2", MINUTE) == 1


async def test_windows_are_counted_apart(house: House) -> None:
    await house.rates.count("chat:1", MINUTE)
    assert await house.rates.count("chat:1", 2 * MINUTE) == 1


async def test_the_window_moves_on_with_the_time(house: House) -> None:
    counts = []
    for _ in range(6):
        counts.append(await house.rates.count("chat:1", MINUTE))
        house.clock.move(20 * SECOND)
    assert counts == [1, 2, 3, 3, 3, 3]


async def test_what_is_as_old_as_the_window_is_out_of_it(house: House) -> None:
    await house.rates.count("chat:1", MINUTE)
    house.clock.move(MINUTE - timedelta(microseconds=1))
    assert await house.rates.count("chat:1", MINUTE) == 2
    house.clock.move(timedelta(microseconds=1))
    assert await house.rates.count("chat:1", MINUTE) == 2


async def test_nobody_is_overlooked_in_a_crowd(house: House) -> None:
    counts = await asyncio.gather(*(house.rates.count("chat:1", MINUTE) for _ in range(200)))
    assert sorted(counts) == list(range(1, 201))
