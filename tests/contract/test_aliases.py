"""What every Aliases promises."""

import asyncio

from fixi.domain.values import ChatKey
from tests.support.house import House
from tests.support.samples import CLIENT

ALIAS = ChatKey("id:US.13491208655302741918")
OTHER = ChatKey("id:IL.1")


async def test_a_person_keeps_the_chat_that_was_told_first(house: House) -> None:
    assert await house.aliases.chat(ALIAS, CLIENT) == CLIENT
    assert await house.aliases.chat(ALIAS, ALIAS) == CLIENT
    assert await house.aliases.chat(ALIAS, ChatKey("972549999999")) == CLIENT
    assert await house.aliases.chat(OTHER, OTHER) == OTHER


async def test_who_began_without_a_phone_goes_on_without(house: House) -> None:
    assert await house.aliases.chat(ALIAS, ALIAS) == ALIAS
    assert await house.aliases.chat(ALIAS, CLIENT) == ALIAS


async def test_a_person_can_be_moved(house: House) -> None:
    await house.aliases.chat(ALIAS, ALIAS)
    for _ in range(2):
        await house.aliases.move(ALIAS, CLIENT)
    assert await house.aliases.chat(ALIAS, ALIAS) == CLIENT
    await house.aliases.move(OTHER, CLIENT)
    assert await house.aliases.chat(OTHER, OTHER) == CLIENT


async def test_of_two_at_the_same_time_both_get_the_same_chat(house: House) -> None:
    chats = [ChatKey(f"97254000000{n}") for n in range(8)]
    assert len(set(await asyncio.gather(*(house.aliases.chat(ALIAS, chat) for chat in chats)))) == 1
