"""One turn: everything that is ready, one decision, one save."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import override

import pytest

from fixi.adapters.memory.documents import MemoryRepository
from fixi.application.turn import TRIES
from fixi.domain.client_chat.states import ConsentAsked, Declined, Gathering, Idle, InHuman, Mind, Stranger
from fixi.domain.errors import Unavailable
from fixi.domain.events import Heard, NeedChecked, OfferDeclined
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.lead.states import Unopened
from fixi.domain.policy import Policy
from fixi.domain.values import Key
from fixi.ports.ai import Reader
from fixi.ports.queues import Letter, Task
from fixi.ports.storage import Change
from tests.support.documents import CHAT, a_change
from tests.support.house import memory_house
from tests.support.office import Office, gazetteer
from tests.support.samples import AT, CLIENT, LEAD, MINUTE, PRO, SECOND, a_pro

HERE = f"chat:{CLIENT}"


@pytest.fixture
def office() -> Office:
    return Office()


async def ledger(office: Office, chat: Key = CHAT) -> list[tuple[str, str, str]]:
    lines = await office.house.ledger.lines(str(chat), 50)
    return [(line.text, line.outcome, line.reason) for line in lines if line.kind == "in"]


async def test_a_person_is_let_finish(office: Office) -> None:
    await office.hears("hello")
    await office.turn(HERE)
    assert await office.house.repository.load(CHAT) is None
    office.house.clock.move(2 * SECOND)
    await office.hears("my tap drips")
    office.house.clock.move(2 * SECOND)
    await office.works()
    assert await office.house.repository.load(CHAT) is None
    office.house.clock.move(SECOND)
    await office.works()
    assert isinstance((await office.document(CHAT)).state, ConsentAsked)


async def test_a_burst_is_one_turn_and_every_message_has_its_outcome(office: Office) -> None:
    await office.hears("hello", "my tap drips", "in Haifa")
    await office.a_minute_later()
    state = (await office.document(CHAT)).state
    assert isinstance(state, ConsentAsked)
    assert [said.text for said in state.kept] == ["hello\nmy tap drips\nin Haifa"]
    assert await ledger(office) == [
        ("hello", "merged", "in-in Haifa"),
        ("my tap drips", "merged", "in-in Haifa"),
        ("in Haifa", "answered", ""),
    ]
    assert len(office.screen()) == 1


async def test_letters_are_used_in_the_order_they_came(office: Office) -> None:
    await office.hears("hello")
    await office.a_minute_later()
    await office.hears("yes", "stop")
    await office.a_minute_later()
    other = Office()
    await other.hears("hello")
    await other.a_minute_later()
    await other.hears("stop", "yes")
    await other.a_minute_later()
    names = [type((await some.document(CHAT)).state).__name__ for some in (office, other)]
    assert names == ["Stopped", "ConsentAsked"]


async def test_a_digit_typed_before_the_question_does_not_answer_it(office: Office) -> None:
    await office.hears("hello", "1")
    await office.a_minute_later()
    assert isinstance((await office.document(CHAT)).state, ConsentAsked)
    await office.hears("2")
    await office.a_minute_later()
    assert isinstance((await office.document(CHAT)).state, Declined)


async def test_everything_used_is_remembered_and_acknowledged(office: Office) -> None:
    await office.hears("hello", "again")
    await office.a_minute_later()
    record = await office.document(CHAT)
    assert record.version == 1
    assert record.used == {"in-hello", "in-again"}
    assert await office.house.inbox.waiting(10) == ()


async def test_a_late_letter_that_was_used_is_only_acknowledged(office: Office) -> None:
    await office.house.repository.save(a_change(used=("in-hello",)))
    await office.hears("hello")
    await office.a_minute_later()
    assert (await office.document(CHAT)).version == 1
    assert await office.house.inbox.unread(HERE) == ()
    assert office.screen() == []
    assert await office.house.ledger.balance() == {}


async def test_a_flushed_inbox_makes_no_repeats() -> None:
    first = Office()
    await first.hears("hello")
    await first.a_minute_later()
    house = memory_house()
    first.house.inbox = house.inbox  # what the queue knew is gone; the documents stay
    second = Office(house=first.house)
    await second.hears("hello")
    await second.a_minute_later()
    assert (await second.document(CHAT)).version == 1
    assert len(second.screen()) == 1
    assert await second.house.ledger.balance() == {("in", "answered"): 1, ("out", "sent"): 1}


class Held(Reader):
    """A reader that thinks until it is told to answer."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()
        self.tasks: list[ReadingTask] = []

    @override
    async def read(self, task: ReadingTask) -> Reading:
        self.tasks.append(task)
        self.asked.set()
        await self.answer.wait()
        return Reading()


async def test_two_workers_never_decide_on_one_chat_at_once() -> None:
    reader = Held()
    office = Office(Policy(consent_required=False), reader=reader)
    await office.hears("my tap drips")
    office.house.clock.move(MINUTE)
    assert office.knocks() == [(Task.TURN, HERE)]
    first = asyncio.create_task(office.turn(HERE))
    await reader.asked.wait()
    await office.turn(HERE)
    assert office.knocks() == []
    reader.answer.set()
    await first
    assert len(reader.tasks) == 1
    assert (await office.document(CHAT)).version == 1
    office.house.clock.move(SECOND)
    assert (Task.TURN, HERE) in office.knocks(), "who came second looks again a second later"


