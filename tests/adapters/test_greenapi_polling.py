"""Fetching notifications: none is lost, and none is let go before it is stored."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from fixi.adapters.greenapi.polling import GreenApiPolling
from fixi.domain.errors import Unavailable
from fixi.entrypoints.poller import LONGEST_PAUSE, Poller
from tests.support import green_bodies as bodies
from tests.support.green_account import Green, green, seconds_of
from tests.support.green_standin import Fault, refusing


@dataclass
class Store:
    """Keeps what it is given, unless something is wrong with it; done when it has enough."""

    enough: int = 1
    troubles: list[Exception | None] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    full: asyncio.Event = field(default_factory=asyncio.Event)
    line: Green | None = None

    async def __call__(self, body: bytes) -> None:
        if self.line is not None:
            self.deleted.append(len(self.line.account.deleted))
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble
        self.bodies.append(body)
        if len(self.bodies) >= self.enough:
            self.full.set()


@dataclass
class Sleeper:
    """Sleeps by moving the calendar, and remembers for how long; done when it has slept often enough."""

    line: Green
    enough: int = 0
    pauses: list[float] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if len(self.pauses) == self.enough:
            self.done.set()
        self.line.clock.move(timedelta(seconds=seconds))
        await asyncio.sleep(0)


@pytest.fixture
async def line() -> AsyncIterator[Green]:
    async with green() as built:
        yield built
        assert built.account.violations == []


def poller(line: Green, store: Store, sleeper: Sleeper, chance: float = 0.0) -> Poller:
    polling = GreenApiPolling(line.api, wait=5)
    return Poller(lambda: polling.next(store), lambda: chance, stopwatch=seconds_of(line.clock), sleep=sleeper)


async def polled(line: Green, store: Store, chance: float = 0.0) -> Sleeper:
    """Poll until the store has enough and the last notification is let go."""
    sleeper = Sleeper(line)
    running = asyncio.create_task(poller(line, store, sleeper, chance).run())
    await asyncio.wait_for(store.full.wait(), 10)
    await asyncio.wait_for(line.account.emptied.wait(), 10)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    return sleeper


async def test_each_comes_byte_by_byte_and_in_order(line: Green) -> None:
    given = [b'{"typeWebhook": "a",  "n": 1}', b'{"n": 2, "x": "\xd7\xa9"}', b'{"n":3}']
    for body in given:
        line.account.posts(body)
    store = Store(3)
    await polled(line, store)
    assert store.bodies == given
    assert line.account.deleted == [1, 2, 3]


async def test_it_is_stored_before_it_is_deleted(line: Green) -> None:
    for n in range(3):
        line.account.posts(b'{"n": %d}' % n)
    store = Store(3, line=line)
    await polled(line, store)
    assert store.deleted == [0, 1, 2]


async def test_what_could_not_be_stored_comes_again(line: Green) -> None:
    line.account.receives(bodies.text(bodies.CHAT, "hi"))
    store = Store(1, troubles=[Unavailable("redis"), Unavailable("redis")], line=line)
    await polled(line, store)
    assert store.deleted == [0, 0, 0]
    assert len(store.bodies) == 1


async def test_a_store_that_is_cut_off_keeps_the_notification() -> None:
    async with green() as line:
        line.account.receives(bodies.text(bodies.CHAT, "hi"))
        began = asyncio.Event()

        async def never(_body: bytes) -> None:
            began.set()
            await asyncio.Event().wait()

        running = asyncio.create_task(GreenApiPolling(line.api).next(never))
        await asyncio.wait_for(began.wait(), 5)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert line.account.deleted == []
        assert len(line.account.notifications) == 1


@pytest.mark.parametrize("how", ["drop", "cut", "garbage"])
async def test_a_deletion_of_unknown_outcome_does_no_harm(line: Green, how: str) -> None:
    line.account.receives(bodies.text(bodies.CHAT, "one"))
    line.account.receives(bodies.text(bodies.CHAT, "two"))
    line.account.faults.extend([None, Fault(how, accepts=True)])
    store = Store(2)
    await polled(line, store)
    assert [b"one" in store.bodies[0], b"two" in store.bodies[1]] == [True, True]
    assert line.account.deleted == [1, 2]


@pytest.mark.parametrize("fault", [refusing(502), Fault("drop"), Fault("cut")])
async def test_a_deletion_that_failed_brings_the_same_again(line: Green, fault: Fault) -> None:
    line.account.receives(bodies.text(bodies.CHAT, "one"))
    line.account.faults.extend([None, fault])
    store = Store(2)
    await polled(line, store)
    assert store.bodies[0] == store.bodies[1]
    assert line.account.deleted == [1]


@pytest.mark.parametrize(
    "body",
    [b'{"x": "\\ud800"}', b'{"x": "\xff"}', b"[" * 2000 + b"]" * 2000, b"17", b"null", b'"text"', b'{"a": nonsense}'],
    ids=range(7),
)
async def test_poison_is_handed_over_and_let_go(line: Green, body: bytes) -> None:
    line.account.posts(body)
    line.account.posts(b'{"next": 1}')
    store = Store(2)
    await polled(line, store)
    assert store.bodies[0]
    assert store.bodies[1] == b'{"next": 1}'
    assert line.account.deleted == [1, 2]


async def test_pauses_grow_and_end_with_the_trouble(line: Green) -> None:
    line.account.receives(bodies.text(bodies.CHAT, "hi"))
    line.account.faults.extend([refusing(500)] * 9)
    sleeper = await polled(line, Store(1), chance=1.0)
    assert sleeper.pauses[:9] == [1, 2, 4, 8, 16, 32, 60, 60, LONGEST_PAUSE]
    assert all(pause <= 1 for pause in sleeper.pauses[9:])


async def test_chance_shortens_a_pause_by_half_at_most(line: Green) -> None:
    line.account.receives(bodies.text(bodies.CHAT, "hi"))
    line.account.faults.extend([refusing(500)] * 3)
    sleeper = await polled(line, Store(1), chance=0.0)
    assert sleeper.pauses[:3] == [0.5, 1, 2]


async def test_the_provider_may_say_how_long_to_wait(line: Green) -> None:
    line.account.receives(bodies.text(bodies.CHAT, "hi"))
    line.account.faults.append(refusing(429, retry_after="30"))
    sleeper = await polled(line, Store(1))
    assert sleeper.pauses[0] == 30


async def test_an_account_with_a_webhook_is_asked_ever_more_rarely() -> None:
    async with green(webhook_url="https://fixi.example/webhook") as line:
        line.account.receives(bodies.text(bodies.CHAT, "hi"))
        sleeper = Sleeper(line, 8)
        store = Store(1)
        running = asyncio.create_task(poller(line, store, sleeper, 1.0).run())
        await asyncio.wait_for(sleeper.done.wait(), 5)
        assert sleeper.pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
        line.account.webhook_url = ""
        await asyncio.wait_for(store.full.wait(), 5)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_nothing_there_is_asked_again_without_haste(line: Green) -> None:
    sleeper = Sleeper(line, 5)
    running = asyncio.create_task(poller(line, Store(), sleeper).run())
    await asyncio.wait_for(sleeper.done.wait(), 5)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert all(0.9 < pause <= 1 for pause in sleeper.pauses)
    assert not line.account.too_fast


async def test_a_notification_that_is_there_twice_comes_twice(line: Green) -> None:
    for _ in range(2):
        line.account.receives(bodies.text(bodies.CHAT, "hi"))
    store = Store(2)
    await polled(line, store)
    assert store.bodies[0] == store.bodies[1]


async def test_our_own_mistakes_are_not_swallowed(line: Green) -> None:
    line.account.receives(bodies.text(bodies.CHAT, "hi"))
    with pytest.raises(KeyError):
        await poller(line, Store(1, troubles=[KeyError("defect")]), Sleeper(line)).run()
    assert line.account.deleted == []
