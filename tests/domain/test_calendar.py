"""Duty, free slots, wishes and the night, on ordinary days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.calendar import awake, fitting_slot, next_duty, offered_slots, on_duty, paused, quiet, shifts
from fixi.domain.policy import Policy
from fixi.domain.professional import Booking, DayOff, Hours, Professional
from fixi.domain.values import Slot, Wish
from tests.support.samples import AT, DAY, HOUR, MINUTE, POLICY, a_pro, weekly

ZONE = POLICY.zone
SUNDAY = date(2026, 11, 22)
NINE_TO_FIVE = a_pro(hours=weekly("09:00", "17:00"))
NIGHT_WORKER = a_pro(hours=(*weekly("22:00", "00:00"), *weekly("00:00", "06:00")))


def local(text: str, zone: ZoneInfo = ZONE) -> datetime:
    """The instant at which a clock in the zone shows this."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def booked(start: datetime, length: timedelta = HOUR, lead: str = "other") -> Booking:
    return Booking(lead, Slot(start, start + length))


def test_hours_are_clock_times_where_the_business_is() -> None:
    assert shifts(NINE_TO_FIVE, SUNDAY, ZONE) == (Slot(local("2026-11-22T09:00"), local("2026-11-22T17:00")),)


def test_who_set_no_hours_works_the_whole_day() -> None:
    assert shifts(a_pro(), SUNDAY, ZONE) == (Slot(local("2026-11-22T00:00"), local("2026-11-23T00:00")),)


def test_who_set_hours_for_some_days_is_off_on_the_others() -> None:
    pro = a_pro(hours=weekly("09:00", "17:00", 0, 1))
    assert shifts(pro, SUNDAY, ZONE) == ()
    assert not on_duty(pro, AT, ZONE)


def test_two_shifts_a_day_leave_the_siesta_free() -> None:
    pro = a_pro(hours=(*weekly("16:00", "19:00"), *weekly("08:00", "12:00")))
    assert [on_duty(pro, local(f"2026-11-22T{clock}"), ZONE) for clock in ("08:00", "13:00", "16:00")] == [
        True,
        False,
        True,
    ]


def test_a_shift_begins_on_the_minute_and_ends_before_it() -> None:
    duty = [on_duty(NINE_TO_FIVE, local(f"2026-11-22T{clock}"), ZONE) for clock in ("08:59", "09:00", "16:59", "17:00")]
    assert duty == [False, True, True, False]


def test_midnight_as_an_end_means_the_end_of_the_day() -> None:
    pro = a_pro(hours=weekly("18:00", "00:00"))
    assert on_duty(pro, local("2026-11-22T23:59"), ZONE)
    assert not on_duty(pro, local("2026-11-23T00:00"), ZONE)


def test_a_night_is_two_shifts() -> None:
    assert on_duty(NIGHT_WORKER, local("2026-11-22T23:30"), ZONE)
    assert on_duty(NIGHT_WORKER, local("2026-11-23T00:30"), ZONE)
    assert not on_duty(NIGHT_WORKER, local("2026-11-23T06:00"), ZONE)


def test_a_day_off_beats_the_weekly_hours_and_may_have_its_own() -> None:
    off = a_pro(hours=NINE_TO_FIVE.hours, days_off=(DayOff(SUNDAY),))
    short = a_pro(hours=NINE_TO_FIVE.hours, days_off=(DayOff(SUNDAY, ((time(10), time(12)),)),))
    assert shifts(off, SUNDAY, ZONE) == ()
    assert shifts(short, SUNDAY, ZONE) == (Slot(local("2026-11-22T10:00"), local("2026-11-22T12:00")),)
    assert shifts(off, SUNDAY + DAY, ZONE) == shifts(NINE_TO_FIVE, SUNDAY + DAY, ZONE)


