"""What every Clock promises."""

from datetime import UTC, timedelta

import pytest

from fixi.adapters.system.clock import MovedClock, SystemClock
from fixi.domain.errors import Invalid
from fixi.ports.clock import Clock
from tests.support.samples import AT, HOUR, SECOND


@pytest.mark.parametrize("clock", [SystemClock(), MovedClock(AT)])
def test_the_time_is_aware_in_utc_and_does_not_go_back(clock: Clock) -> None:
    times = [clock.now() for _ in range(100)]
    assert all(time.tzinfo is UTC for time in times)
    assert times == sorted(times)


def test_a_moved_clock_stands_still_until_it_is_moved() -> None:
    clock = MovedClock(AT.astimezone())
    assert clock.now() == clock.now() == AT
    clock.move(HOUR)
    assert clock.now() == AT + HOUR
    clock.move_to(AT + 2 * HOUR)
    assert clock.now() == AT + 2 * HOUR
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("by", [-SECOND, -timedelta(microseconds=1)])
def test_a_moved_clock_does_not_go_back(by: timedelta) -> None:
    clock = MovedClock(AT)
    with pytest.raises(Invalid):
        clock.move(by)
    assert clock.now() == AT
