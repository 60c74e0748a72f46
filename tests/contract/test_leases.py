"""What every Leases promises."""

import asyncio

from fixi.ports.queues import Lease
from tests.support.house import House
from tests.support.samples import MINUTE, SECOND


async def took(house: House, name: str = "chat:1") -> Lease:
    lease = await house.leases.take(name, MINUTE)
    assert lease is not None
    return lease


async def test_one_worker_at_a_time(house: House) -> None:
    lease = await took(house)
    assert await house.leases.take("chat:1", MINUTE) is None
    assert (await took(house, "chat:2")).name == "chat:2"
    await house.leases.release(lease)
    await took(house)


async def test_of_fifty_who_want_it_one_gets_it(house: House) -> None:
    leases = await asyncio.gather(*(house.leases.take("chat:1", MINUTE) for _ in range(50)))
    assert len([lease for lease in leases if lease is not None]) == 1


async def test_a_lease_ends_by_itself(house: House) -> None:
    lease = await took(house)
    assert lease.until == house.clock.now() + MINUTE
    house.clock.move(MINUTE - SECOND)
    assert await house.leases.take("chat:1", MINUTE) is None
    house.clock.move(SECOND)
    await took(house)


async def test_the_fence_grows_with_every_lease(house: House) -> None:
    fences = []
    for release in (True, False, True, False):
        lease = await took(house)
        fences.append(lease.fence)
        if release:
            await house.leases.release(lease)
        else:
            house.clock.move(MINUTE)
    assert fences == sorted(set(fences))


async def test_who_lost_his_lease_takes_it_from_nobody(house: House) -> None:
    stale = await took(house)
    house.clock.move(2 * MINUTE)
    await took(house)
    await house.leases.release(stale)
    assert await house.leases.take("chat:1", MINUTE) is None


async def test_giving_back_twice_or_late_is_harmless(house: House) -> None:
    lease = await took(house)
    house.clock.move(2 * MINUTE)
    await house.leases.release(lease)
    await house.leases.release(lease)
    newer = await took(house)
    assert newer.fence > lease.fence
    await house.leases.release(lease)
    assert await house.leases.take("chat:1", MINUTE) is None


async def test_a_lease_tells_how_many_before_it_were_lost_in_a_row(house: House) -> None:
    lost = []
    for _ in range(4):
        lost.append((await took(house)).lost)
        house.clock.move(MINUTE)
    assert lost == [0, 1, 2, 3]
    assert (await took(house, "chat:2")).lost == 0
    lease = await took(house)
    assert lease.lost == 4
    await house.leases.release(lease)
    assert (await took(house)).lost == 0


async def test_late_is_not_lost_while_nobody_else_came(house: House) -> None:
    lease = await took(house)
    house.clock.move(2 * MINUTE)
    await house.leases.release(lease)
    assert (await took(house)).lost == 0


async def test_who_comes_back_after_another_one_came_changes_nothing(house: House) -> None:
    first = await took(house)
    house.clock.move(2 * MINUTE)
    second = await took(house)
    assert second.lost == 1
    await house.leases.release(first)
    house.clock.move(2 * MINUTE)
    assert (await took(house)).lost == 2


async def test_who_finds_it_held_loses_nothing(house: House) -> None:
    lease = await took(house)
    for _ in range(3):
        assert await house.leases.take("chat:1", MINUTE) is None
    await house.leases.release(lease)
    assert (await took(house)).lost == 0


async def test_a_lease_that_is_extended_is_held_from_then_on(house: House) -> None:
    lease = await took(house)
    house.clock.move(MINUTE - SECOND)
    assert await house.leases.extend(lease, MINUTE)
    house.clock.move(MINUTE - SECOND)
    assert await house.leases.take("chat:1", MINUTE) is None
    await house.leases.release(lease)
    await took(house)


async def test_what_has_ended_or_was_given_back_is_not_extended(house: House) -> None:
    ended = await took(house)
    house.clock.move(MINUTE)
    assert not await house.leases.extend(ended, MINUTE)
    given_back = await took(house)
    await house.leases.release(given_back)
    assert not await house.leases.extend(given_back, MINUTE)
    await took(house)
    assert not await house.leases.extend(ended, MINUTE), "it is somebody else's now"
    assert not await house.leases.extend(given_back, MINUTE)


async def test_an_extended_lease_that_is_given_back_was_not_lost(house: House) -> None:
    lease = await took(house)
    assert await house.leases.extend(lease, MINUTE)
    await house.leases.release(lease)
    assert (await took(house)).lost == 0
