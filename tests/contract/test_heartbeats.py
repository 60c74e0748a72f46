"""What every Heartbeats promises."""

from datetime import timedelta

from fixi.ports.queues import HEARTBEATS_KEPT
from tests.support.house import House
from tests.support.samples import SECOND


async def test_nobody_was_ever_alive(house: House) -> None:
    assert await house.heartbeats.youngest() is None


async def test_the_youngest_beat_counts(house: House) -> None:
    await house.heartbeats.beat("worker:1")
    house.clock.move(timedelta(seconds=3, microseconds=7))
    await house.heartbeats.beat("worker:2")
    beat = house.clock.now()
    house.clock.move(30 * SECOND)
    assert await house.heartbeats.youngest() == beat
    await house.heartbeats.beat("worker:1")
    assert await house.heartbeats.youngest() == house.clock.now()


async def test_a_beat_comes_back_aware(house: House) -> None:
    await house.heartbeats.beat("worker:1")
    youngest = await house.heartbeats.youngest()
    assert youngest is not None
    assert youngest.utcoffset() == timedelta(0)


async def test_a_beat_of_long_ago_is_forgotten(house: House) -> None:
    await house.heartbeats.beat("worker:1")
    house.clock.move(HEARTBEATS_KEPT - 30 * SECOND)
    assert await house.heartbeats.youngest() is not None
    house.clock.move(30 * SECOND)
    assert await house.heartbeats.youngest() is None
    await house.heartbeats.beat("worker:2")
    assert await house.heartbeats.youngest() == house.clock.now()
