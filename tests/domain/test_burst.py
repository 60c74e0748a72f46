"""When has a person finished?"""

from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.burst import finished_at
from tests.support.samples import AT, POLICY, SECOND, heard


def test_one_message_is_answered_after_the_quiet_window() -> None:
    assert finished_at((heard("a"),), POLICY) == AT + 2.5 * SECOND


def test_every_further_message_begins_the_window_again() -> None:
    assert finished_at((heard("a"), heard("b", at=AT + 2 * SECOND)), POLICY) == AT + 4.5 * SECOND


def test_nobody_waits_longer_than_the_cap() -> None:
    burst = tuple(heard(str(n), at=AT + n * 2 * SECOND) for n in range(30))
    assert finished_at(burst, POLICY) == AT + 20 * SECOND


def test_a_button_is_answered_at_once() -> None:
    assert finished_at((heard("a"), heard("", button="q1/a", at=AT + SECOND)), POLICY) == AT + SECOND


def test_what_our_own_people_type_counts_at_once() -> None:
    assert finished_at((heard("a", own=True),), POLICY) == AT


@given(st.lists(st.integers(0, 60), min_size=1).map(sorted))
def test_it_is_never_before_the_first_nor_long_after_it(seconds: list[int]) -> None:
    burst = tuple(heard(str(n), at=AT + n * SECOND) for n in seconds)
    done = finished_at(burst, POLICY)
    assert burst[0].at < done <= burst[0].at + POLICY.quiet_window_cap
    assert done <= burst[-1].at + POLICY.quiet_window
