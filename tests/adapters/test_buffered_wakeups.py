"""Knocks that nobody waits for: they go out together, and a lost one hurts nobody."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

import pytest
from dramatiq.brokers.stub import StubBroker

from fixi.adapters.dramatiq.broker import QUEUES, DramatiqWakeups, register
from fixi.adapters.dramatiq.buffered import MOST, STEP, BufferedWakeups
from fixi.domain.errors import Unavailable
from fixi.ports.queues import Task
from tests.support.samples import SECOND

type Knocks = Sequence[tuple[Task, tuple[str, ...], timedelta]]


class Recorder(DramatiqWakeups):
    """Writes down what it is asked to enqueue, or is out of order."""

    def __init__(self) -> None:
        super().__init__(StubBroker())
        self.knocks: list[tuple[Task, tuple[str, ...], timedelta]] = []
        self.broken = False

    async def knock_for(self, knocks: Knocks) -> None:
        if self.broken:
            raise Unavailable("down")
        self.knocks += knocks


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


async def test_what_comes_together_goes_out_together(recorder: Recorder) -> None:
    wakeups = BufferedWakeups(recorder)
    for key in ("a", "b", "a"):
        await wakeups.knock(Task.TURN, key)
    await wakeups.knock(Task.DELIVER, "c")
    await wakeups.flush()
    assert recorder.knocks == [(Task.TURN, ("a", "b"), timedelta(0)), (Task.DELIVER, ("c",), timedelta(0))]


async def test_no_message_names_too_many(recorder: Recorder) -> None:
    wakeups = BufferedWakeups(recorder)
    for number in range(MOST + 1):
        await wakeups.knock(Task.TURN, str(number))
    await wakeups.flush()
    assert [len(keys) for _, keys, _ in recorder.knocks] == [MOST, 1]


async def test_a_later_one_is_a_little_late_and_not_early(recorder: Recorder) -> None:
    wakeups = BufferedWakeups(recorder, linger=timedelta(0))
    await wakeups.knock(Task.TURN, "a", 2 * SECOND)
    await wakeups.flush()
    ((_, _, after),) = recorder.knocks
    assert 2 * SECOND - SECOND < after <= 2 * SECOND + STEP


async def test_a_queue_that_is_down_fails_nobody_and_is_said_once(
    recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    wakeups, recorder.broken = BufferedWakeups(recorder), True
    with caplog.at_level(logging.WARNING):
        for key in ("a", "b"):
            await wakeups.knock(Task.TURN, key)
            await wakeups.flush()
    assert [record.message for record in caplog.records] == ["knocks lost"]
    recorder.broken = False
    await wakeups.knock(Task.TURN, "c")
    await wakeups.flush()
    assert recorder.knocks == [(Task.TURN, ("c",), timedelta(0))]


async def test_flushing_nothing_is_nothing(recorder: Recorder) -> None:
    await BufferedWakeups(recorder).flush()
    assert recorder.knocks == []


async def test_one_message_is_worked_on_key_by_key() -> None:
    broker, done = StubBroker(), list[str]()
    broker.declare_queue(QUEUES[Task.TURN])

    async def work(key: str) -> None:
        done.append(key)
        if key == "bad":
            raise Unavailable("not now")

    register(broker, Task.TURN, work)
    inner = cast(Any, broker.get_actor(str(Task.TURN)).fn).__wrapped__  # what runs on the worker's loop
    await inner("a", "b")
    assert done == ["a", "b"]
    with pytest.raises(Unavailable):
        await inner("bad", "c")
    assert done == ["a", "b", "bad", "c"]