async def test_a_message_that_comes_while_another_is_read_is_not_lost() -> None:
    reader = Held()
    office = Office(Policy(consent_required=False), reader=reader)
    await office.hears("my tap drips")
    office.house.clock.move(MINUTE)
    first = asyncio.create_task(office.turn(HERE))
    await reader.asked.wait()
    await office.hears("in Haifa")
    reader.answer.set()
    await first
    assert [letter.id for letter in await office.house.inbox.unread(HERE)] == ["in-in Haifa"]
    await office.a_minute_later()
    assert [task.text for task in reader.tasks] == ["my tap drips", "in Haifa"]


async def test_a_worker_that_died_leaves_its_letters_to_the_next() -> None:
    reader = Held()
    office = Office(Policy(consent_required=False), reader=reader)
    await office.hears("my tap drips")
    office.house.clock.move(MINUTE)
    dying = asyncio.create_task(office.turn(HERE))
    await reader.asked.wait()
    dying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await dying
    reader.answer.set()
    await office.a_minute_later()
    assert len(office.screen()) == 1
    assert await office.house.ledger.balance() == {("in", "answered"): 1, ("out", "sent"): 1}


class Contested(MemoryRepository):
    """A store in which somebody else is quicker, as often as `rivals` says."""

    rivals = 0
    meddle: Callable[[], Awaitable[None]] | None = None

    @override
    async def save(self, change: Change) -> None:
        if self.rivals and self.meddle is not None:
            self.rivals -= 1
            await self.meddle()
        await super().save(change)


def contested(rivals: int) -> tuple[Office, Contested]:
    house = memory_house()
    assert isinstance(house.repository, MemoryRepository)
    store = Contested(house.repository._store)
    store.rivals = rivals
    original = house.repository

    async def meddle() -> None:
        record = await original.load(CHAT)
        state = record.state if record is not None else Stranger(Mind(CLIENT))
        await original.save(a_change(record.version if record is not None else 0, state=state))

    store.meddle = meddle
    return Office(house=house, repository=store), store


@pytest.mark.parametrize("rivals", [1, 2, TRIES - 1])
async def test_who_was_too_late_decides_again_on_what_is_there_now(rivals: int) -> None:
    office, _ = contested(rivals)
    await office.hears("hello")
    await office.a_minute_later()
    record = await office.document(CHAT)
    assert record.version == rivals + 1
    assert isinstance(record.state, ConsentAsked)
    assert len(office.screen()) == 1
    assert await ledger(office) == [("hello", "answered", "")]


async def test_who_is_always_too_late_leaves_it_for_another_knock() -> None:
    office, store = contested(TRIES)
    await office.hears("hello")
    office.house.clock.move(MINUTE)
    office.knocks()
    await office.turn(HERE)
    assert [letter.id for letter in await office.house.inbox.unread(HERE)] == ["in-hello"]
    assert office.knocks() == [(Task.TURN, HERE)]
    assert store.rivals == 0
    await office.turn(HERE)
    await office.a_minute_later()
    assert len(office.screen()) == 1


