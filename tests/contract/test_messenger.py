"""What every Messenger promises."""

from dataclasses import replace

from fixi.adapters.simulator.messenger import Simulator
from fixi.domain.values import ChatKey
from fixi.ports.messaging import Button, Message
from tests.support.house import House
from tests.support.samples import AT, CLIENT, MINUTE, SECOND

HELLO = Message("client:1:1:0", CLIENT, "Hello", (Button("q1/yes", "Yes"),), ("https://a/1",))
OTHER = ChatKey("972543333333")


async def test_every_message_gets_a_name_of_its_own(house: House) -> None:
    names = [await house.messenger.send(message) for message in (HELLO, HELLO, replace(HELLO, chat=OTHER))]
    assert len(set(names)) == 3


async def test_messages_arrive_in_order_with_all_that_belongs_to_them(house: House) -> None:
    assert isinstance(house.messenger, Simulator)
    names = [await house.messenger.send(replace(HELLO, text=text)) for text in ("a", "b", "c")]
    screen = house.messenger.screen(CLIENT)
    assert [(bubble.text, bubble.id) for bubble in screen] == list(zip("abc", names, strict=True))
    assert all(bubble.ours for bubble in screen)
    assert (screen[0].buttons, screen[0].media) == (HELLO.buttons, HELLO.media)
    assert house.messenger.screen(OTHER) == ()


async def test_the_journal_knows_what_was_accepted(house: House) -> None:
    house.clock.move(MINUTE)
    name = await house.messenger.send(HELLO)
    assert await house.messenger.sent(HELLO, AT) == (name,)
    assert await house.messenger.sent(replace(HELLO, text="Hello!"), AT) == ()
    assert await house.messenger.sent(replace(HELLO, chat=OTHER), AT) == ()


async def test_the_journal_is_asked_about_what_came_since_only(house: House) -> None:
    first = await house.messenger.send(HELLO)
    house.clock.move(MINUTE)
    assert await house.messenger.sent(HELLO, AT) == (first,)
    assert await house.messenger.sent(HELLO, AT + SECOND) == ()
    second = await house.messenger.send(HELLO)
    assert await house.messenger.sent(HELLO, AT + SECOND) == (second,)
    assert await house.messenger.sent(HELLO, AT) == (first, second)


async def test_what_the_person_wrote_himself_was_not_sent_by_us(house: House) -> None:
    assert isinstance(house.messenger, Simulator)
    house.messenger.typed(CLIENT, "in1", HELLO.text)
    assert await house.messenger.sent(HELLO, AT) == ()
