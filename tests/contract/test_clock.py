"""What every Clock promises."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from fixi.adapters.system.clock import MovedClock, SharedClock, SystemClock
from fixi.domain.errors import Invalid
from fixi.ports.clock import Clock
from tests.support.processes import clean_environ
from tests.support.samples import AT, DAY, HOUR, SECOND

CLOCKS: dict[str, Callable[[Path], Clock]] = {
    "system": lambda _: SystemClock(),
    "moved": lambda _: MovedClock(AT),
    "shared": SharedClock,
}


@pytest.mark.parametrize("name", CLOCKS)
def test_the_time_is_aware_in_utc_and_does_not_go_back(name: str, tmp_path: Path) -> None:
    clock = CLOCKS[name](tmp_path)
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


def test_a_shared_clock_is_right_until_it_is_moved_and_runs_on_from_there(tmp_path: Path) -> None:
    clock = SharedClock(tmp_path / "not yet there")
    before = SystemClock().now()
    assert before <= clock.now() <= before + HOUR
    clock.move_to(AT)
    first, second = clock.now(), clock.now()
    assert AT <= first <= second < AT + HOUR
    clock.move(-DAY)
    assert AT - DAY <= clock.now() < AT - DAY + HOUR


def test_whoever_has_the_folder_sees_a_move_at_once(tmp_path: Path) -> None:
    one, other = SharedClock(tmp_path), SharedClock(tmp_path)
    assert other.now() < SystemClock().now() + SECOND
    one.move(DAY)
    assert DAY - HOUR < other.now() - SystemClock().now() < DAY + HOUR
    other.move_to(AT)
    assert AT <= one.now() < AT + HOUR


def test_another_process_sees_a_move_too_and_may_move_it_back(tmp_path: Path) -> None:
    mine = SharedClock(tmp_path)
    mine.move_to(AT)
    program = (
        "import sys, pathlib, datetime; from fixi.adapters.system.clock import SharedClock\n"
        "clock = SharedClock(pathlib.Path(sys.argv[1])); print(clock.now().isoformat())\n"
        "clock.move(-datetime.timedelta(days=1))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True, env=clean_environ()
    )
    assert done.stdout.startswith(f"{AT:%Y-%m-%dT%H:}")
    assert AT - DAY <= mine.now() < AT - DAY + HOUR
