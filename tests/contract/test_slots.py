"""What every Slots promises."""

import asyncio
from datetime import timedelta
from itertools import pairwise

from tests.support.house import House
from tests.support.samples import MINUTE, SECOND

# Real servers count in real milliseconds, and a few of them pass meanwhile.
SOON = timedelta(milliseconds=500)
HOURS = timedelta(hours=2)


async def test_the_first_moment_is_now_and_each_later_one_a_gap_behind(house: House) -> None:
    waits = [await house.slots.claim("send", MINUTE, 10 * MINUTE) for _ in range(3)]
    for number, wait in enumerate(waits):
        assert number * MINUTE - SOON <= wait <= number * MINUTE


async def test_names_have_moments_of_their_own(house: House) -> None:
    await house.slots.claim("send", MINUTE, MINUTE)
    assert await house.slots.claim("read", MINUTE, MINUTE) == timedelta()


async def test_the_later_one_says_how_far_behind_it_wants_to_be(house: House) -> None:
    await house.slots.claim("send", SECOND, MINUTE)
    wait = await house.slots.claim("send", MINUTE, MINUTE)
    assert SECOND - SOON <= wait <= SECOND
    again = await house.slots.claim("send", SECOND, 5 * MINUTE)
    assert MINUTE + SECOND - 2 * SOON <= again <= MINUTE + SECOND


async def test_what_is_too_far_away_is_only_said(house: House) -> None:
    await house.slots.claim("send", MINUTE, MINUTE)
    for _ in range(3):
        wait = await house.slots.claim("send", MINUTE, SECOND)
        assert MINUTE - 2 * SOON <= wait <= MINUTE
    house.clock.move(MINUTE)
    assert await house.slots.claim("send", MINUTE, SECOND) == timedelta()


async def test_a_moment_that_has_passed_is_free(house: House) -> None:
    await house.slots.claim("send", MINUTE, MINUTE)
    house.clock.move(30 * SECOND)
    wait = await house.slots.claim("send", MINUTE, 0 * SECOND)
    assert 30 * SECOND - SOON <= wait <= 30 * SECOND
    house.clock.move(HOURS)
    assert await house.slots.claim("send", MINUTE, 0 * SECOND) == timedelta()


async def test_nobody_shares_a_moment_in_a_crowd(house: House) -> None:
    waits = await asyncio.gather(*(house.slots.claim("send", 10 * SECOND, 10 * MINUTE) for _ in range(20)))
    assert all(later - earlier >= 10 * SECOND - SOON for earlier, later in pairwise(sorted(waits)))