def test_a_pause_ends_by_itself() -> None:
    pro = a_pro(paused_until=AT + HOUR)
    assert paused(pro, AT)
    assert not paused(pro, AT + HOUR)
    assert not paused(a_pro(), AT)


# The next duty


@pytest.mark.parametrize(
    ("pro", "at", "due"),
    [
        (NINE_TO_FIVE, "2026-11-22T11:00", "2026-11-22T11:00"),
        (NINE_TO_FIVE, "2026-11-22T08:00", "2026-11-22T09:00"),
        (NINE_TO_FIVE, "2026-11-22T17:00", "2026-11-23T09:00"),
        (a_pro(hours=weekly("09:00", "17:00", 6)), "2026-11-22T18:00", "2026-11-29T09:00"),
        (a_pro(hours=NINE_TO_FIVE.hours, days_off=(DayOff(SUNDAY),)), "2026-11-22T11:00", "2026-11-23T09:00"),
    ],
)
def test_the_next_duty_is_now_or_the_next_shift(pro: Professional, at: str, due: str) -> None:
    assert next_duty(pro, local(at), ZONE) == local(due)


def test_the_next_duty_waits_for_the_end_of_a_pause() -> None:
    until = local("2026-11-24T12:00")
    assert next_duty(a_pro(hours=NINE_TO_FIVE.hours, paused_until=until), AT, ZONE) == until
    after_work = a_pro(hours=NINE_TO_FIVE.hours, paused_until=local("2026-11-24T18:00"))
    assert next_duty(after_work, AT, ZONE) == local("2026-11-25T09:00")


def test_nobody_is_waited_for_longer_than_two_weeks() -> None:
    assert next_duty(a_pro(paused_until=AT + 20 * DAY), AT, ZONE) is None
    assert next_duty(a_pro(paused_until=datetime(9999, 1, 1, tzinfo=UTC)), AT, ZONE) is None
    always_off = tuple(DayOff(SUNDAY + n * DAY) for n in range(30))
    assert next_duty(a_pro(days_off=always_off), AT, ZONE) is None


# A wish


def exactly(text: str) -> Wish:
    return Wish(local(text), local(text))


def test_an_exact_wish_is_taken_as_it_is_even_off_the_grid() -> None:
    slot = fitting_slot(NINE_TO_FIVE, (), exactly("2026-11-23T10:10"), AT, POLICY)
    assert slot == Slot(local("2026-11-23T10:10"), local("2026-11-23T11:10"))


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ("2026-11-23T08:30", "begins before his day"),
        ("2026-11-23T16:30", "ends after it"),
        ("2026-11-23T12:30", "runs into a booking"),
        ("2026-11-23T13:30", "begins inside a booking"),
        ("2026-11-22T10:59", "is over"),
        ("2026-11-24T10:00", "falls in his pause"),
    ],
)
def test_an_exact_wish_that_does_not_fit_is_not_taken(wish: str, why: str) -> None:
    pro = NINE_TO_FIVE if why != "falls in his pause" else a_pro(paused_until=local("2026-11-25T00:00"))
    assert fitting_slot(pro, (booked(local("2026-11-23T13:00")),), exactly(wish), AT, POLICY) is None, why


@pytest.mark.parametrize("pro", [a_pro(), NIGHT_WORKER])
def test_an_exact_wish_may_run_across_midnight(pro: Professional) -> None:
    slot = fitting_slot(pro, (), exactly("2026-11-23T23:30"), AT, POLICY)
    assert slot == Slot(local("2026-11-23T23:30"), local("2026-11-24T00:30"))


def test_an_exact_wish_may_not_run_into_a_siesta() -> None:
    pro = a_pro(hours=(*weekly("08:00", "12:00"), *weekly("12:30", "19:00")))
    assert fitting_slot(pro, (), exactly("2026-11-23T11:30"), AT, POLICY) is None
    assert fitting_slot(pro, (), exactly("2026-11-23T12:15"), AT, POLICY) is None


