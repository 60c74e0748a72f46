"""What every Calendar promises: a time is booked once."""

import asyncio

from fixi.domain.professional import Booking
from fixi.domain.values import Slot
from tests.support.house import House
from tests.support.samples import AT, DAY, HOUR, MINUTE, PRO

DAY_AHEAD = Slot(AT, AT + DAY)


def at(hours: float, length: float = 1.0) -> Slot:
    return Slot(AT + hours * HOUR, AT + (hours + length) * HOUR)


async def booked(house: House, pro: str = PRO, span: Slot = DAY_AHEAD) -> list[tuple[str, Slot]]:
    return [(booking.lead, booking.slot) for booking in await house.calendar.bookings(pro, span)]


async def test_a_time_that_overlaps_another_is_refused(house: House) -> None:
    assert await house.calendar.take(PRO, "a", at(2))
    for slot in (at(2), at(1.5), at(2.5), at(1, 3), at(2.25, 0.5)):
        assert not await house.calendar.take(PRO, "b", slot)
    assert await booked(house) == [("a", at(2))]


async def test_times_may_touch(house: House) -> None:
    assert await house.calendar.take(PRO, "a", at(2))
    assert await house.calendar.take(PRO, "b", at(3))
    assert await house.calendar.take(PRO, "c", at(1))
    assert await booked(house) == [("c", at(1)), ("a", at(2)), ("b", at(3))]


async def test_everybody_has_a_calendar_of_his_own(house: House) -> None:
    assert await house.calendar.take("1", "a", at(2))
    assert await house.calendar.take("2", "a", at(2))
    assert await booked(house, "1") == await booked(house, "2") == [("a", at(2))]


async def test_a_lead_has_one_time_with_one_professional(house: House) -> None:
    await house.calendar.take(PRO, "a", at(2))
    assert await house.calendar.take(PRO, "a", at(5))
    assert await booked(house) == [("a", at(5))]
    assert await house.calendar.take(PRO, "b", at(2))


async def test_its_own_old_time_is_in_nobody_s_way(house: House) -> None:
    await house.calendar.take(PRO, "a", at(2))
    assert await house.calendar.take(PRO, "a", at(2.5))
    assert await house.calendar.take(PRO, "a", at(2.5))
    assert await booked(house) == [("a", at(2.5))]


async def test_who_does_not_get_the_new_time_keeps_the_old(house: House) -> None:
    await house.calendar.take(PRO, "a", at(2))
    await house.calendar.take(PRO, "b", at(5))
    assert not await house.calendar.take(PRO, "a", at(5.5))
    assert await booked(house) == [("a", at(2)), ("b", at(5))]


async def test_of_fifty_who_want_one_time_one_gets_it(house: House) -> None:
    results = await asyncio.gather(*(house.calendar.take(PRO, f"lead{n}", at(2)) for n in range(50)))
    assert sum(results) == 1
    assert await booked(house) == [(f"lead{results.index(True)}", at(2))]


async def test_of_two_who_swap_into_one_gap_one_gets_it(house: House) -> None:
    await house.calendar.take(PRO, "a", at(1))
    await house.calendar.take(PRO, "b", at(3))
    results = await asyncio.gather(house.calendar.take(PRO, "a", at(5)), house.calendar.take(PRO, "b", at(5.5)))
    assert sum(results) == 1
    assert len(await booked(house)) == 2


async def test_giving_back_frees_the_time_and_is_harmless_twice(house: House) -> None:
    await house.calendar.take(PRO, "a", at(2))
    for _ in range(2):
        await house.calendar.free(PRO, "a")
    await house.calendar.free("nobody", "a")
    assert await booked(house) == []
    assert await house.calendar.take(PRO, "b", at(2))


async def test_only_what_overlaps_the_stretch_is_read(house: House) -> None:
    for lead, hours in (("a", 0), ("b", 1), ("c", 2)):
        await house.calendar.take(PRO, lead, at(hours))
    assert await booked(house, span=at(1)) == [("b", at(1))]
    assert [lead for lead, _ in await booked(house, span=Slot(AT + 59 * MINUTE, AT + 121 * MINUTE))] == ["a", "b", "c"]
    assert await house.calendar.bookings(PRO, at(1)) == (Booking("b", at(1)),)
