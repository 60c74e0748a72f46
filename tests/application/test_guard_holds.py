"""What is held back loses nothing by it: no tries, no turn of others, no answer, and no alert too many."""

from datetime import timedelta

import pytest

from fixi.adapters.templates.registry import Registry
from fixi.application.deliver import Deliver
from fixi.application.gate import Gate, Rests
from fixi.domain.account import AccountState, Switch
from fixi.domain.effects import cold, say
from fixi.domain.errors import AccountStopped, Unavailable
from fixi.domain.events import Heard
from fixi.domain.guard import REST, Channel
from fixi.domain.values import ChatKey, Key, Language
from fixi.ports.queues import Task
from tests.support.documents import CHAT, a_change, entries, kept, words
from tests.support.house import memory_house
from tests.support.office import Office, catalogue
from tests.support.samples import AT, CLIENT, MINUTE, SECOND

HOUR, DAY = 60 * MINUTE, timedelta(days=1)
DUSK = AT + 9 * HOUR + 59 * MINUTE  # a minute before nine in the evening in Jerusalem
STOPPED = AccountStopped("signed out", AccountState.SIGNED_OUT)


def text(key: str) -> str:
    return catalogue().text(key, Language.EN)


def speaking_through(channel: Channel, rest: Rests | None = None) -> Office:
    """An office whose words go out through this channel; `rest` is what happens while a moment is waited for."""
    office = Office(house=memory_house())
    house, gate = office.house, office.gate(channel)
    if rest is not None:
        book = house.account_book
        gate = Gate(channel, book, office.look, house.chats, Registry(), house.slots, house.policies, house.clock, rest)
    office.deliver = Deliver(
        outbox=house.outbox,
        leases=house.leases,
        wakeups=house.wakeups,
        messenger=office.line,
        wording=catalogue(),
        errands=office.errands,
        alerts=house.alerts,
        ledger=house.ledger,
        policies=house.policies,
        clock=house.clock,
        gate=gate,
        chats=house.chats,
        book=house.account_book,
    )
    return office


async def outs(office: Office) -> list[tuple[str, str]]:
    lines = await office.house.ledger.lines(str(CHAT), 50)
    return [(line.outcome, line.reason) for line in lines if line.kind == "out"]


async def minutes(office: Office, many: int) -> None:
    """So many minutes go by, in steps, and every knock is answered."""
    for _ in range(many * 6):
        office.house.clock.move(10 * SECOND)
        while (knock := office.house.knocked()) is not None:
            if knock[0] is Task.DELIVER:
                await office.deliver(Key.parse(knock[1]))


@pytest.mark.parametrize("unknown", [False, True])
async def test_what_was_tried_before_the_night_lets_answers_go_before_it(unknown: bool) -> None:
    office = Office()
    office.house.clock.move_to(DUSK)
    office.line.troubles.append(Unavailable("503", MINUTE, unknown=unknown))
    await kept(office.house, cold("thanks", Language.EN), say("stopped", Language.EN))
    await office.deliver(CHAT)
    await minutes(office, 10)
    assert office.screen() == [text("stopped")]
    office.house.clock.move(12 * HOUR)
    await office.deliver(CHAT)
    assert office.screen() == [text("stopped"), text("thanks")]


async def test_an_account_that_refuses_for_hours_costs_no_tries() -> None:
    office = speaking_through(Channel("cloud"))
    office.line.troubles.extend([*([STOPPED] * 12), Unavailable("502")])
    await kept(office.house, words("thanks"))
    await office.deliver(CHAT)
    await minutes(office, 45)
    assert len(office.line.calls) == 14
    assert await outs(office) == [("sent", "")]


@pytest.mark.parametrize("says", [AccountState.BANNED, AccountState.READY])
async def test_a_way_that_has_refused_is_tried_once_in_a_while(says: AccountState) -> None:
    office = speaking_through(Channel("cloud"))
    office.account.now = says
    office.line.troubles.extend([AccountStopped("banned", AccountState.BANNED)] * 100)
    people = [Key.client(ChatKey(f"97254000000{n}")) for n in range(8)]
    for key in people:
        await kept(office.house, words("thanks"), key=key)
        await office.deliver(key)
    await minutes(office, 20)
    assert 20 * MINUTE // REST - 2 <= len(office.line.calls) <= 20 * MINUTE // REST + 1


async def test_each_of_two_messages_has_its_answer_though_both_are_late() -> None:
    office = Office()
    for version in (1, 2):
        at = office.house.clock.now()
        answer = entries(CHAT, say("thanks", Language.EN), version=version, at=at)
        await office.house.repository.save(a_change(version - 1, outbox=answer, heard_at=at))
        office.house.clock.move(5 * SECOND)
    await office.deliver(CHAT)
    assert await outs(office) == [("sent", ""), ("sent", "")]


async def test_words_decided_on_twice_without_a_word_of_his_go_once_though_he_writes_late() -> None:
    office = Office()
    for version in (1, 2):
        again = entries(CHAT, say("thanks", Language.EN), version=version, at=AT + version * SECOND)
        await office.house.repository.save(a_change(version - 1, outbox=again))
    office.house.clock.move(5 * SECOND)
    await office.house.repository.save(a_change(2, heard_at=AT + 3 * SECOND))
    await office.deliver(CHAT)
    assert await outs(office) == [("sent", ""), ("dropped", "repeat")]


async def test_a_switch_that_is_thrown_while_a_moment_is_waited_for_stops_the_message() -> None:
    async def somebody_stops_it(_: float) -> object:
        return await office.house.account_book.turn(Switch(False, "dana", office.house.clock.now()))

    office = speaking_through(Channel("green", paced=True), somebody_stops_it)
    await kept(office.house, words("thanks"), words("stopped"))
    await office.deliver(CHAT)
    assert office.screen() == [text("thanks")]


async def test_what_holds_everybody_for_a_day_is_one_alert() -> None:
    office = Office()
    await office.house.account_book.turn(Switch(False, "dana", AT))
    people = [Key.client(ChatKey(f"97254000000{n}")) for n in range(8)]
    for key in people:
        await kept(office.house, words("thanks"), key=key)
    office.house.clock.move(DAY + SECOND)
    for key in people:
        await office.deliver(key)
    balance = await office.house.ledger.balance()
    assert (balance["out", "dropped"], balance["alert", "held"]) == (8, 1)


async def test_what_reached_us_late_opened_the_window_when_it_was_written() -> None:
    office = speaking_through(Channel("cloud", window=DAY))
    written = Heard(at=AT, id="in-1", chat=CLIENT, text="hello", sent_at=AT - 20 * HOUR)
    await office.receive((written,), AT)
    await office.a_minute_later()
    assert (await office.house.chats.talk(CHAT)).heard_at == AT - 20 * HOUR


async def test_many_who_wait_are_asked_about_twice_a_minute_each_and_no_more() -> None:
    office = Office()
    await office.house.account_book.turn(Switch(False, "dana", AT))
    people = [Key.client(ChatKey(f"9725400000{n:02d}")) for n in range(30)]
    for key in people:
        await kept(office.house, words("thanks"), key=key)
    asked = 0
    for _ in range(60):
        await office.sweep()
        office.house.clock.move(10 * SECOND)
        for task, name in office.knocks():
            asked += task is Task.DELIVER
            if task is Task.DELIVER:
                await office.deliver(Key.parse(name))
    assert office.line.calls == []
    assert asked <= len(people) * 3 * 10
