"""What every Quarantine promises."""

from fixi.domain.events import OfferAccepted
from fixi.domain.values import Key
from fixi.ports.queues import Letter, Unreadable
from fixi.ports.storage import Kept
from tests.support.house import House
from tests.support.samples import AT, LEAD, MINUTE, PRO, heard

BODIES = (b'{"broken', b"\xff\xfe\x00", b"")


async def test_what_could_not_be_understood_is_kept_byte_for_byte(house: House) -> None:
    ids = [await house.quarantine.keep(body, f"reason{n}", AT + n * MINUTE) for n, body in enumerate(BODIES)]
    assert len(set(ids)) == 3
    expected = [
        Kept(kept, AT + n * MINUTE, f"reason{n}", body) for n, (kept, body) in enumerate(zip(ids, BODIES, strict=True))
    ]
    assert list(await house.quarantine.listed(10)) == expected[::-1]
    assert list(await house.quarantine.listed(1)) == expected[:1:-1]


async def test_the_same_body_is_kept_once(house: House) -> None:
    first = await house.quarantine.keep(b"x", "not_json", AT)
    again = await house.quarantine.keep(b"x", "not_json", AT + MINUTE)
    assert first == again
    assert len(await house.quarantine.listed(10)) == 1


HERE, THERE = "chat:972541111111", "lead:k3v"
LETTERS = (
    Letter("said", HERE, heard("שלום")),
    Letter("told", THERE, OfferAccepted(at=AT, pro=PRO), Key.lead(LEAD)),
    Letter("odd", HERE, Unreadable('[{"_":"FromTomorrow"},null]')),
)


async def aside(house: House) -> list[str]:
    return [
        await house.quarantine.set_aside(letter, "poison:NotAllowed", "rows.py:7", AT + n * MINUTE)
        for n, letter in enumerate(LETTERS)
    ]


async def test_a_letter_that_was_set_aside_comes_back_as_it_was(house: House) -> None:
    for n, (name, letter) in enumerate(zip(await aside(house), LETTERS, strict=True)):
        kept = await house.quarantine.get(name)
        assert kept is not None
        assert (kept.letter, kept.reason, kept.cause) == (letter, "poison:NotAllowed", "rows.py:7")
        assert (kept.id, kept.at) == (name, AT + n * MINUTE)
    assert await house.quarantine.get("0123456789abcdef") is None


async def test_the_same_letter_is_kept_once_and_its_id_shows_nothing(house: House) -> None:
    names = await aside(house)
    assert await aside(house) == names
    assert len(set(names)) == len(LETTERS)
    assert all(len(name) == 16 and "said" not in name for name in names)


async def test_the_letters_of_one_chat_are_found(house: House) -> None:
    body = await house.quarantine.keep(b"{", "not_json", AT - MINUTE)
    said, told, odd = await aside(house)
    assert [kept.id for kept in await house.quarantine.listed(10)] == [odd, told, said, body]
    assert [kept.id for kept in await house.quarantine.listed(10, HERE)] == [odd, said]
    assert [kept.id for kept in await house.quarantine.listed(1, HERE)] == [odd]
    assert await house.quarantine.listed(10, "chat:1") == ()


async def test_what_is_dealt_with_is_gone(house: House) -> None:
    body = await house.quarantine.keep(b"{", "not_json", AT)
    said, *others = await aside(house)
    for name in (said, said, body, *others):
        await house.quarantine.forget(name)
    assert await house.quarantine.listed(10) == ()
    assert await house.quarantine.get(said) is None
