"""What comes in is kept once, and somebody is told."""

import pytest

from fixi.domain.errors import Unavailable
from fixi.domain.events import Heard, Receipt
from fixi.ports.messaging import Ignored
from fixi.ports.queues import Letter, Task
from tests.support.house import House, memory_house
from tests.support.office import Office
from tests.support.samples import AT, CLIENT, MINUTE, SECOND, heard

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
