"""What every Chats promises."""

from dataclasses import replace

from fixi.domain.guard import Spoken
from fixi.domain.values import ChatKey, Key
from fixi.ports.chats import SAID_KEPT, Talk
from fixi.ports.storage import LedgerEntry
from tests.support.documents import CHAT, a_change, kept, words
from tests.support.house import House
from tests.support.samples import AT, MINUTE

CLIENT_OF_NOBODY = ChatKey("972540000999")


def a_line(entry: str) -> LedgerEntry:
    return LedgerEntry(entry, AT, "out", str(CHAT), "sent")


async def test_of_a_chat_that_is_none_nothing_is_known(house: House) -> None:
    assert await house.chats.talk(CHAT) == Talk()


async def test_a_talk_has_the_state_and_what_waits(house: House) -> None:
    (entry,) = await kept(house, words())
    talk = await house.chats.talk(CHAT)
    record = await house.repository.load(CHAT)
    assert record is not None
    assert talk.state == record.state
    assert [waiting.id for waiting in talk.pending] == [entry]
    assert (talk.heard_at, talk.said) == (None, ())


async def test_when_the_person_wrote_last_is_known_and_never_goes_back(house: House) -> None:
    for version, minutes in enumerate((0, 5, 2)):
        await house.repository.save(replace(a_change(version), heard_at=AT + minutes * MINUTE))
    await house.repository.save(a_change(3))
    assert (await house.chats.talk(CHAT)).heard_at == AT + 5 * MINUTE


async def test_it_is_known_as_well_when_a_turn_silences(house: House) -> None:
    await kept(house, words())
    await house.repository.save(replace(a_change(1, hush=True), heard_at=AT + MINUTE))
    talk = await house.chats.talk(CHAT)
    assert (talk.heard_at, talk.pending) == (AT + MINUTE, ())


async def test_what_was_said_last_is_remembered(house: House) -> None:
    entries = await kept(house, *[words()] * (SAID_KEPT + 2))
    for number, entry in enumerate(entries):
        await house.outbox.done(CHAT, (entry,), a_line(entry), Spoken(f"d{number}", AT + number * MINUTE, AT))
    said = (await house.chats.talk(CHAT)).said
    assert said == tuple(Spoken(f"d{n}", AT + n * MINUTE, AT) for n in range(2, SAID_KEPT + 2))


async def test_what_was_not_said_is_not_remembered_as_said(house: House) -> None:
    (entry,) = await kept(house, words())
    await house.outbox.done(CHAT, (entry,), a_line(entry))
    assert (await house.chats.talk(CHAT)).said == ()


async def test_a_turn_keeps_what_was_said_and_heard(house: House) -> None:
    (entry,) = await kept(house, words())
    await house.outbox.done(CHAT, (entry,), a_line(entry), Spoken("d", AT))
    await house.repository.save(replace(a_change(1), heard_at=AT))
    await house.repository.save(a_change(2))
    talk = await house.chats.talk(CHAT)
    assert (talk.heard_at, talk.said) == (AT, (Spoken("d", AT),))


async def test_what_was_heard_is_forgotten_when_the_provider_knows_better(house: House) -> None:
    await house.repository.save(replace(a_change(0), heard_at=AT))
    await house.chats.shut(CHAT, AT - MINUTE)
    assert (await house.chats.talk(CHAT)).heard_at == AT
    await house.chats.shut(CHAT, AT)
    assert (await house.chats.talk(CHAT)).heard_at is None
    await house.chats.shut(Key.client(CLIENT_OF_NOBODY), AT)


async def test_a_turn_may_learn_it_too(house: House) -> None:
    await house.repository.save(replace(a_change(0), heard_at=AT))
    await house.repository.save(replace(a_change(1), shut=True))
    assert (await house.chats.talk(CHAT)).heard_at is None
    await house.repository.save(replace(a_change(2), shut=True, heard_at=AT + MINUTE))
    assert (await house.chats.talk(CHAT)).heard_at == AT + MINUTE


async def test_what_was_heard_after_the_last_words_is_not_forgotten_because_of_them(house: House) -> None:
    (entry,) = await kept(house, words())
    await house.outbox.done(CHAT, (entry,), a_line(entry), Spoken("d", AT))
    await house.repository.save(replace(a_change(1), heard_at=AT + MINUTE))
    await house.repository.save(replace(a_change(2), shut=True))
    assert (await house.chats.talk(CHAT)).heard_at == AT + MINUTE
    await house.outbox.done(CHAT, (), None, Spoken("e", AT + 2 * MINUTE))
    await house.repository.save(replace(a_change(3), shut=True))
    assert (await house.chats.talk(CHAT)).heard_at is None
