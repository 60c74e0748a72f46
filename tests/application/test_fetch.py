"""Notifications that are fetched: one process at a time, each stored before it is let go."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import override

import pytest

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.memory.queues import MemoryInbox
from fixi.application.fetch import LEASE, Fetch
from fixi.domain.errors import Unavailable
from fixi.ports.messaging import Inbound, Notifications
from fixi.ports.queues import Letter
from tests.support import green_bodies as bodies
from tests.support.office import Office
from tests.support.samples import CLIENT, SECOND


class Waiting(Notifications):
    """What the provider keeps; a body is let go when it was taken."""

    def __init__(self, *kept: bytes) -> None:
        self.kept = list(kept)

    @override
    async def next(self, take: Callable[[bytes], Awaitable[object]]) -> bool:
        if not self.kept:
            return False
        await take(self.kept[0])
        self.kept.pop(0)
        return True


class Away(MemoryInbox):
    """A queue that does not answer."""

    @override
    async def put(self, letter: Letter) -> bool:
        raise Unavailable("redis")


def said(text: str) -> bytes:
    return bodies.encode(bodies.text(f"{CLIENT}@c.us", text))


def fetch(office: Office, waiting: Waiting, parser: GreenApiWebhook | None = None) -> Fetch:
    house = office.house
    return Fetch(waiting, parser or GreenApiWebhook(""), office.receive, house.leases, house.clock)


async def unread(office: Office) -> int:
    return len(await office.house.inbox.unread(f"chat:{CLIENT}"))


async def test_each_is_received_as_if_it_had_been_posted() -> None:
    office, waiting = Office(), Waiting(said("hello"), said("my tap drips"))
    fetching = fetch(office, waiting)
    assert [await fetching() for _ in range(3)] == [True, True, False]
    assert await unread(office) == 2
    await office.a_minute_later()
    assert office.screen()


async def test_only_one_fetches_at_a_time() -> None:
    office, waiting = Office(), Waiting(said("hello"))
    first, second = fetch(office, waiting), fetch(office, waiting)
    assert await first() is True
    assert await second() is None
    await first.leave()
    assert await second() is False
    assert await first() is None


async def test_one_that_died_is_followed_by_another_and_one_that_lives_goes_on() -> None:
    office, waiting = Office(), Waiting()
    first, second = fetch(office, waiting), fetch(office, waiting)
    for _ in range(20):
        assert await first() is False
        assert await second() is None
        office.house.clock.move(10 * SECOND)
    office.house.clock.move(LEASE)
    assert await second() is False


async def test_poison_is_kept_for_a_person_and_let_go() -> None:
    office, waiting = Office(), Waiting(b"nonsense", b'{"typeWebhook": 7}', said("hello"))
    fetching = fetch(office, waiting)
    assert [await fetching() for _ in range(4)] == [True, True, True, False]
    kept = await office.house.quarantine.listed(5)
    assert {one.reason for one in kept} == {"not-json", "no-type"}
    assert await unread(office) == 1
    assert (await office.house.ledger.balance())["in", "quarantined"] == 2


async def test_a_defect_of_ours_holds_nothing_up() -> None:
    class Broken(GreenApiWebhook):
        @override
        def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
            raise KeyError(body)

    office, waiting = Office(), Waiting(said("hello"))
    assert await fetch(office, waiting, Broken(""))() is True
    assert [one.reason for one in await office.house.quarantine.listed(5)] == ["parser-error"]


async def test_what_could_not_be_stored_stays_with_the_provider() -> None:
    office, waiting = Office(), Waiting(said("hello"))
    house = replace(office.house, inbox=Away())
    fetching = fetch(Office(house=house), waiting)
    with pytest.raises(Unavailable):
        await fetching()
    assert len(waiting.kept) == 1
    await fetching.leave()
    assert await fetch(office, waiting)() is True
    assert await unread(office) == 1
