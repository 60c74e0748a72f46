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


async def busy(house: House, span: Slot, after: str = "", limit: int = 10) -> list[str]:
    return list(await house.calendar.busy(span, after, limit))


async def test_who_has_a_job_that_begins_then_is_busy(house: House) -> None:
    for pro, hours in (("c", 0.0), ("a", 2), ("b", 24), ("d", -1), ("e", 23)):
        await house.calendar.take(pro, "lead", at(hours, 2))
    assert await busy(house, DAY_AHEAD) == ["a", "c", "e"]
    assert await busy(house, Slot(AT + DAY, AT + 2 * DAY)) == ["b"]


async def test_two_jobs_around_a_free_day_do_not_make_it_busy(house: House) -> None:
    await house.calendar.take(PRO, "before", at(-5))
    await house.calendar.take(PRO, "after", at(30))
    assert await busy(house, DAY_AHEAD) == []


async def test_who_gave_his_job_back_is_not_busy_and_who_has_two_is_there_once(house: House) -> None:
    for lead, hours in (("a", 1), ("b", 3)):
        await house.calendar.take(PRO, lead, at(hours))
    assert await busy(house, DAY_AHEAD) == [PRO]
    await house.calendar.free(PRO, "a")
    assert await busy(house, DAY_AHEAD) == [PRO]
    await house.calendar.free(PRO, "b")
    assert await busy(house, DAY_AHEAD) == []


async def test_the_busy_come_page_by_page(house: House) -> None:
    for pro in "edcba":
        await house.calendar.take(pro, "lead", at(1))
    assert await busy(house, DAY_AHEAD, limit=2) == ["a", "b"]
    assert await busy(house, DAY_AHEAD, "b", 2) == ["c", "d"]
    assert await busy(house, DAY_AHEAD, "d", 2) == ["e"]
    assert await busy(house, DAY_AHEAD, "e", 2) == []
