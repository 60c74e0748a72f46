"""What comes in is kept once, and somebody is told."""

from dataclasses import replace

import pytest

from fixi.adapters.memory.people import MemoryAliases
from fixi.domain.errors import Unavailable
from fixi.domain.events import Heard, Receipt
from fixi.domain.values import ChatKey
from fixi.ports.messaging import Ignored, Odd
from fixi.ports.queues import Letter, Task
from tests.support.house import House, memory_house
from tests.support.office import Office
from tests.support.samples import AT, CLIENT, MINUTE, PRO, SECOND, a_pro, heard

HERE = f"chat:{CLIENT}"


@pytest.fixture
def office() -> Office:
    return Office()


async def unread(office: Office) -> list[str]:
    return [letter.id for letter in await office.house.inbox.unread(HERE)]


async def test_a_message_is_kept_and_looked_at_when_the_person_has_finished(office: Office) -> None:
    await office.hears("hello")
    assert await unread(office) == ["in-hello"]
    assert office.knocks() == []
    office.house.clock.move(2.5 * SECOND)
    assert office.knocks() == [(Task.TURN, HERE)]


async def test_a_button_is_looked_at_at_once(office: Office) -> None:
    await office.receive((heard("Yes", button="q1/yes"),), AT)
    assert office.knocks() == [(Task.TURN, HERE)]


async def test_ten_times_the_same_message_is_one(office: Office) -> None:
    for _ in range(10):
        await office.hears("hello")
    await office.a_minute_later()
    for _ in range(10):
        await office.hears("hello")
    await office.a_minute_later()
    assert await unread(office) == []
    assert len(office.screen()) == 1
    assert await office.house.ledger.balance() == {("in", "answered"): 1, ("out", "sent"): 1}


async def test_many_in_one_notification_keep_their_order(office: Office) -> None:
    await office.hears("c", "a", "b")
    assert await unread(office) == ["in-c", "in-a", "in-b"]


async def test_what_was_left_alone_is_counted_if_it_was_a_message(office: Office) -> None:
    group, typing = Ignored("g1", "group", message=True), Ignored("t1", "typing")
    for _ in range(2):
        await office.receive((group, typing), AT)
    assert await office.house.ledger.balance() == {("in", "ignored"): 1}
    assert office.knocks() == []


async def test_a_receipt_is_kept_and_looked_at_at_once(office: Office) -> None:
    await office.receive((Receipt(at=AT, id="r1", chat=CLIENT, message="m1", status="read"),), AT)
    assert office.knocks() == [(Task.TURN, HERE)]
    await office.turn(HERE)
    assert await office.house.ledger.balance() == {("receipt", "read"): 1}
    assert await unread(office) == []


async def test_what_nobody_understands_is_kept_and_counted_once(office: Office) -> None:
    for _ in range(2):
        await office.receive.quarantine(b"{broken", "not_json", AT)
    assert [kept.body for kept in await office.house.quarantine.listed(10)] == [b"{broken"]
    assert await office.house.ledger.balance() == {("in", "quarantined"): 1}


class FullInbox:
    """An inbox whose disk is full after the first letter."""

    def __init__(self, house: House) -> None:
        self._put = house.inbox.put
        self.full = False

    async def put(self, letter: Letter) -> bool:
        if self.full:
            raise Unavailable("disk full")
        self.full = True
        return await self._put(letter)


async def test_what_could_not_be_stored_is_said_so_and_comes_again() -> None:
    house = memory_house()
    disk = FullInbox(house)
    house.inbox.put = disk.put  # type: ignore[method-assign] # the disk is what fails here
    office = Office(house=house)
    with pytest.raises(Unavailable):
        await office.hears("a", "b")
    disk.full = False
    with pytest.raises(Unavailable):
        await office.hears("a", "b", "c")
    assert await unread(office) == ["in-a"]
    for text in ("a", "b", "c"):
        disk.full = False
        await office.hears(text)
    assert await unread(office) == ["in-a", "in-b", "in-c"]


async def test_the_moment_of_arrival_is_ours(office: Office) -> None:
    late = Heard(at=AT, id="m1", chat=CLIENT, text="hello", sent_at=AT - MINUTE)
    await office.receive((late,), AT)
    (letter,) = await office.house.inbox.unread(HERE)
    assert letter.event == late


