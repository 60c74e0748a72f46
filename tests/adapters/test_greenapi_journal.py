"""The account's own memory of what came in: the same messages with the same ids as by the webhook."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fixi.adapters.greenapi.journal import GreenApiJournal
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.system.clock import MovedClock
from fixi.domain.errors import Unavailable
from fixi.domain.events import Heard
from fixi.ports.messaging import Echo, Message
from tests.support import green_bodies as bodies
from tests.support.green_account import Green, green
from tests.support.green_standin import INSTANCE, Fault, refusing
from tests.support.samples import CLIENT, DAY, MINUTE, SECOND

AT = datetime.fromtimestamp(bodies.MOMENT, UTC)
PARSER = GreenApiWebhook("secret", INSTANCE)
# What a journal has of a person, by the name of the body; a call is in no journal of messages.
KINDS = [
    name
    for name, case in bodies.ALL_KINDS.items()
    if case.becomes == "Heard" and case.value != "call" and "senderData" in case.build()
]


@pytest.fixture
async def line() -> AsyncIterator[Green]:
    async with green(MovedClock(AT)) as built:
        yield built
        assert built.account.violations == []
        assert not built.account.too_fast


def posted(notice: dict[str, Any]) -> Heard:
    """What the webhook made of it."""
    [inbound] = PARSER.parse(bodies.encode(notice), AT)
    assert isinstance(inbound, Heard)
    return inbound


def journal(line: Green) -> GreenApiJournal:
    return GreenApiJournal(line.api, line.clock)


@pytest.mark.parametrize("name", KINDS)
async def test_every_kind_comes_back_as_it_was_posted(line: Green, name: str) -> None:
    notice = bodies.ALL_KINDS[name].build()
    line.account.receives(notice)
    assert await journal(line).incoming(AT) == (posted(notice),)


async def test_both_journals_together_the_oldest_first(line: Green) -> None:
    told = [
        bodies.text(bodies.CHAT, "second", timestamp=bodies.MOMENT + 2),
        bodies.text(bodies.CHAT, "third", timestamp=bodies.MOMENT + 3, typeWebhook="outgoingMessageReceived"),
        bodies.text(bodies.LID, "first", timestamp=bodies.MOMENT + 1),
    ]
    for notice in told:
        line.account.receives(notice)
    line.clock.move(MINUTE)
    found = [one for one in await journal(line).incoming(AT) if isinstance(one, Heard)]
    assert [(one.text, one.own, one.at) for one in found] == [
        ("first", False, AT + SECOND),
        ("second", False, AT + 2 * SECOND),
        ("third", True, AT + 3 * SECOND),
    ]
    assert [str(one.chat).startswith("lid:") for one in found] == [True, False, False]


async def test_what_was_sent_through_the_account_is_an_echo_with_the_id_that_we_know(line: Green) -> None:
    reference = await line.messenger.send(Message("client:1:1:0", CLIENT, "Hello"))
    theirs = bodies.text(bodies.CHAT, "a sale", typeWebhook="outgoingAPIMessageReceived", idMessage="THEIRS")
    line.account.receives(theirs)
    found = [one for one in await journal(line).incoming(AT) if isinstance(one, Echo)]
    assert {(one.message, one.text) for one in found} == {(reference, "Hello"), ("THEIRS", "a sale")}
    [posted_echo] = PARSER.parse(bodies.encode(theirs), AT)
    assert posted_echo in found


async def test_of_what_was_typed_by_hand_only_the_first_words_are_told(line: Green) -> None:
    """An entry may carry a later moment than its notification did, and with it another id."""
    line.account.receives(bodies.text(bodies.CHAT, "I am coming", typeWebhook="outgoingMessageReceived"))
    for name in ("edited", "deleted"):
        body = bodies.ALL_KINDS[name].build() | {"typeWebhook": "outgoingMessageReceived"}
        line.account.receives(body | {"timestamp": bodies.MOMENT + 30})
    line.clock.move(MINUTE)
    found = await journal(line).incoming(AT)
    assert [one.text for one in found if isinstance(one, Heard)] == ["I am coming"]


async def test_groups_concern_nobody(line: Green) -> None:
    line.account.receives(bodies.text(bodies.GROUP, "hello all"))
    assert await journal(line).incoming(AT) == ()


async def test_only_what_came_since_then(line: Green) -> None:
    for seconds in (0, 60, 120):
        line.account.receives(bodies.text(bodies.CHAT, f"at {seconds}", timestamp=bodies.MOMENT + seconds))
    line.clock.move(DAY)
    found = await journal(line).incoming(AT + timedelta(seconds=60, milliseconds=500))
    assert [one.text for one in found if isinstance(one, Heard)] == ["at 60", "at 120"]


async def test_an_entry_that_nobody_understands_holds_nothing_up(line: Green, caplog: pytest.LogCaptureFixture) -> None:
    line.account.entries += [
        ({"type": "incoming", "idMessage": "X", "timestamp": bodies.MOMENT, "chatId": "dana"}, AT),
        ({"type": "incoming", "timestamp": bodies.MOMENT, "chatId": bodies.CHAT, "typeMessage": 7}, AT),
    ]
    line.account.receives(bodies.text(bodies.CHAT, "hi"))
    assert [one.text for one in await journal(line).incoming(AT) if isinstance(one, Heard)] == ["hi"]
    reasons = {record.__dict__["reason"] for record in caplog.records if record.name.startswith("fixi")}
    assert reasons == {"odd-chat", "no-id"}
    assert "dana" not in caplog.text


async def test_an_entry_without_a_time_came_now(line: Green) -> None:
    entry = {"type": "incoming", "idMessage": "X", "chatId": bodies.CHAT, "typeMessage": "textMessage"}
    line.account.entries.append((entry | {"textMessage": "hi", "timestamp": 1e18}, AT))
    [found] = await journal(line).incoming(AT)
    assert isinstance(found, Heard)
    assert (found.text, found.at) == ("hi", AT)


@pytest.mark.parametrize("fault", [refusing(429), refusing(500), refusing(401), Fault("garbage"), Fault("drop")])
@pytest.mark.parametrize("which", [0, 1])
async def test_a_journal_that_does_not_answer_is_unavailable(line: Green, fault: Fault, which: int) -> None:
    line.account.faults.extend([None] * which + [fault])
    with pytest.raises(Unavailable):
        await journal(line).incoming(AT)


async def test_each_journal_is_asked_once_a_second_at_most(line: Green) -> None:
    began = line.clock.now()
    for _ in range(5):
        await journal(line).incoming(AT)
    assert line.account.calls["lastIncomingMessages"] == 5
    assert line.clock.now() - began >= 4 * SECOND


async def test_many_who_ask_for_lost_messages_share_the_answers(line: Green) -> None:
    sent = [Message(f"client:{n}:1:0", CLIENT, f"text {n}") for n in range(50)]
    references = [await line.messenger.send(message) for message in sent]
    found = await asyncio.gather(*(line.messenger.sent(message, AT) for message in sent))
    assert found == [(reference,) for reference in references]
    assert line.account.calls["lastOutgoingMessages"] <= 2


async def test_who_asks_later_gets_a_newer_answer(line: Green) -> None:
    message = Message("client:1:1:0", CLIENT, "Hello")
    assert await line.messenger.sent(message, AT) == ()
    reference = await line.messenger.send(message)
    assert await line.messenger.sent(message, AT) == (reference,)
    assert await line.messenger.sent(replace(message, text="Bye"), AT) == ()
