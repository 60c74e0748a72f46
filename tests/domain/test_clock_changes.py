"""The two days a year that do not have 24 hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from fixi.domain.calendar import awake, fitting_slot, instant, next_duty, offered_slots, on_duty, shifts
from fixi.domain.policy import Policy
from fixi.domain.values import Slot, Wish
from tests.support.samples import DAY, HOUR, MINUTE, a_pro, weekly

JERUSALEM, NEW_YORK = ZoneInfo("Asia/Jerusalem"), ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # where the change is half an hour
SPRING, AUTUMN = date(2026, 3, 27), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (JERUSALEM, date(2026, 3, 26), 24),
        (JERUSALEM, SPRING, 23),
        (JERUSALEM, AUTUMN, 25),
        (NEW_YORK, date(2026, 3, 8), 23),
        (NEW_YORK, date(2026, 11, 1), 25),
        (LORD_HOWE, date(2026, 4, 5), 24.5),
        (LORD_HOWE, date(2026, 10, 4), 23.5),
    ],
)
def test_the_whole_day_is_as_long_as_it_is(zone: ZoneInfo, day: date, hours: float) -> None:
    (shift,) = shifts(a_pro(), day, zone)
    assert shift.end - shift.start == timedelta(hours=hours)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
@pytest.mark.parametrize("zone", [JERUSALEM, NEW_YORK])
def test_one_day_follows_the_other_without_gap_or_overlap(zone: ZoneInfo, day: date) -> None:
    days = [shifts(a_pro(), day + n * DAY, zone)[0] for n in (-1, 0, 1)]
    assert days[0].end == days[1].start
    assert days[1].end == days[2].start


def test_nine_o_clock_is_nine_o_clock_before_and_after() -> None:
    assert [instant(SPRING + n * DAY, time(9), JERUSALEM).hour for n in (-1, 0)] == [7, 6]
    assert [instant(AUTUMN + n * DAY, time(9), JERUSALEM).hour for n in (-1, 0)] == [6, 7]


def test_a_time_that_does_not_exist_is_moved_past_the_gap() -> None:
    shown = instant(SPRING, time(2, 30), JERUSALEM).astimezone(JERUSALEM)
    assert shown.time() == time(3, 30)


def test_a_time_that_exists_twice_is_the_first() -> None:
    assert instant(AUTUMN, time(1, 30), JERUSALEM) == datetime(2026, 10, 24, 22, 30, tzinfo=UTC)


def test_a_shift_inside_the_gap_is_none() -> None:
    assert shifts(a_pro(hours=weekly("02:00", "03:00")), SPRING, JERUSALEM) == ()


def test_he_is_on_duty_in_both_of_two_equal_hours() -> None:
    pro = a_pro(hours=weekly("00:00", "06:00"))
    first = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    assert first.astimezone(JERUSALEM).time() == (first + HOUR).astimezone(JERUSALEM).time()
    assert on_duty(pro, first, JERUSALEM)
    assert on_duty(pro, first + HOUR, JERUSALEM)


@pytest.mark.parametrize(("day", "count"), [(SPRING, 5), (AUTUMN, 7)])
def test_as_many_slots_as_there_are_hours(day: date, count: int) -> None:
    midnight = instant(day, time(0), JERUSALEM)
    policy = Policy(slots_shown=9, slot_step=HOUR, slot_horizon=DAY)
    pro = a_pro(hours=weekly("00:00", "06:00"))
    slots = offered_slots(pro, (), Wish(midnight, midnight), midnight - HOUR, policy)
    today = [slot for slot in slots if slot.start.astimezone(JERUSALEM).date() == day]
    assert len(today) == count
    assert all(slot.end - slot.start == HOUR for slot in today)


def test_an_hour_is_an_hour_however_the_wish_was_written() -> None:
    wall = datetime(2026, 10, 25, 1, 30, tzinfo=JERUSALEM)
    slot = fitting_slot(a_pro(), (), Wish(wall, wall), wall.astimezone(UTC) - HOUR, Policy())
    first = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    assert slot == Slot(first, first + HOUR)


def test_the_next_duty_is_right_across_the_change() -> None:
    pro = a_pro(hours=weekly("09:00", "17:00"))
    evening = instant(SPRING - DAY, time(18), JERUSALEM)
    assert next_duty(pro, evening, JERUSALEM) == instant(SPRING, time(9), JERUSALEM) == evening + 14 * HOUR


@pytest.mark.parametrize(("day", "night"), [(SPRING, 10), (AUTUMN, 12)])
def test_the_night_of_a_change_is_shorter_or_longer(day: date, night: int) -> None:
    evening = instant(day - DAY, time(21), JERUSALEM)
    assert awake(evening, Policy()) == evening + night * HOUR


def test_the_second_of_two_equal_hours_wakes_to_the_second_morning() -> None:
    early = Policy(quiet_until=time(1, 30))
    second = datetime(2026, 10, 24, 23, 10, tzinfo=UTC)
    assert awake(second, early) == second + 20 * MINUTE