# People who are known by two names

ALIAS = ChatKey("id:US.13491208655302741918")


async def addresses(office: Office) -> list[str]:
    return sorted(await office.house.inbox.waiting(10))


async def test_without_his_phone_a_person_comes_to_the_chat_he_has(office: Office) -> None:
    await office.receive((heard("hello", alias=ALIAS),), AT)
    await office.receive((heard("it is me", chat=ALIAS),), AT)
    assert await unread(office) == ["in-hello", "in-it is me"]
    assert await addresses(office) == [HERE]


async def test_a_professional_without_his_phone_is_one_all_the_same(office: Office) -> None:
    await office.house.professionals.put((a_pro(),))
    await office.receive((heard("hello", chat=ChatKey(PRO), alias=ALIAS),), AT)
    await office.a_minute_later()
    await office.receive((heard("jobs", chat=ALIAS),), AT)
    await office.a_minute_later()
    assert len(await office.house.ledger.lines(f"pro:{PRO}", 10)) == 4


async def test_who_began_without_a_phone_keeps_his_chat(office: Office) -> None:
    await office.receive((heard("hello", chat=ALIAS),), AT)
    await office.receive((heard("with my phone", alias=ALIAS),), AT)
    assert await addresses(office) == [f"chat:{ALIAS}"]


async def test_unless_he_is_a_professional_who_is_known_by_it(office: Office) -> None:
    await office.house.professionals.put((a_pro(),))
    await office.receive((heard("hello", chat=ALIAS),), AT)
    await office.receive((heard("jobs", chat=ChatKey(PRO), alias=ALIAS),), AT)
    await office.receive((heard("hidden again", chat=ALIAS),), AT)
    assert len(await office.house.inbox.unread(f"chat:{PRO}")) == 2


class Forgetful(MemoryAliases):
    """Its database is away."""

    async def chat(self, alias: ChatKey, chat: ChatKey) -> ChatKey:
        raise Unavailable


async def test_while_nobody_knows_only_who_shows_his_phone_is_taken_in() -> None:
    house = replace(memory_house(), aliases=Forgetful())
    office = Office(house=house)
    await office.receive((heard("hello", alias=ALIAS),), AT)
    with pytest.raises(Unavailable):
        await office.receive((heard("hidden", chat=ALIAS),), AT)
    assert await addresses(office) == [HERE]


@pytest.mark.parametrize(
    ("ours", "address"),
    [
        ("client:972547777777:3:0", "chat:972547777777"),
        (f"pro:{PRO}:12:1", f"chat:{PRO}"),
        (f"client:{ALIAS}:3:0", f"chat:{ALIAS}"),
        ("lead:abc:3:0", HERE),
        ("mad", HERE),
        ("client:me:3:0", HERE),
        ("", HERE),
    ],
)
async def test_a_status_belongs_to_the_chat_that_the_message_was_for(office: Office, ours: str, address: str) -> None:
    """However the provider writes the number."""
    receipt = Receipt(at=AT, id="r1", chat=CLIENT, message="m1", status="sent", ours=ours)
    await office.receive((receipt,), AT)
    assert await addresses(office) == [address]


async def test_a_receipt_stands_in_the_book_with_our_own_id_and_its_reason(office: Office) -> None:
    ours = f"client:{CLIENT}:3:0"
    receipt = Receipt(at=AT, id="r1", chat=CLIENT, message="m1", status="failed", ours=ours, reason="window")
    await office.receive((receipt,), AT)
    await office.a_minute_later()
    [line] = await office.house.ledger.lines(f"client:{CLIENT}", 10)
    assert (line.kind, line.outcome, line.reason, line.text, line.ref) == ("receipt", "failed", "window", ours, "m1")


# What is odd among others


async def test_an_odd_part_is_set_aside_and_the_rest_is_received(office: Office) -> None:
    for _ in range(2):
        await office.receive((heard("hello"), Odd("o1", AT, "no-id", b"{}"), heard("again")), AT)
    assert await unread(office) == ["in-hello", "in-again"]
    [kept] = await office.house.quarantine.listed(10)
    assert (kept.body, kept.reason) == (b"{}", "no-id")
    assert await office.house.ledger.balance() == {("in", "quarantined"): 1}
