"""What every Told promises: a letter that has left its sender's outbox can be found for a while."""

from datetime import datetime

from fixi.domain.effects import Release, Tell
from fixi.domain.events import PlaceFreed
from fixi.domain.values import Key
from fixi.ports.storage import TOLD_FOR, TOLD_KEPT, Entry
from tests.support.documents import CHAT, OTHER_CHAT, a_change, a_line, entries, kept, words
from tests.support.house import House
from tests.support.samples import AT, LEAD, MINUTE, PRO, SECOND


def tell(pro: str = PRO) -> Tell:
    return Tell(Key.lead(LEAD), PlaceFreed(at=AT, pro=pro))


async def told(house: House, since: datetime = AT) -> list[Entry]:
    return [entry async for entry in house.told.since(since)]


async def test_where_nobody_has_told_anything_there_is_nothing(house: House) -> None:
    assert await told(house) == []
    await kept(house, tell())
    assert await told(house) == []


async def test_a_letter_that_is_done_stays_as_it_was(house: House) -> None:
    first, second = entries(CHAT, tell("1"), tell("2"))
    await house.repository.save(a_change(outbox=(first, second)))
    await house.outbox.done(CHAT, (first.id, second.id))
    assert await told(house) == [first, second]
    assert await house.outbox.pending(CHAT) == ()


async def test_nothing_else_stays(house: House) -> None:
    said, released, letter = await kept(house, words(), Release(PRO, LEAD), tell())
    await house.outbox.done(CHAT, (said,), a_line(said, kind="out", outcome="sent"))
    await house.outbox.done(CHAT, (released,))
    assert await told(house) == []
    await house.outbox.done(CHAT, (released, letter))
    assert [entry.id for entry in await told(house)] == [letter]


async def test_done_twice_is_told_once(house: House) -> None:
    (letter,) = await kept(house, tell())
    for _ in range(3):
        await house.outbox.done(CHAT, (letter,))
    assert [entry.id for entry in await told(house)] == [letter]


async def test_those_before_that_moment_are_left_out(house: House) -> None:
    first, second = await kept(house, tell("1"), tell("2"))
    await kept(house, tell("3"), key=OTHER_CHAT)
    await house.outbox.done(CHAT, (first,))
    house.clock.move(MINUTE)
    await house.outbox.done(CHAT, (second,))
    assert [entry.id for entry in await told(house, AT)] == [first, second]
    assert [entry.id for entry in await told(house, AT + SECOND)] == [second]
    assert await told(house, AT + 2 * MINUTE) == []


async def test_every_document_is_asked(house: House) -> None:
    keys = [Key.lead(f"lead{n}") for n in range(7)]
    for key in keys:
        await house.outbox.done(key, await kept(house, tell(), key=key))
    assert {entry.id.rpartition(":1:")[0] for entry in await told(house)} == {str(key) for key in keys}


async def test_a_turn_changes_nothing_of_it(house: House) -> None:
    (letter,) = await kept(house, tell())
    await house.outbox.done(CHAT, (letter,))
    await house.repository.save(a_change(1))
    await house.repository.save(a_change(2, hush=True))
    assert [entry.id for entry in await told(house)] == [letter]


async def test_the_last_ones_are_kept(house: House) -> None:
    many = await kept(house, *(tell(str(n)) for n in range(TOLD_KEPT + 3)))
    await house.outbox.done(CHAT, many[:5])
    await house.outbox.done(CHAT, many[5:])
    assert [entry.id for entry in await told(house)] == list(many[3:])


async def test_old_ones_fall_out_with_the_next(house: House) -> None:
    first, second = await kept(house, tell("1"), tell("2"))
    await house.outbox.done(CHAT, (first,))
    house.clock.move(TOLD_FOR + SECOND)
    assert [entry.id for entry in await told(house)] == [first]
    await house.outbox.done(CHAT, (second,))
    assert [entry.id for entry in await told(house)] == [second]


async def test_who_has_told_nothing_for_long_lets_go_of_all(house: House) -> None:
    (old,) = await kept(house, tell())
    (young,) = await kept(house, tell(), key=OTHER_CHAT)
    await house.outbox.done(CHAT, (old,))
    house.clock.move(MINUTE)
    await house.outbox.done(OTHER_CHAT, (young,))
    await house.told.forget(AT)
    assert len(await told(house)) == 2
    await house.told.forget(AT + SECOND)
    assert [entry.id for entry in await told(house)] == [young]
