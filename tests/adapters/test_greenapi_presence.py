"""Read marks and typing: seen where it costs nothing, and never in the way."""

import asyncio
from datetime import UTC, datetime

import pytest

from fixi.adapters.greenapi.presence import AT_ONCE, GreenApiPresence
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.adapters.memory.account import MemoryAccountBook
from fixi.application.attention import Attention
from fixi.domain.account import AccountState, Sighting, Switch
from fixi.domain.values import ChatKey
from tests.support import green_bodies as bodies
from tests.support.green_account import green
from tests.support.green_standin import INSTANCE, Fault, refusing
from tests.support.samples import AT, CLIENT

NOW = datetime.fromtimestamp(bodies.MOMENT, UTC)
CHAT = f"{CLIENT}@c.us"


async def always() -> bool:
    return True


async def never() -> bool:
    return False


async def done(presence: GreenApiPresence) -> None:
    """Until nothing is being shown any more."""
    while presence._shown:
        await asyncio.wait(presence._shown)


def heard(name: str) -> str:
    """Our id of this message."""
    [inbound] = GreenApiWebhook("s", INSTANCE).parse(bodies.encode(bodies.text(CHAT, "hi", idMessage=name)), NOW)
    return inbound.id


async def test_the_person_sees_that_it_was_read_and_that_we_type() -> None:
    async with green() as line:
        presence = GreenApiPresence(line.api, always)
        await presence.attend(CLIENT, heard("ABC1"))
        await done(presence)
        assert line.account.read == [{"chatId": CHAT, "idMessage": "ABC1"}]
        assert line.account.typed == [{"chatId": CHAT, "typingTime": 3000}]
        await presence.attend(CLIENT, "of-another-provider")
        await done(presence)
        assert line.account.read[-1] == {"chatId": CHAT}
        assert line.account.violations == []


async def test_while_nothing_may_go_out_nobody_types() -> None:
    async with green() as line:
        presence = GreenApiPresence(line.api, never)
        await presence.attend(CLIENT, heard("ABC1"))
        await done(presence)
        assert not line.account.calls


@pytest.mark.parametrize("fault", [refusing(401), refusing(429), refusing(500), Fault("drop"), Fault("hang")])
async def test_what_cannot_be_shown_is_not_and_nobody_hears_of_it(fault: Fault) -> None:
    async with green() as line:
        line.account.faults.append(fault)
        presence = GreenApiPresence(line.api, always, seconds=0.2)
        await presence.attend(CLIENT, heard("ABC1"))
        await done(presence)
        assert line.account.calls["sendTyping"] <= 1


async def test_in_a_crowd_some_are_left_out_and_nobody_waits() -> None:
    async with green() as line:
        line.account.faults.extend([Fault("hang")] * AT_ONCE)
        presence = GreenApiPresence(line.api, always, seconds=5.0)
        for number in range(100):
            await presence.attend(ChatKey(f"9725400{number:05d}"), heard(f"ABC{number}"))
        assert len(presence._shown) == AT_ONCE
        await presence.close()
        assert not presence._shown


async def test_only_a_ready_account_that_nobody_stopped_shows_anything() -> None:
    book = MemoryAccountBook()
    attention = Attention(book)
    assert not await attention()
    await book.saw(Sighting(AccountState.READY, AT))
    assert await attention()
    await book.turn(Switch(on=False, by="Dana", at=AT))
    assert not await attention()
    await book.turn(Switch(on=True, by="Dana", at=AT))
    await book.saw(Sighting(AccountState.RESTRICTED, AT))
    assert not await attention()