def test_an_exact_wish_needs_no_notice() -> None:
    assert fitting_slot(NINE_TO_FIVE, (), Wish(AT, AT), AT, POLICY) == Slot(AT, AT + HOUR)


def test_a_buffer_is_kept_on_both_sides() -> None:
    policy, taken = Policy(slot_buffer=15 * MINUTE), (booked(local("2026-11-23T12:00")),)
    fits = {
        clock: fitting_slot(NINE_TO_FIVE, taken, exactly(f"2026-11-23T{clock}"), AT, policy) is not None
        for clock in ("10:45", "10:50", "13:10", "13:15")
    }
    assert fits == {"10:45": True, "10:50": False, "13:10": False, "13:15": True}


def test_a_window_gives_its_first_free_slot() -> None:
    morning = Wish(local("2026-11-23T09:00"), local("2026-11-23T12:00"))
    assert fitting_slot(NINE_TO_FIVE, (), morning, AT, POLICY) == Slot(
        local("2026-11-23T09:00"), local("2026-11-23T10:00")
    )
    taken = (booked(local("2026-11-23T09:00"), 2 * HOUR),)
    assert fitting_slot(NINE_TO_FIVE, taken, morning, AT, POLICY) == Slot(
        local("2026-11-23T11:00"), local("2026-11-23T12:00")
    )


def test_a_window_that_is_full_gives_nothing() -> None:
    morning = Wish(local("2026-11-23T09:00"), local("2026-11-23T12:00"))
    assert fitting_slot(NINE_TO_FIVE, (booked(local("2026-11-23T08:00"), 5 * HOUR),), morning, AT, POLICY) is None


def test_a_window_that_runs_asks_for_notice() -> None:
    now = Wish(AT, AT + 3 * HOUR)
    assert fitting_slot(NINE_TO_FIVE, (), now, AT, POLICY) == Slot(AT + HOUR, AT + 2 * HOUR)


# The choice


def test_without_a_wish_two_times_of_each_coming_day_are_offered() -> None:
    starts = [slot.start for slot in offered_slots(NINE_TO_FIVE, (), None, AT, POLICY)]
    expected = ("22T12:00", "22T13:00", "23T09:00", "23T10:00", "24T09:00")
    assert starts == [local(f"2026-11-{clock}") for clock in expected]


def test_with_a_wish_the_nearest_are_offered_in_time_order() -> None:
    starts = [
        slot.start for slot in offered_slots(NINE_TO_FIVE, (), exactly("2026-11-23T13:00"), AT, Policy(slots_shown=3))
    ]
    assert starts == [local(f"2026-11-23T{clock}") for clock in ("12:00", "13:00", "14:00")]


def test_nobody_is_offered_the_night_unless_there_is_nothing_else() -> None:
    always = offered_slots(a_pro(), (), None, local("2026-11-22T20:30"), POLICY)
    assert not any(quiet(slot.start, POLICY) for slot in always)
    nights = offered_slots(NIGHT_WORKER, (), None, AT, POLICY)
    assert len(nights) == 5
    assert all(quiet(slot.start, POLICY) for slot in nights)
    assert not any(one.overlaps(other) for one, other in combinations(nights, 2))


def test_nothing_is_offered_within_the_pause_or_beyond_the_horizon() -> None:
    assert offered_slots(a_pro(paused_until=AT + 20 * DAY), (), None, AT, POLICY) == ()
    late = offered_slots(a_pro(paused_until=AT + 2 * DAY), (), None, AT, POLICY)
    assert late[0].start >= AT + 2 * DAY