class Slow(Reader):
    """A reader that takes its time; meanwhile another worker wants the same address."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.taken: list[bool] = []

    @override
    async def read(self, task: ReadingTask) -> Reading:
        self.office.house.clock.move(15 * SECOND)
        other = await self.office.house.leases.take(HERE, MINUTE)
        self.taken.append(other is not None)
        return Reading()


async def test_who_reads_longer_than_one_lease_still_has_the_address_for_himself() -> None:
    """Files, a slow model and lost races add up; each new try holds the lease anew."""
    house = memory_house(Policy(consent_required=False))
    assert isinstance(house.repository, MemoryRepository)
    store = Contested(house.repository._store)
    original = house.repository

    async def meddle() -> None:
        record = await original.load(CHAT)
        await original.save(a_change(record.version if record is not None else 0, state=Idle(Mind(CLIENT))))

    store.rivals, store.meddle = 3, meddle
    office = Office(house=house, repository=store)
    slow = Slow(office)
    office = Office(house=house, repository=store, reader=slow)
    slow.office = office
    await office.hears("the tap drips")
    house.clock.move(MINUTE)
    await office.turn(HERE)
    assert slow.taken == [False] * 4, "60 seconds in all, and nobody else came in"
    assert await house.leases.take(HERE, MINUTE) is not None, "it was given back"


class Away(Reader):
    """A reader that does not answer, for a while."""

    def __init__(self, times: int) -> None:
        self.times = times

    @override
    async def read(self, task: ReadingTask) -> Reading:
        if self.times:
            self.times -= 1
            raise Unavailable("reader")
        return Reading()


async def test_when_the_reader_is_away_nothing_is_used_and_nothing_is_held() -> None:
    office = Office(Policy(consent_required=False), reader=Away(1))
    await office.hears("my tap drips")
    office.house.clock.move(MINUTE)
    with pytest.raises(Unavailable):
        await office.turn(HERE)
    assert await office.house.repository.load(CHAT) is None
    assert [letter.id for letter in await office.house.inbox.unread(HERE)] == ["in-my tap drips"]
    await office.turn(HERE)
    assert await office.house.inbox.unread(HERE) == ()
    assert (await office.document(CHAT)).version == 1


async def test_a_professional_s_words_go_to_his_desk_and_a_client_s_to_his_mind(office: Office) -> None:
    await office.house.professionals.put((a_pro(CLIENT.text),))
    await office.hears("menu")
    await office.a_minute_later()
    assert await office.house.repository.load(CHAT) is None
    assert (await office.document(Key.pro(CLIENT.text))).version == 1


async def test_a_letter_for_a_machine_goes_to_it_without_waiting(office: Office) -> None:
    await office.hears("hello")
    await office.house.inbox.put(Letter("told", HERE, NeedChecked(at=AT, lead=LEAD), CHAT))
    await office.turn(HERE)
    assert [letter.id for letter in await office.house.inbox.unread(HERE)] == ["in-hello"]
    assert (await office.document(CHAT)).used == {"told"}


async def test_a_lead_that_nobody_opened_stays_unopened(office: Office) -> None:
    key = Key.lead(LEAD)
    await office.house.inbox.put(Letter("told", key.address, OfferDeclined(at=AT, pro=PRO), key))
    await office.turn(key.address)
    assert (await office.document(key)).state == Unopened()


async def test_an_owner_s_word_hushes_what_was_about_to_be_said(office: Office) -> None:
    await office.hears("hello")
    office.house.clock.move(3 * SECOND)
    await office.turn(HERE)
    assert len(await office.waiting(CHAT)) == 1
    at = office.house.clock.now()
    await office.receive((Heard(at=at, id="own1", chat=CLIENT, text="I am on it", own=True),), at)
    await office.turn(HERE)
    assert await office.waiting(CHAT) == []
    await office.a_minute_later()
    assert office.screen() == []
    assert isinstance((await office.document(CHAT)).state, InHuman)
    assert (await office.house.ledger.balance())["out", "dropped"] == 1


async def test_one_request_goes_through_three_machines_in_one_turn(office: Office) -> None:
    haifa = gazetteer().named("Haifa")
    assert haifa is not None
    await office.house.professionals.put((a_pro(areas=(haifa,)),))
    await office.hears("my kitchen tap is leaking, Haifa")
    await office.a_minute_later()
    await office.hears("yes")
    office.house.clock.move(3 * SECOND)
    await office.works()
    state = (await office.document(CHAT)).state
    assert isinstance(state, Gathering)
    lead = await office.document(Key.lead(state.lead))
    assert lead.version == 1
    assert office.house.clock.now() < AT + 2 * MINUTE


async def test_a_turn_with_nothing_to_do_writes_nothing(office: Office) -> None:
    await office.turn(HERE)
    assert await office.house.repository.load(CHAT) is None
    assert office.knocks() == []


async def test_a_message_after_the_fifth_conflict_is_never_answered_twice() -> None:
    office, _ = contested(TRIES + 2)
    await office.hears("hello")
    await office.a_minute_later()
    await office.a_minute_later()
    assert len(office.screen()) == 1


async def test_a_person_sees_that_his_words_are_worked_on(office: Office) -> None:
    await office.hears("hello", "my tap drips")
    assert not office.house.presence.shown
    await office.a_minute_later()
    assert list(office.house.presence.shown) == [(CLIENT, "in-my tap drips")]


async def test_while_a_person_has_the_chat_nobody_seems_to_type(office: Office) -> None:
    at = office.house.clock.now()
    await office.receive((Heard(at=at, id="own", chat=CLIENT, text="I am coming", own=True),), at)
    await office.a_minute_later()
    await office.hears("fine")
    await office.a_minute_later()
    assert not office.house.presence.shown


async def test_who_shows_nothing_by_policy_is_not_seen() -> None:
    office = Office(Policy(show_presence=False))
    await office.hears("hello")
    await office.a_minute_later()
    assert office.screen()
    assert not office.house.presence.shown


async def test_words_are_read_as_they_were_corrected_and_what_was_taken_back_is_not(office: Office) -> None:
    await office.hears("hello", "you fools", "my tap drops")
    at = office.house.clock.now()
    await office.receive(
        (
            Heard(at=at, id="e1", chat=CLIENT, kind="edited", text="my tap drips", corrects="in-my tap drops"),
            Heard(at=at, id="e2", chat=CLIENT, kind="deleted", corrects="in-you fools"),
        ),
        at,
    )
    await office.a_minute_later()
    state = (await office.document(CHAT)).state
    assert isinstance(state, ConsentAsked)
    assert [said.text for said in state.kept] == ["hello\nmy tap drips"]
    assert sorted(await ledger(office)) == [
        ("", "merged", "in-you fools"),
        ("hello", "merged", "in-my tap drops"),
        ("my tap drips", "answered", ""),
        ("my tap drips", "merged", "in-my tap drops"),
        ("you fools", "ignored", "deleted"),
    ]
