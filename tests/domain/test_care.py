"""Ticks are named by the clock alone, right on every day of the year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from fixi.domain.care import GRACE, JOBS, PeriodicJob, named, next_at, tick
from fixi.domain.errors import Invalid
from fixi.domain.policy import Policy
from tests.support.samples import AT, HOUR, MINUTE, POLICY, SECOND

AGENDA = next(job for job in JOBS if job.name == "agenda")
SWEEP = next(job for job in JOBS if job.name == "sweep")
HEALER = next(job for job in JOBS if job.name == "healer")
# Nobody is ever asleep, so that the clock time stands alone.
SLEEPLESS = replace(POLICY, quiet_from=time(0), quiet_until=time(0))


def utc(text: str) -> datetime:
    """`2026-11-22 06:00` as a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starts(day: str, policy: Policy = POLICY) -> datetime:
    """The first moment at which the agenda's tick of this date is current, found minute by minute."""
    moment = datetime.combine(date.fromisoformat(day), time(0), policy.zone).astimezone(UTC) - 2 * HOUR
    for _ in range(28 * 60):
        if tick(AGENDA, moment, policy) == day:
            return moment
        moment += MINUTE
    raise AssertionError(f"there was no agenda on {day}")


def test_the_table_has_each_job_once_and_says_how_often() -> None:
    assert {job.name: job.every for job in JOBS} == {
        "sweep": timedelta(seconds=5),
        "alerts": timedelta(seconds=20),
        "watchdog": timedelta(minutes=2),
        "media": timedelta(minutes=1),
        "healer": timedelta(minutes=10),
        "stale": timedelta(minutes=30),
        "offers": timedelta(minutes=5),
        "reconcile": HOUR,
        "agenda": None,
    }
    assert [job.name for job in JOBS if job.task == "sweep"] == ["sweep"]
    assert named("healer") is HEALER
    assert named("nonsense") is None


def test_a_job_has_one_rhythm_and_a_plain_name() -> None:
    for wrong in ({"name": "x"}, {"name": "x", "every": HOUR, "daily": lambda _: time(8)}, {"name": "", "every": HOUR}):
        with pytest.raises(Invalid):
            PeriodicJob(**wrong)
    with pytest.raises(Invalid):
        PeriodicJob("a@b", HOUR)


def test_an_interval_has_one_tick_and_the_next_another() -> None:
    here = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    assert tick(HEALER, here, POLICY) == tick(HEALER, here + 10 * MINUTE - SECOND, POLICY)
    assert tick(HEALER, here - SECOND, POLICY) != tick(HEALER, here, POLICY) != tick(HEALER, here + 10 * MINUTE, POLICY)
    assert tick(SWEEP, here, POLICY) == str(int(here.timestamp()) // 5)
    assert next_at(HEALER, here, POLICY) == here + 10 * MINUTE
    assert next_at(HEALER, here + SECOND, POLICY) == here + 10 * MINUTE


def test_intervals_are_counted_through_a_night_that_has_one_hour_twice() -> None:
    night = utc("2026-10-24 20:00")
    ticks = [tick(HEALER, night + n * 10 * MINUTE, POLICY) for n in range(12 * 6)]
    assert len(set(ticks)) == len(ticks)


@pytest.mark.parametrize(
    ("day", "at"),
    [
        ("2026-10-24", "2026-10-24 05:00"),  # summer
        ("2026-10-25", "2026-10-25 06:00"),  # the day of 25 hours
        ("2026-11-22", "2026-11-22 06:00"),  # winter
        ("2027-03-25", "2027-03-25 06:00"),
        ("2027-03-26", "2027-03-26 05:00"),  # the day of 23 hours
        ("2027-10-31", "2027-10-31 06:00"),
    ],
)
def test_eight_o_clock_is_eight_o_clock_on_every_day(day: str, at: str) -> None:
    assert starts(day) == utc(at)
    assert tick(AGENDA, utc(at) - SECOND, POLICY) is None
    assert tick(AGENDA, utc(at), POLICY) == day
    assert tick(AGENDA, utc(at) + GRACE - SECOND, POLICY) == day
    assert tick(AGENDA, utc(at) + GRACE, POLICY) is None
    assert next_at(AGENDA, utc(at) - SECOND, POLICY) == utc(at)


def test_a_time_that_the_clock_jumps_over_is_moved_past_the_gap() -> None:
    assert starts("2027-03-26", replace(SLEEPLESS, agenda_at=time(2, 30))) == utc("2027-03-26 00:30")
    assert starts("2027-03-25", replace(SLEEPLESS, agenda_at=time(2, 30))) == utc("2027-03-25 00:30")


def test_of_a_time_that_comes_twice_the_first_counts_and_only_once() -> None:
    policy = replace(SLEEPLESS, agenda_at=time(1, 30))
    for day, first in (("2026-10-25", "2026-10-24 22:30"), ("2027-10-31", "2027-10-30 22:30")):
        assert starts(day, policy) == utc(first)
        moments = [utc(first) + n * MINUTE for n in range(-600, 24 * 60)]
        found = [tick(AGENDA, moment, policy) for moment in moments]
        assert found.count(day) == GRACE // MINUTE


def test_every_date_of_two_years_has_its_tick_for_four_hours() -> None:
    day = date(2026, 1, 1)
    for offset in range(730):
        here = (day + timedelta(days=offset)).isoformat()
        due = datetime.combine(day + timedelta(days=offset), time(8), POLICY.zone).astimezone(UTC)
        assert tick(AGENDA, due, POLICY) == here
        assert tick(AGENDA, due + GRACE, POLICY) is None


def test_an_agenda_that_is_set_before_the_end_of_the_quiet_hours_waits_for_it() -> None:
    assert starts("2026-11-22", replace(POLICY, agenda_at=time(6, 30))) == utc("2026-11-22 06:00")
    assert starts("2027-03-26", replace(POLICY, agenda_at=time(7, 59))) == utc("2027-03-26 05:00")


def test_one_that_is_set_into_the_evening_s_quiet_hours_is_the_next_morning_s() -> None:
    policy = replace(POLICY, agenda_at=time(22, 0))
    assert starts("2026-11-23", policy) == utc("2026-11-23 06:00")
    assert tick(AGENDA, utc("2026-11-22 20:00"), policy) is None


def test_nothing_goes_out_late_in_the_quiet_hours_or_about_yesterday() -> None:
    evening = replace(POLICY, agenda_at=time(20, 0))
    assert tick(AGENDA, utc("2026-11-22 18:00"), evening) == "2026-11-22"
    assert tick(AGENDA, utc("2026-11-22 19:00"), evening) is None
    night = replace(SLEEPLESS, agenda_at=time(23, 0))
    assert tick(AGENDA, utc("2026-11-22 21:30"), night) == "2026-11-22"
    assert tick(AGENDA, utc("2026-11-22 22:30"), night) is None


def test_the_next_one_is_always_ahead() -> None:
    for policy in (POLICY, replace(POLICY, agenda_at=time(22, 0)), replace(SLEEPLESS, agenda_at=time(2, 30))):
        for hours in range(24 * 5):
            moment = AT + hours * HOUR
            assert moment < next_at(AGENDA, moment, policy) <= moment + 25 * HOUR