HOURS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 20), st.integers(1, 6)).map(
        lambda t: Hours(t[0], time(t[1]), time((t[1] + t[2]) % 24) if t[1] + t[2] <= 24 else time(0))
    ),
    max_size=5,
).map(tuple)
TAKEN = st.lists(
    st.tuples(st.integers(0, 14 * 24 * 4), st.integers(1, 12)).map(
        lambda t: booked(AT + t[0] * 15 * MINUTE, t[1] * 15 * MINUTE)
    ),
    max_size=8,
).map(tuple)
WISHES = st.none() | st.tuples(st.integers(0, 14 * 24), st.integers(0, 8)).map(
    lambda t: Wish(AT + t[0] * HOUR, AT + (t[0] + t[1]) * HOUR)
)
POLICIES = st.builds(
    Policy,
    slot_length=st.sampled_from([30 * MINUTE, HOUR, 90 * MINUTE]),
    slot_buffer=st.sampled_from([timedelta(0), 20 * MINUTE]),
    slots_shown=st.integers(1, 9),
    timezone=st.sampled_from(["Asia/Jerusalem", "America/New_York"]),
)


@given(HOURS, TAKEN, WISHES, POLICIES)
def test_offered_times_are_always_possible(
    hours: tuple[Hours, ...], taken: tuple[Booking, ...], wish: Wish | None, policy: Policy
) -> None:
    pro = a_pro(hours=hours)
    slots = offered_slots(pro, taken, wish, AT, policy)
    assert list(slots) == sorted(slots)
    assert len(slots) <= policy.slots_shown
    assert not any(one.overlaps(other) for one, other in combinations(slots, 2))
    for slot in slots:
        assert slot.end - slot.start == policy.slot_length
        assert slot.start >= AT + policy.slot_notice
        assert not any(slot.overlaps(booking.slot) for booking in taken)
        assert any(slot.within(s) for s in shifts(pro, slot.start.astimezone(policy.zone).date(), policy.zone))


@given(HOURS, TAKEN, WISHES.filter(lambda wish: wish is not None), POLICIES)
def test_a_fitting_time_is_always_possible(
    hours: tuple[Hours, ...], taken: tuple[Booking, ...], wish: Wish, policy: Policy
) -> None:
    pro = a_pro(hours=hours)
    slot = fitting_slot(pro, taken, wish, AT, policy)
    if slot is not None:
        assert wish.earliest <= slot.start <= wish.latest
        assert not any(slot.overlaps(booking.slot) for booking in taken)
        minutes = (slot.end - slot.start) // MINUTE
        assert all(on_duty(pro, slot.start + n * MINUTE, policy.zone) for n in range(0, minutes, 15))


# The night


@pytest.mark.parametrize(
    ("clock", "is_quiet"), [("20:59", False), ("21:00", True), ("00:00", True), ("07:59", True), ("08:00", False)]
)
def test_people_are_not_written_to_at_night(clock: str, is_quiet: bool) -> None:
    assert quiet(local(f"2026-11-22T{clock}"), POLICY) is is_quiet


def test_what_falls_into_the_night_waits_for_the_morning() -> None:
    assert awake(local("2026-11-22T23:00"), POLICY) == local("2026-11-23T08:00")
    assert awake(local("2026-11-23T03:00"), POLICY) == local("2026-11-23T08:00")
    assert awake(local("2026-11-23T12:00"), POLICY) == local("2026-11-23T12:00")


def test_a_siesta_is_a_night_too_and_equal_ends_mean_none() -> None:
    siesta = Policy(quiet_from=time(13), quiet_until=time(16))
    assert awake(local("2026-11-22T14:00"), siesta) == local("2026-11-22T16:00")
    assert not quiet(local("2026-11-22T20:00"), siesta)
    assert not quiet(local("2026-11-22T02:00"), Policy(quiet_from=time(8), quiet_until=time(8)))


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - zone is beside
    st.times(),
    st.times(),
)
def test_waking_up_never_goes_back_and_is_never_in_the_night(at: datetime, start: time, until: time) -> None:
    policy = Policy(quiet_from=start, quiet_until=until)
    assert at <= awake(at, policy) <= at + DAY + 2 * HOUR
    assert not quiet(awake(at, policy), policy)
