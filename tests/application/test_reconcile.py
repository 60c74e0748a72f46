"""What a lost queue held comes back: from the provider's journal, and from those who sent it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import override

import pytest

from fixi.adapters.memory.queues import MemoryContinuity, MemoryInbox, MemoryWakeups
from fixi.adapters.simulator.bodies import text_body
from fixi.application.reconcile import BEGUN, LETTERS_BACK, LOOKS_BACK, STARTING
from fixi.domain.client_chat.states import ConsentAsked, InHuman
from fixi.domain.effects import Tell
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.events import Heard, PlaceFreed
from fixi.domain.values import ChatKey, Key
from fixi.ports.messaging import Echo, Inbound, Journal
from fixi.ports.queues import Letter
from fixi.ports.storage import LedgerEntry, Record
from tests.support.documents import CHAT, OTHER_CHAT, a_change, kept
from tests.support.house import House, memory_house
from tests.support.office import Office
from tests.support.samples import AT, CLIENT, LEAD, MINUTE, PRO, SECOND

HERE = f"chat:{CLIENT}"
THERE = Key.lead(LEAD)


@pytest.fixture
async def office() -> Office:
    """A system that has begun."""
    office = Office()
    await office.sweep()
    return office


def forget(house: House) -> None:
    """The queue is as empty as on its first day."""
    assert isinstance(house.inbox, MemoryInbox)
    assert isinstance(house.wakeups, MemoryWakeups)
    assert isinstance(house.continuity, MemoryContinuity)
    house.inbox._seen.clear()
    house.inbox._unread.clear()
    house.wakeups.forget()
    house.continuity.forget()


def posted(office: Office, message: str, text: str) -> tuple[Inbound, ...]:
    """The provider hands this over; whether we keep it is another matter."""
    at = office.house.clock.now()
    return office.house.door.parse(text_body(CLIENT, message, text, at), at)


async def came(office: Office, message: str, text: str) -> str:
    """This comes and is kept; its id."""
    inbound = posted(office, message, text)
    await office.receive(inbound, office.house.clock.now())
    return inbound[0].id


async def unread(office: Office, address: str = HERE) -> list[str]:
    return [letter.id for letter in await office.house.inbox.unread(address)]


async def test_an_empty_system_has_begun_after_its_first_sweep() -> None:
    office = Office()
    assert await office.sweep() == 0
    assert await office.house.continuity.unbroken()
    assert [line.at for line in await office.house.ledger.lines(BEGUN, 5)] == [AT]


async def test_a_message_that_was_lost_with_the_queue_is_answered_once(office: Office) -> None:
    message = await came(office, "m1", "hello")
    forget(office.house)
    office.house.clock.move(MINUTE)
    assert await office.sweep() == 1
    await office.works()
    assert isinstance((await office.document(CHAT)).state, ConsentAsked)
    for _ in range(3):
        forget(office.house)
        await office.sweep()
        await office.works()
    assert len(office.screen()) == 1
    assert [line.id for line in await office.house.ledger.lines(str(CHAT), 9) if line.kind == "in"] == [message]


async def test_messages_come_back_in_their_order_and_with_their_time(office: Office) -> None:
    came_at = []
    for number in range(3):
        await came(office, f"m{number}", f"word {number}")
        came_at.append(office.house.clock.now())
        office.house.clock.move(SECOND)
    before = await office.house.inbox.unread(HERE)
    forget(office.house)
    assert await office.reconcile() == 3
    after = await office.house.inbox.unread(HERE)
    assert [(letter.id, letter.event) for letter in after] == [(letter.id, letter.event) for letter in before]


async def test_what_is_in_the_book_or_unread_does_not_come_back(office: Office) -> None:
    await came(office, "m1", "hello")
    await office.a_minute_later()
    await came(office, "m2", "yes")
    assert await office.reconcile() == 0
    found = await office.reconcile.compare()
    assert (found.messages, found.missing) == (2, ())


async def test_what_we_left_alone_is_in_the_book_again(office: Office) -> None:
    body = json.loads(text_body(CLIENT, "m1", "hello all", AT))
    body["senderData"]["chatId"] = "120363000000000000@g.us"
    office.house.door.parse(json.dumps(body).encode(), AT)
    assert await office.reconcile() == 1
    assert await office.reconcile() == 0
    assert (await office.house.ledger.balance())["in", "ignored"] == 1


async def test_what_was_tried_twice_comes_back_once(office: Office) -> None:
    for _ in range(2):
        posted(office, "m1", "hello")
    assert await office.reconcile() == 1
    assert len(await unread(office)) == 1


async def test_nobody_looks_back_longer_than_a_day_or_to_before_the_beginning() -> None:
    office = Office()
    posted(office, "m1", "long before anybody heard of us")
    office.house.clock.move(STARTING)
    posted(office, "m2", "while we were starting")
    office.house.clock.move(SECOND)
    await office.sweep()
    assert len(await unread(office)) == 1
    posted(office, "m3", "lost and too old")
    office.house.clock.move(LOOKS_BACK + SECOND)
    assert (await office.reconcile.compare()).messages == 0


async def test_only_what_should_have_been_kept_by_now_is_overdue(office: Office) -> None:
    posted(office, "m1", "hello")
    office.house.clock.move(MINUTE)
    found = await office.reconcile.compare()
    assert (found.messages, len(found.missing)) == (1, 1)
    assert (found.overdue(AT), found.overdue(AT + SECOND)) == (0, 1)


# Letters of machines


def tells(count: int = 1) -> tuple[Tell, ...]:
    return tuple(Tell(THERE, PlaceFreed(at=AT, pro=f"{PRO}{n}")) for n in range(count))


async def test_a_letter_that_was_lost_comes_back_from_its_sender(office: Office) -> None:
    letters = await kept(office.house, *tells(2))
    await office.errands(CHAT, await office.house.outbox.pending(CHAT))
    before = await office.house.inbox.unread(THERE.address)
    assert [letter.id for letter in before] == list(letters)
    forget(office.house)
    assert await office.sweep() == 1
    assert await office.house.inbox.unread(THERE.address) == before


async def test_a_letter_that_its_reader_has_used_does_not(office: Office) -> None:
    first, second = await kept(office.house, *tells(2))
    await office.errands(CHAT, await office.house.outbox.pending(CHAT))
    await office.house.repository.save(a_change(key=THERE, used=(first,)))
    forget(office.house)
    assert await office.reconcile() == 1
    assert await unread(office, THERE.address) == [second]


async def test_a_letter_that_is_just_being_put_is_put_as_well(office: Office) -> None:
    """Its sender has put it before the flush, and marks it as done behind our back."""
    (letter,) = await kept(office.house, *tells())
    assert await office.reconcile() == 1
    await office.house.outbox.done(CHAT, (letter,))
    assert await unread(office, THERE.address) == [letter]


async def test_without_a_flush_nothing_comes_back(office: Office) -> None:
    (letter,) = await kept(office.house, *tells())
    await office.errands(CHAT, await office.house.outbox.pending(CHAT))
    await office.house.inbox.acknowledge(THERE.address, (letter,))
    assert await office.reconcile() == 0
    assert await unread(office, THERE.address) == []


async def test_letters_of_more_than_an_hour_ago_stay_where_they_are(office: Office) -> None:
    await kept(office.house, *tells())
    await office.errands(CHAT, await office.house.outbox.pending(CHAT))
    forget(office.house)
    office.house.clock.move(LETTERS_BACK + SECOND)
    assert await office.reconcile() == 0


async def test_what_documents_told_long_ago_is_let_go(office: Office) -> None:
    await kept(office.house, *tells())
    await office.errands(CHAT, await office.house.outbox.pending(CHAT))
    office.house.clock.move(timedelta(days=1, hours=1))
    await office.sweep()
    assert [entry async for entry in office.house.told.since(AT)] == []


async def test_many_letters_come_back(office: Office) -> None:
    keys = [Key.lead(f"from{n}") for n in range(30)]
    for key in keys:
        await kept(office.house, *tells(40), key=key)
        await office.errands(key, await office.house.outbox.pending(key))
    forget(office.house)
    assert await office.reconcile() == 1200


# When it does not work


class Trouble(Journal):
    """A journal that cannot be asked, as often as there is trouble; `meanwhile` happens while it is asked."""

    def __init__(self, journal: Journal, *troubles: Exception, meanwhile: House | None = None) -> None:
        self._journal = journal
        self._troubles = list(troubles)
        self._meanwhile = meanwhile
        self.asked = 0

    @override
    async def incoming(self, since: datetime) -> tuple[Inbound, ...]:
        self.asked += 1
        if self._troubles:
            raise self._troubles.pop()
        found = await self._journal.incoming(since)
        if self._meanwhile is not None:
            forget(self._meanwhile)
            self._meanwhile = None
        return found


async def test_a_journal_that_cannot_be_asked_is_asked_by_the_next_sweep() -> None:
    house = memory_house()
    house.journal = journal = Trouble(house.journal, Unavailable("502"), Refused("403"))
    office = Office(house=house)
    await kept(house, *tells(), key=OTHER_CHAT)
    posted(office, "m1", "hello")
    for _ in range(2):
        assert await office.sweep() == 1, "what is left in the outbox is done all the same"
        assert not await house.continuity.unbroken()
    await office.sweep()
    assert await house.continuity.unbroken()
    assert len(await unread(office)) == 1
    await office.sweep()
    assert journal.asked == 3


async def test_a_queue_that_forgets_again_meanwhile_is_mended_again() -> None:
    house = memory_house()
    house.journal = Trouble(house.journal, meanwhile=house)
    office = Office(house=house)
    posted(office, "m1", "hello")
    await office.sweep()
    assert not await house.continuity.unbroken()
    forget(house)
    await office.sweep()
    assert await house.continuity.unbroken()
    assert len(await unread(office)) == 1


async def test_two_workers_do_not_do_it_at_the_same_time() -> None:
    house = memory_house()
    house.journal = journal = Trouble(house.journal)
    office = Office(house=house)
    lease = await house.leases.take("reconcile", MINUTE)
    assert lease is not None
    await office.sweep()
    assert journal.asked == 0
    await house.leases.release(lease)
    await office.sweep()
    assert journal.asked == 1


async def test_a_reader_whom_nobody_can_read_gets_his_letters_and_holds_nobody(office: Office) -> None:
    class Odd(type(office.house.repository)):  # type: ignore[misc]
        @override
        async def load(self, key: Key) -> Record | None:
            raise Refused("unreadable_document")

    (letter,) = await kept(office.house, *tells())
    await office.errands(CHAT, await office.house.outbox.pending(CHAT))
    forget(office.house)
    office.reconcile._repository = Odd(None)
    assert await office.reconcile() == 1
    assert await unread(office, THERE.address) == [letter]


async def test_a_message_that_can_never_be_kept_does_not_hold_the_others(office: Office) -> None:
    class Picky(MemoryInbox):
        @override
        async def put(self, letter: Letter) -> bool:
            if letter.id == refused:
                raise Refused("not_storable")
            return await super().put(letter)

    house = office.house
    refused = posted(office, "m1", "hello")[0].id
    wanted = posted(office, "m2", "hello?")[0].id
    house.inbox = Picky()
    house.continuity = MemoryContinuity()
    second = Office(house=house)
    assert await second.reconcile() == 1
    assert await unread(second) == [wanted]


# Beside the book, every hour


class Played(Journal):
    """A journal of these."""

    def __init__(self, *inbound: Inbound) -> None:
        self.inbound = inbound

    @override
    async def incoming(self, since: datetime) -> tuple[Inbound, ...]:
        return tuple(one for one in self.inbound if one.at >= since)  # type: ignore[union-attr]


def typed(name: str, text: str, at: datetime) -> Heard:
    """Somebody has written this to the client on the business phone."""
    return Heard(at=at, id=name, chat=CLIENT, text=text, sent_at=at, own=True)


async def with_journal(*inbound: Inbound) -> Office:
    """A system that has worked for a day, and whose provider remembers these."""
    house = memory_house()
    house.journal = Played()
    office = Office(house=house)
    await office.sweep()
    house.clock.move(timedelta(hours=25))
    await office.works()
    house.journal.inbound = inbound
    return office


NOW = AT + timedelta(hours=25)


async def test_the_job_takes_in_what_is_missing_and_once() -> None:
    office = await with_journal(Heard(at=NOW - MINUTE, id="m1", chat=CLIENT, text="hello"))
    dry = await office.care.by_hand("reconcile", dry=True)
    assert (len(dry.findings), await unread(office)) == (1, [])
    assert CLIENT.text not in str(dry.findings)
    assert (await office.care.by_hand("reconcile")).done == 1
    assert await unread(office) == ["m1"]
    await office.a_minute_later()
    assert len(office.screen()) == 1
    assert (await office.care.by_hand("reconcile")).done == 0


async def test_what_was_typed_long_ago_is_in_the_book_and_hushes_nobody() -> None:
    office = await with_journal(typed("o1", "I will call you", NOW - timedelta(hours=10)))
    await office.reconcile()
    await office.a_minute_later()
    lines = [(one.id, one.outcome, one.reason) for one in await office.house.ledger.lines(str(CHAT), 9)]
    assert lines == [("o1", "handed", "owner_earlier")]
    await office.hears("hello")
    await office.a_minute_later()
    assert len(office.screen()) == 1


async def test_what_was_typed_just_now_hands_the_chat_over() -> None:
    office = await with_journal(typed("o1", "I will call you", NOW - 5 * MINUTE))
    await office.reconcile()
    await office.a_minute_later()
    assert isinstance((await office.document(CHAT)).state, InHuman)
    await office.hears("hello")
    await office.a_minute_later()
    assert office.screen() == []


async def test_a_message_whose_moment_the_provider_cannot_remember_was_typed_now() -> None:
    office = await with_journal()
    now = office.house.clock.now()
    await office.receive((replace(typed("o1", "I will call you", now), sent_at=now - timedelta(days=900)),), now)
    await office.a_minute_later()
    assert isinstance((await office.document(CHAT)).state, InHuman)


async def test_what_another_program_sent_is_in_the_book_once_and_hushes_nobody() -> None:
    ago = NOW - timedelta(hours=1)
    office = await with_journal(
        Echo("e1", ago, CLIENT, "THEIRS", "A sale, only today"),
        Echo("e2", ago, CLIENT, "OURS", "Hello"),
        Echo("e3", ago, CLIENT, "PART", "the first  half"),
        Echo("e4", ago, CLIENT, "FILE", ""),
        Echo("e5", NOW, CLIENT, "JUST-NOW", "nobody knows yet whose"),
    )
    for name, text, ref in (("o1", "Hello", "OURS"), ("o2", "the first\nhalf, and the second", "LAST")):
        await office.house.ledger.write(LedgerEntry(name, ago, "out", str(CHAT), "sent", "", text, ref))
    for _ in range(2):
        await office.reconcile()
    others = [one for one in await office.house.ledger.lines(str(CHAT), 9) if one.kind == "other"]
    assert [(one.id, one.text, one.ref) for one in others] == [("e1", "A sale, only today", "THEIRS")]
    await office.hears("hello")
    await office.a_minute_later()
    assert len(office.screen()) == 1


async def test_a_long_absence_comes_back_in_order_and_is_worked_off() -> None:
    since = NOW - timedelta(hours=23)
    chats = [ChatKey(f"9725400{number:05d}") for number in range(500)]
    missed = [
        Heard(at=since + SECOND * number, id=f"m{number}", chat=chats[number % 500], text=f"word {number // 500}")
        for number in range(5_000)
    ]
    office = await with_journal(*missed)
    assert (await office.care.by_hand("reconcile")).done == 5_000
    for chat in (chats[0], chats[-1]):
        words = [one.event for one in await office.house.inbox.unread(f"chat:{chat}")]
        assert [one.text for one in words if isinstance(one, Heard)] == [f"word {number}" for number in range(10)]
    await office.turn(f"chat:{chats[0]}")
    await office.deliver(Key.client(chats[0]))
    assert len(office.screen(chats[0])) == 1, "ten messages of yesterday are one turn"
