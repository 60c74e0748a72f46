"""What every Inbox promises."""

import asyncio

from fixi.domain.events import OfferAccepted
from fixi.domain.values import Key
from fixi.ports.queues import Letter
from tests.support.house import House
from tests.support.samples import AT, LEAD, PRO, heard

HERE, THERE = "chat:972541111111", "chat:972543333333"


def letter(name: str, address: str = HERE) -> Letter:
    return Letter(name, address, heard(name))


async def ids(house: House, address: str = HERE) -> list[str]:
    return [found.id for found in await house.inbox.unread(address)]


async def test_a_letter_comes_back_as_it_was_put(house: House) -> None:
    for sent in (letter("שלום"), Letter("told", HERE, OfferAccepted(at=AT, pro=PRO), Key.lead(LEAD))):
        assert await house.inbox.put(sent)
        assert (await house.inbox.unread(HERE))[-1] == sent


async def test_letters_are_read_in_the_order_they_came(house: House) -> None:
    names = [f"{n * 7919 % 50}" for n in range(50)]
    for name in names:
        await house.inbox.put(letter(name))
    assert await ids(house) == names


async def test_the_same_letter_is_kept_once(house: House) -> None:
    assert [await house.inbox.put(letter("a")) for _ in range(3)] == [True, False, False]
    assert await ids(house) == ["a"]


async def test_a_used_letter_is_remembered(house: House) -> None:
    await house.inbox.put(letter("a"))
    await house.inbox.acknowledge(HERE, ("a",))
    assert not await house.inbox.put(letter("a"))
    assert await ids(house) == []
    assert await house.inbox.waiting(10) == ()


async def test_an_id_is_unique_over_all_addresses(house: House) -> None:
    await house.inbox.put(letter("a"))
    assert not await house.inbox.put(letter("a", THERE))
    assert await ids(house, THERE) == []


async def test_of_many_who_put_one_letter_one_puts_it(house: House) -> None:
    assert sum(await asyncio.gather(*(house.inbox.put(letter("a")) for _ in range(50)))) == 1
    assert await ids(house) == ["a"]


async def test_reading_uses_nothing(house: House) -> None:
    await house.inbox.put(letter("a"))
    assert await ids(house) == await ids(house) == ["a"]


async def test_only_what_is_acknowledged_is_gone(house: House) -> None:
    for name in "abc":
        await house.inbox.put(letter(name))
    await house.inbox.acknowledge(HERE, ("b", "unknown"))
    await house.inbox.acknowledge(HERE, ("b",))
    await house.inbox.acknowledge(THERE, ("a",))
    assert await ids(house) == ["a", "c"]


async def test_what_arrives_while_others_are_used_stays(house: House) -> None:
    await house.inbox.put(letter("a"))
    used = await ids(house)
    await house.inbox.put(letter("b"))
    await house.inbox.acknowledge(HERE, tuple(used))
    assert await ids(house) == ["b"]
    assert await house.inbox.waiting(10) == (HERE,)


async def test_addresses_with_unread_letters_are_waiting(house: House) -> None:
    await house.inbox.put(letter("a"))
    await house.inbox.put(letter("b"))
    await house.inbox.put(letter("c", THERE))
    assert set(await house.inbox.waiting(10)) == {HERE, THERE}
    assert len(await house.inbox.waiting(1)) == 1
    await house.inbox.acknowledge(HERE, ("a", "b"))
    assert await house.inbox.waiting(10) == (THERE,)
