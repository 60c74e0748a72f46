"""What every OwedFiles promises."""

from fixi.domain.values import ChatKey, Media, MediaKind
from fixi.ports.media import owed
from tests.support.house import House
from tests.support.samples import AT, CLIENT, MINUTE

PHOTO = Media(MediaKind.IMAGE, "https://files.example/1.jpg?sig=$x", "image/jpeg", "leak.jpg")
OTHER = ChatKey("972540000000")
DEBT = owed(PHOTO, CLIENT, AT, AT + MINUTE)


async def test_a_debt_is_due_when_its_time_has_come(house: House) -> None:
    await house.owed_files.owe(DEBT)
    assert await house.owed_files.due(AT, 10) == ()
    assert await house.owed_files.due(AT + MINUTE, 10) == (DEBT,)


async def test_the_same_file_of_the_same_chat_is_owed_once_and_stays_as_it_was(house: House) -> None:
    await house.owed_files.owe(DEBT)
    await house.owed_files.again(DEBT.id, AT + 2 * MINUTE)
    await house.owed_files.owe(owed(PHOTO, CLIENT, AT + MINUTE, AT + 9 * MINUTE))
    (found,) = await house.owed_files.due(AT + 2 * MINUTE, 10)
    assert (found.id, found.at, found.after, found.tries) == (DEBT.id, AT, AT + 2 * MINUTE, 2)
    await house.owed_files.owe(owed(PHOTO, OTHER, AT, AT))
    assert len(await house.owed_files.due(AT + 2 * MINUTE, 10)) == 2


async def test_the_longest_due_comes_first_and_no_more_than_asked_for(house: House) -> None:
    chats = [ChatKey(f"97254000000{n}") for n in range(4)]
    for n, chat in enumerate(chats):
        await house.owed_files.owe(owed(PHOTO, chat, AT, AT - n * MINUTE))
    found = await house.owed_files.due(AT, 3)
    assert [debt.chat for debt in found] == [chats[3], chats[2], chats[1]]


async def test_what_is_settled_is_not_owed_any_more(house: House) -> None:
    await house.owed_files.owe(DEBT)
    await house.owed_files.settle(DEBT.id)
    assert await house.owed_files.due(AT + MINUTE, 10) == ()
    await house.owed_files.settle(DEBT.id)
    await house.owed_files.again(DEBT.id, AT)
    assert await house.owed_files.due(AT + MINUTE, 10) == ()


def test_a_debt_shows_neither_phone_nor_link() -> None:
    assert DEBT.stand_in.url.startswith("owed:")
    assert CLIENT.text not in DEBT.stand_in.url
    assert "files.example" not in DEBT.stand_in.url
    assert DEBT.stand_in.name == "leak.jpg"
