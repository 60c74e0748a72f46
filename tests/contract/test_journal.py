"""What every Journal promises."""

from fixi.adapters.simulator.bodies import button_body, text_body
from fixi.domain.events import Heard
from fixi.domain.values import ChatKey
from tests.support.house import House
from tests.support.samples import AT, CLIENT, MINUTE

OTHER = ChatKey("972543333333")


async def test_where_nothing_came_there_is_nothing(house: House) -> None:
    assert await house.journal.incoming(AT) == ()


async def test_what_was_handed_over_comes_back_as_it_came(house: House) -> None:
    came = [
        house.door.parse(text_body(CLIENT, "m1", "שלום", AT, "Dana"), AT),
        house.door.parse(button_body(OTHER, "m2", "q1/yes", "Yes", AT), AT + MINUTE),
    ]
    assert await house.journal.incoming(AT) == tuple(item for items in came for item in items)


async def test_the_oldest_comes_first_and_nothing_from_before_then(house: House) -> None:
    for minutes, text in enumerate(("a", "b", "c")):
        house.door.parse(text_body(CLIENT, text, text, AT), AT + minutes * MINUTE)
    found = await house.journal.incoming(AT + MINUTE)
    assert [(item.text, item.at) for item in found if isinstance(item, Heard)] == [
        ("b", AT + MINUTE),
        ("c", AT + 2 * MINUTE),
    ]


async def test_what_was_tried_twice_has_one_id(house: House) -> None:
    for _ in range(2):
        house.door.parse(text_body(CLIENT, "m1", "hello", AT), AT)
    assert len({item.id for item in await house.journal.incoming(AT)}) == 1


async def test_asking_is_no_handing_over(house: House) -> None:
    house.door.parse(text_body(CLIENT, "m1", "hello", AT), AT)
    for _ in range(2):
        assert len(await house.journal.incoming(AT)) == 1
