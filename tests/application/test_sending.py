"""The kill switch: by hand, and by an operator from his own phone, whatever state his chat is in."""

from datetime import datetime

import pytest

from fixi.domain.account import Switch
from fixi.domain.client_chat.states import InHuman
from fixi.domain.events import Heard
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey, Key, Kind
from fixi.ports.queues import Task
from tests.support.office import Office
from tests.support.samples import CLIENT, HOUR, MINUTE, a_pro

OTHER = ChatKey("972540000009")
CHAT = Key(Kind.CLIENT, CLIENT.text)


async def switch(office: Office) -> Switch:
    return (await office.house.account_book.standing()).switch


async def notes(office: Office) -> list[tuple[str, str, str]]:
    lines = await office.house.ledger.lines("sending", 100)
    return [(line.outcome, line.text, line.reason) for line in lines if line.kind == "note"]


async def alerts(office: Office) -> list[tuple[str, str]]:
    return [(each.alert.kind, each.alert.detail) for each in await office.house.alerts.untold(100)]


def now(office: Office) -> datetime:
    return office.house.clock.now()


async def test_whoever_puts_it_is_in_the_book_and_everybody_hears_of_it() -> None:
    office = Office()
    assert await office.sending(Switch(False, "dana", now(office), "a storm"))
    assert await switch(office) == Switch(False, "dana", now(office), "a storm")
    assert await notes(office) == [("off", "dana", "a storm")]
    assert await alerts(office) == [("sending.off", "dana: a storm")]


async def test_putting_it_again_says_nothing_twice() -> None:
    office = Office()
    off = Switch(False, "dana", now(office), "a storm")
    assert await office.sending(off)
    assert not await office.sending(off)
    office.house.clock.move(MINUTE)
    assert not await office.sending(Switch(False, "yossi", now(office), "me too"))
    assert await notes(office) == [("off", "dana", "a storm")]
    assert len(await alerts(office)) == 1


async def test_who_dies_in_between_says_it_when_he_repeats_it() -> None:
    office = Office()
    off = Switch(False, "dana", now(office), "a storm")
    await office.house.account_book.turn(off)
    assert not await office.sending(off)
    assert await notes(office) == [("off", "dana", "a storm")]


async def test_what_waits_is_knocked_for_when_it_goes_on() -> None:
    office = Office()
    await office.hears("hello")
    office.house.clock.move(MINUTE)
    await office.turn(CHAT.address)
    office.knocks()
    await office.sending(Switch(False, "dana", now(office)))
    assert office.knocks() == []
    office.house.clock.move(MINUTE)
    await office.sending(Switch(True, "dana", now(office)))
    assert (Task.DELIVER, str(CHAT)) in office.knocks()


async def test_an_operator_stops_and_resumes_it_from_his_phone() -> None:
    office = Office(operators=(CLIENT.text,))
    await office.hears("stop sending")
    await office.a_minute_later()
    assert not (await switch(office)).on
    assert (await switch(office)).by == f"WhatsApp {CLIENT.masked}"
    await office.hears("resume sending")
    await office.a_minute_later()
    assert (await switch(office)).on
    assert [kind for kind, _ in await alerts(office)] == ["sending.off", "sending.on"]
    assert [outcome for outcome, _, _ in await notes(office)] == ["off", "on"]
    assert [text.split("(")[0] for text in office.screen()] == [
        "All sending was stopped on your word ",
        "Sending was resumed ",
    ]


async def test_of_anybody_else_they_are_words() -> None:
    office = Office(operators=(OTHER.text,))
    await office.hears("stop sending")
    await office.a_minute_later()
    assert await switch(office) == Switch()
    assert (await alerts(office), await notes(office)) == ([], [])
    assert not any("All sending" in text for text in office.screen())


async def test_his_conversation_goes_on_where_it_was() -> None:
    office = Office(operators=(CLIENT.text,))
    await office.hears("hello")
    await office.a_minute_later()
    before = (await office.document(CHAT)).state
    await office.hears("stop sending")
    await office.a_minute_later()
    assert (await office.document(CHAT)).state == before
    lines = {line.id: line.outcome for line in await office.house.ledger.lines(str(CHAT), 10) if line.kind == "in"}
    assert lines["in-stop sending"] == "answered"


async def test_an_order_in_the_middle_of_other_words_is_obeyed_and_they_are_answered() -> None:
    office = Office(operators=(CLIENT.text,))
    await office.hears("hello", "there", "stop sending", "leak under the sink")
    await office.a_minute_later()
    assert not (await switch(office)).on
    lines = {line.id: line.outcome for line in await office.house.ledger.lines(str(CHAT), 20) if line.kind == "in"}
    assert lines["in-stop sending"] == "answered"
    assert lines["in-hello"] == "merged"
    assert set(lines) == {"in-hello", "in-there", "in-stop sending", "in-leak under the sink"}


async def test_in_a_chat_that_a_person_has_it_works_and_the_bot_stays_silent() -> None:
    office = Office(operators=(CLIENT.text,))
    await office.hears("yes", "human")
    await office.a_minute_later()
    assert isinstance((await office.document(CHAT)).state, InHuman)
    said = len(office.screen())
    await office.hears("עצור שליחה")
    await office.a_minute_later()
    assert not (await switch(office)).on
    assert isinstance((await office.document(CHAT)).state, InHuman)
    assert len(office.screen()) == said
    assert [kind for kind, _ in await alerts(office)][-1] == "sending.off"


async def test_an_operator_who_is_a_professional_as_well() -> None:
    pro: Professional = a_pro()
    office = Office(operators=(pro.id,))
    await office.house.professionals.put((pro,))
    await office.hears("חדש שליחה", "עצור שליחה", chat=ChatKey(pro.id))
    await office.a_minute_later()
    assert not (await switch(office)).on
    assert office.screen(ChatKey(pro.id)) == []  # nothing at all goes out, his confirmation included
    await office.sending(Switch(True, "dana", now(office)))
    await office.a_minute_later()
    assert ["נעצרה" in text for text in office.screen(ChatKey(pro.id))] == [False, True]


async def test_an_old_order_that_comes_back_from_a_journal_undoes_nothing() -> None:
    office = Office(operators=(CLIENT.text,))
    told = now(office)
    office.house.clock.move(HOUR)
    await office.sending(Switch(False, "dana", now(office), "a storm"))
    office.house.clock.move(HOUR)
    await office.receive((Heard(at=told, id="old", chat=CLIENT, text="resume sending"),), now(office))
    await office.a_minute_later()
    assert await switch(office) == Switch(False, "dana", now(office) - HOUR - MINUTE, "a storm")


@pytest.mark.parametrize("times", [2, 5])
async def test_the_same_message_many_times_is_one_order(times: int) -> None:
    office = Office(operators=(CLIENT.text,))
    for _ in range(times):
        await office.hears("stop sending")
        await office.a_minute_later()
    assert len(await notes(office)) == 1
