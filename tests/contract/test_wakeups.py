"""What every Wakeups promises."""

from fixi.ports.queues import Task
from tests.support.house import House
from tests.support.samples import MINUTE, SECOND


def knocks(house: House) -> list[tuple[Task, str]]:
    """Everything that is due now, in its order."""
    found = []
    while (knock := house.knocked()) is not None:
        found.append(knock)
    return found


async def test_a_knock_is_heard_once(house: House) -> None:
    await house.wakeups.knock(Task.TURN, "chat:1")
    assert knocks(house) == [(Task.TURN, "chat:1")]
    assert knocks(house) == []


async def test_a_later_knock_is_heard_later(house: House) -> None:
    await house.wakeups.knock(Task.TURN, "chat:1", MINUTE)
    house.clock.move(MINUTE - SECOND)
    assert knocks(house) == []
    house.clock.move(SECOND)
    assert knocks(house) == [(Task.TURN, "chat:1")]


async def test_what_is_due_first_is_heard_first(house: House) -> None:
    for name, seconds in (("c", 3), ("a", 1), ("b", 2), ("now", 0)):
        await house.wakeups.knock(Task.DELIVER, name, seconds * SECOND)
    house.clock.move(MINUTE)
    assert [key for _, key in knocks(house)] == ["now", "a", "b", "c"]


async def test_a_time_that_is_over_is_now(house: House) -> None:
    await house.wakeups.knock(Task.SWEEP, after=-MINUTE)
    assert knocks(house) == [(Task.SWEEP, "")]


async def test_different_knocks_stay_different(house: House) -> None:
    for task in (Task.TURN, Task.DELIVER):
        for key in ("a", "b"):
            await house.wakeups.knock(task, key)
    await house.wakeups.knock(Task.TURN, "a", SECOND)
    house.clock.move(SECOND)
    assert sorted(set(knocks(house))) == [(task, key) for task in (Task.DELIVER, Task.TURN) for key in ("a", "b")]


async def test_a_knock_after_a_knock_was_heard_is_a_new_one(house: House) -> None:
    for _ in range(2):
        await house.wakeups.knock(Task.TURN, "a")
        assert knocks(house) == [(Task.TURN, "a")]
