"""How alerts are told: singly, in short, or as a number."""

from datetime import timedelta

import pytest

from fixi.domain.effects import Alert
from fixi.domain.notices import LONGEST_PAUSE, MOST, pause, sort, urgent
from tests.support.samples import AT, HOUR, MINUTE


def some(kind: str, count: int, age: timedelta = MINUTE) -> list[tuple[str, Alert, object]]:
    return [(f"{kind}{n}", Alert(kind, "x"), AT - age) for n in range(count)]


def sorted_in_three(waiting: list[tuple[str, Alert, object]], lately: int = 0) -> tuple[int, int, int]:
    lots = sort(waiting, AT, lately)  # type: ignore[arg-type]
    return len(lots.single), len(lots.many), len(lots.old)


def test_a_few_are_told_singly() -> None:
    assert sorted_in_three(some("stale", MOST), MOST) == (MOST, 0, 0)


def test_many_at_once_are_told_in_short() -> None:
    assert sorted_in_three(some("stale", MOST + 1)) == (0, MOST + 1, 0)


def test_so_is_one_behind_many() -> None:
    assert sorted_in_three(some("stale", 1), MOST + 1) == (0, 1, 0)


def test_what_stops_everything_is_told_in_any_crowd() -> None:
    waiting = some("stale", 50) + some("account.banned", 1) + some("sending.off", 1) + some("account_back", 1)
    assert sorted_in_three(waiting, 50) == (3, 50, 0)


def test_what_is_more_than_a_day_old_is_counted() -> None:
    waiting = some("stale", 2, 25 * HOUR) + some("account.banned", 1, 25 * HOUR) + some("stale", 1, 24 * HOUR)
    assert sorted_in_three(waiting) == (1, 0, 3)


@pytest.mark.parametrize(("kind", "is_urgent"), [("account.banned", True), ("account_back", True), ("test", True)])
def test_urgent_kinds(kind: str, is_urgent: bool) -> None:
    assert urgent(kind) is is_urgent


@pytest.mark.parametrize("kind", ["accounting", "stale", "human.asked", "failed_send"])
def test_other_kinds_can_wait(kind: str) -> None:
    assert not urgent(kind)


def test_pauses_grow_and_stay_bearable() -> None:
    pauses = [pause(failed) for failed in range(1, 30)]
    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (20, 40, 80, 160)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
