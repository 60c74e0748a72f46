"""Whatever is left behind is found again."""

import pytest

from fixi.adapters.memory.queues import MemoryWakeups
from fixi.domain.client_chat.states import ConsentAsked, Idle, InHuman, Mind
from fixi.domain.effects import Release
from fixi.domain.errors import Unavailable
from fixi.domain.values import Key, Language
from fixi.ports.queues import Task
from tests.support.documents import CHAT, a_change, kept, words
from tests.support.office import Office, catalogue
from tests.support.samples import AT, CLIENT, LEAD, MINUTE, PRO, a_pro

HERE = f"chat:{CLIENT}"


@pytest.fixture
def office() -> Office:
    return Office()


def forget(office: Office) -> None:
    """Every knock is lost."""
    assert isinstance(office.house.wakeups, MemoryWakeups)
    office.house.wakeups.forget()


async def test_where_nothing_waits_nobody_is_woken(office: Office) -> None:
    assert await office.sweep() == 0
    assert office.knocks() == []


async def test_a_message_whose_knock_was_lost_is_answered(office: Office) -> None:
    await office.hears("hello")
    forget(office)
    office.house.clock.move(MINUTE)
    assert await office.sweep() == 1
    await office.works()
    assert isinstance((await office.document(CHAT)).state, ConsentAsked)
    assert len(office.screen()) == 1


async def test_words_whose_knock_was_lost_are_said(office: Office) -> None:
    await kept(office.house, words("thanks"))
    assert await office.sweep() == 1
    await office.works()
    assert office.screen() == [catalogue().text("thanks", Language.EN)]


async def test_errands_that_were_left_behind_are_done(office: Office) -> None:
    await office.house.professionals.put((a_pro(),))
    await office.house.capacity.reserve(PRO, LEAD, 3, AT)
    await kept(office.house, Release(PRO, LEAD), key=Key.lead(LEAD))
    await office.sweep()
    await office.works()
    pro = await office.house.professionals.get(PRO)
    assert pro is not None
    assert pro.places == ()
    assert await office.sweep() == 0


async def test_what_may_be_tried_later_is_left_until_later(office: Office) -> None:
    office.line.troubles.extend([Unavailable("502")])
    await kept(office.house, words("thanks"))
    await office.deliver(CHAT)
    forget(office)
    assert await office.sweep() == 0
    office.house.clock.move(MINUTE)
    assert await office.sweep() == 1
    await office.works()
    assert len(office.screen()) == 1


async def in_human(office: Office) -> None:
    """A person has the chat for a minute."""
    state = InHuman(Idle(Mind(CLIENT, Language.EN)), AT + MINUTE)
    await office.house.repository.save(a_change(state=state, due_at=AT + MINUTE))


async def test_a_document_that_is_due_is_woken_in_its_time(office: Office) -> None:
    await in_human(office)
    assert await office.sweep() == 0
    office.house.clock.move(MINUTE)
    assert await office.sweep() == 1
    await office.works()
    record = await office.document(CHAT)
    assert isinstance(record.state, Idle)
    assert office.screen() == [catalogue().text("human.over", Language.EN)]
    assert await office.sweep() == 0


async def test_two_schedulers_wake_it_once(office: Office) -> None:
    await in_human(office)
    office.house.clock.move(MINUTE)
    for _ in range(5):
        await office.sweep()
    assert len(await office.house.inbox.unread(HERE)) == 1
    await office.works()
    for _ in range(5):
        await office.sweep()
    await office.works()
    assert (await office.document(CHAT)).version == 2
    assert len(office.screen()) == 1


async def test_an_alarm_that_was_made_pointless_changes_nothing(office: Office) -> None:
    await in_human(office)
    office.house.clock.move(MINUTE)
    await office.sweep()
    await office.house.repository.save(a_change(1, state=Idle(Mind(CLIENT))))
    await office.works()
    assert (await office.document(CHAT)).state == Idle(Mind(CLIENT))
    assert office.screen() == []


async def test_an_answer_that_came_in_time_beats_the_alarm(office: Office) -> None:
    await in_human(office)
    office.house.clock.move(MINUTE)
    await office.hears("thank you all")
    await office.sweep()
    await office.a_minute_later()
    assert isinstance((await office.document(CHAT)).state, InHuman)
    assert await office.house.inbox.waiting(10) == ()


async def test_a_sweep_says_everything_that_waits_in_one_go(office: Office) -> None:
    await in_human(office)
    await kept(office.house, words("thanks"), key=Key.pro(CHAT.id))
    await office.hears("hello")
    office.house.clock.move(MINUTE)
    forget(office)
    await office.sweep()
    assert sorted(office.knocks()) == [(Task.DELIVER, str(Key.pro(CHAT.id))), (Task.TURN, HERE)]


async def test_a_system_that_lost_every_knock_for_an_hour_ends_where_it_would_have(office: Office) -> None:
    calm = Office()
    assert await calm.sweep() == 0
    for some, loses in ((calm, False), (office, True)):
        for text in ("hello", "yes", "stop"):
            await some.hears(text)
            some.house.clock.move(MINUTE)
            for _ in range(4):
                if loses:
                    forget(some)
                    await some.sweep()
                await some.works()
    assert (await office.document(CHAT)).state == (await calm.document(CHAT)).state
    assert office.screen() == calm.screen()
    assert await office.house.ledger.balance() == await calm.house.ledger.balance()
