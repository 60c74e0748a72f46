"""A crash between any two steps of receive, turn and deliver costs time, never a word and never a word twice."""

from datetime import timedelta

import pytest

from fixi.domain.values import ChatKey, Kind
from tests.properties.harness import CLIENTS, PROS, System

STORY = (
    (CLIENTS[0], "water is leaking under my sink, Herzl 71 Haifa, tomorrow at 10"),
    (CLIENTS[0], "yes"),
    (PROS[0], "2"),
    (PROS[0], "1"),
    (PROS[1], "1"),
    (CLIENTS[0], "status"),
    (PROS[1], "done"),
    (CLIENTS[0], "5"),
    (CLIENTS[0], "great work"),
)


def told(system: System) -> dict[str, list[str]]:
    """What each phone was told, in order."""
    return {who: [b.text for b in system.phones.screen(ChatKey(who)) if b.ours] for who in (*CLIENTS, *PROS)}


def play(crash_at: int | None) -> System:
    """The story, with the process dying once at this step and the sweep coming by as it always does."""
    system = System()
    system.fuse.left = crash_at
    for who, text in STORY:
        system.hears(who, text)
        system.settle()
        system.heal()
    return system


def steps_of_the_story() -> int:
    system = play(None)
    ticks = system.fuse.ticks
    system.close()
    return ticks


STEPS = steps_of_the_story()


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, list[str]]:
    system = play(None)
    screens = told(system)
    system.close()
    return screens


@pytest.mark.parametrize("part", range(8))
def test_a_crash_at_any_step_changes_nothing_that_people_see(part: int, undisturbed: dict[str, list[str]]) -> None:
    for crash_at in range(part, STEPS, 8):
        system = play(crash_at)
        assert system.fuse.left is None, "the process did not die"
        assert told(system) == undisturbed, f"crash at step {crash_at} of {STEPS}"
        system.check(resting=True)
        system.close()


def test_everything_that_the_queue_knew_can_be_lost(undisturbed: dict[str, list[str]]) -> None:
    system = System()
    for who, text in STORY:
        system.hears(who, text)
        system.real["wakeups"].forget()
        system.clock.move(timedelta(seconds=5))
        system.heal()
        system.real["wakeups"].forget()
        system.heal()
    assert told(system) == undisturbed
    assert [type(state).__name__ for state in system.states(Kind.LEAD)] == ["Closed"]
    system.close()


def expiry(crash_at: int | None) -> System:
    """An offer runs out, and while the next one is being asked the process dies; then the first one says yes."""
    system = System()
    system.hears(CLIENTS[0], "water is leaking under my sink, Herzl 71 Haifa, tomorrow at 10")
    system.settle()
    system.hears(CLIENTS[0], "yes")
    system.settle()
    system.fuse = system.fuse.rewired(crash_at)
    system.clock.move(timedelta(minutes=31))
    system.attempt(system.worker.sweep)
    system.fuse.left = None
    system.hears(PROS[0], "1")
    system.settle()
    system.heal()
    system.wait(timedelta(minutes=2))
    return system


def test_a_place_claimed_by_a_turn_that_died_is_never_lost() -> None:
    whole = expiry(None)
    steps = whole.fuse.ticks
    whole.close()
    for crash_at in range(steps):
        system = expiry(crash_at)
        system.check(resting=True)
        system.close()
