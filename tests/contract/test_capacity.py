"""What every Capacity promises: the cap is hard."""

import asyncio

from fixi.domain.professional import Professional
from tests.support.house import House
from tests.support.samples import AT, HOUR, PRO, a_pro


async def places(house: House, pro: str = PRO) -> tuple[str, ...]:
    found = await house.professionals.get(pro)
    assert found is not None
    return found.places


async def test_two_hundred_who_race_for_sixty_places_get_sixty(house: House) -> None:
    pros = [str(n) for n in range(20)]
    await house.professionals.put(tuple(a_pro(pro) for pro in pros))
    racing = (house.capacity.reserve(pros[n % 20], f"lead{n}", 3, AT) for n in range(200))
    assert sum(await asyncio.gather(*racing)) == 60
    assert [len(await places(house, pro)) for pro in pros] == [3] * 20


async def test_one_lead_takes_one_place_however_often_it_asks(house: House) -> None:
    await house.professionals.put((a_pro(),))
    assert all(await asyncio.gather(*(house.capacity.reserve(PRO, "l1", 3, AT) for _ in range(10))))
    assert await places(house) == ("l1",)


async def test_who_holds_a_place_keeps_it_when_all_are_taken(house: House) -> None:
    await house.professionals.put((a_pro(),))
    for lead in ("a", "b", "c"):
        assert await house.capacity.reserve(PRO, lead, 3, AT)
    assert not await house.capacity.reserve(PRO, "d", 3, AT)
    assert await house.capacity.reserve(PRO, "a", 3, AT)
    assert await house.capacity.reserve(PRO, "a", 1, AT)
    assert not await house.capacity.reserve(PRO, "d", 2, AT)
    assert await house.capacity.reserve(PRO, "d", 4, AT)


async def test_a_stranger_has_no_places(house: House) -> None:
    assert not await house.capacity.reserve(PRO, "a", 3, AT)
    await house.capacity.release(PRO, "a")


async def test_giving_back_twice_gives_back_one(house: House) -> None:
    await house.professionals.put((a_pro(),))
    for lead in ("a", "b"):
        await house.capacity.reserve(PRO, lead, 2, AT)
    for _ in range(2):
        await house.capacity.release(PRO, "a")
    await house.capacity.release(PRO, "never")
    assert await places(house) == ("b",)
    assert await house.capacity.reserve(PRO, "c", 2, AT)
    assert not await house.capacity.reserve(PRO, "d", 2, AT)


async def test_how_many_he_carried_when_his_profile_was_written_is_known(house: House) -> None:
    await house.professionals.put((a_pro(),))
    for lead in ("a", "b"):
        await house.capacity.reserve(PRO, lead, 3, AT)

    async def found() -> Professional:
        pro = await house.professionals.get(PRO)
        assert pro is not None
        return pro

    assert (await found()).carried == 0
    assert await house.professionals.change(a_pro(cap=1), a_pro())
    assert (await found()).carried == 2
    await house.capacity.release(PRO, "a")
    await house.professionals.put((a_pro(cap=1),))
    assert (await found()).carried == 1


async def test_a_taken_place_is_his_last_offer_and_a_refused_one_is_none(house: House) -> None:
    await house.professionals.put((a_pro(),))
    await house.capacity.reserve(PRO, "a", 1, AT)
    await house.capacity.reserve(PRO, "b", 1, AT + HOUR)
    found = await house.professionals.get(PRO)
    assert found is not None
    assert found.last_offer_at == AT
