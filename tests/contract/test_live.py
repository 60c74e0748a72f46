"""What every Live promises."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from fixi.domain.values import Key
from tests.support.house import House

LEAD, CHAT, OTHER = Key.parse("lead:l1"), Key.parse("client:972540000001"), Key.parse("pro:972500000001")

type Changes = AsyncGenerator[Key | None, None]


async def heard(changes: Changes, count: int) -> list[Key | None]:
    """The next ones, as many as that."""
    async with asyncio.timeout(10):
        return [await anext(changes) for _ in range(count)]


async def test_a_listener_is_told_first_to_look_at_everything_and_then_what_changes_in_order(house: House) -> None:
    async with aclosing(house.live.changes()) as changes:
        assert await heard(changes, 1) == [None]
        for key in (LEAD, CHAT, OTHER):
            await house.live.changed(key)
        assert await heard(changes, 3) == [LEAD, CHAT, OTHER]


async def test_every_listener_gets_everything(house: House) -> None:
    async with aclosing(house.live.changes()) as one, aclosing(house.live.changes()) as two:
        assert [await heard(one, 1), await heard(two, 1)] == [[None], [None]]
        await house.live.changed(LEAD)
        await house.live.changed(CHAT)
        assert [await heard(one, 2), await heard(two, 2)] == [[LEAD, CHAT], [LEAD, CHAT]]


async def test_what_changed_before_is_not_told(house: House) -> None:
    await house.live.changed(LEAD)
    await house.live.flush()
    async with aclosing(house.live.changes()) as changes:
        assert await heard(changes, 1) == [None]
        await house.live.changed(CHAT)
        assert await heard(changes, 1) == [CHAT]


async def test_a_listener_who_left_disturbs_nobody(house: House) -> None:
    async with aclosing(house.live.changes()) as stays:
        await heard(stays, 1)
        async with aclosing(house.live.changes()) as leaves:
            await heard(leaves, 1)
        await house.live.changed(LEAD)
        assert await heard(stays, 1) == [LEAD]


async def test_a_change_that_nobody_hears_is_said_all_the_same(house: House) -> None:
    await house.live.changed(LEAD)
    await house.live.flush()
    await house.live.flush()


async def test_whoever_is_far_behind_hears_of_every_key_or_looks_at_everything(house: House) -> None:
    keys = [Key.parse(f"lead:l{n}") for n in range(3000)]
    async with aclosing(house.live.changes()) as changes:
        await heard(changes, 1)
        for key in keys:
            await house.live.changed(key)
        await house.live.changed(CHAT)
        told: list[Key | None] = []
        while CHAT not in told:
            told += await heard(changes, 1)
        assert None in told or set(keys) <= set(told)
        await house.live.changed(OTHER)
        assert await heard(changes, 1) == [OTHER]
