"""What every AccountBook promises."""

import asyncio
from datetime import date

import pytest

from fixi.domain.account import AccountState, Sighting, Standing, Switch
from fixi.domain.values import ChatKey
from tests.support.house import House
from tests.support.samples import AT, CLIENT, MINUTE

DAY = date(2026, 11, 23)
PEOPLE = [ChatKey(f"97254000000{n}") for n in range(8)]


async def test_nothing_is_known_before_anything_was_seen(house: House) -> None:
    assert await house.account_book.standing() == Standing()


async def test_what_was_seen_last_counts(house: House) -> None:
    book = house.account_book
    await book.saw(Sighting(AccountState.READY, AT))
    known = await book.saw(Sighting(AccountState.SIGNED_OUT, AT + MINUTE))
    assert known == Standing(AccountState.SIGNED_OUT, AT + MINUTE, AT, AT, stopped_at=AT + MINUTE, seen_at=AT + MINUTE)
    assert await book.standing() == known


async def test_a_state_lasts_since_it_was_seen_first(house: House) -> None:
    book = house.account_book
    for n in range(3):
        await book.saw(Sighting(AccountState.READY, AT + n * MINUTE))
    known = await book.standing()
    assert (known.since, known.proved_at, known.begun_at) == (AT, AT + 2 * MINUTE, AT)


async def test_older_news_changes_nothing(house: House) -> None:
    book = house.account_book
    await book.saw(Sighting(AccountState.RESTRICTED, AT + MINUTE))
    await book.saw(Sighting(AccountState.READY, AT))
    known = await book.standing()
    assert (known.state, known.proved_at) == (AccountState.RESTRICTED, None)


async def test_the_kill_switch_stays_as_it_was_put(house: House) -> None:
    book = house.account_book
    off = Switch(False, "dana", AT)
    assert await book.turn(off)
    assert not await book.turn(Switch(False, "yossi", AT + MINUTE))
    await book.saw(Sighting(AccountState.READY, AT))
    assert not (await book.standing()).switch.on
    assert await book.turn(Switch(True, "dana", AT + MINUTE))
    assert (await book.standing()).switch.on


async def test_it_is_not_ready_since_it_was_ready_last_whatever_it_is_meanwhile(house: House) -> None:
    book = house.account_book
    for n, state in enumerate((AccountState.READY, AccountState.STARTING, AccountState.SIGNED_OUT)):
        await book.saw(Sighting(state, AT + n * MINUTE))
    assert (await book.standing()).stopped_at == AT + MINUTE
    known = await book.saw(Sighting(AccountState.READY, AT + 3 * MINUTE))
    assert (known.stopped_at, known.since) == (None, AT + 3 * MINUTE)


async def test_to_know_nothing_is_not_to_have_seen_it(house: House) -> None:
    book = house.account_book
    known = await book.saw(Sighting(AccountState.UNKNOWN, AT))
    assert (known.since, known.stopped_at, known.begun_at) == (AT, AT, None)
    known = await book.saw(Sighting(AccountState.READY, AT + MINUTE))
    assert known.begun_at == AT + MINUTE


@pytest.mark.parametrize("why", ["too many complaints", "$sending", "$$ROOT"])
async def test_who_put_the_switch_there_is_known_and_why(house: House, why: str) -> None:
    await house.account_book.turn(Switch(False, "dana", AT, why))
    assert (await house.account_book.standing()).switch == Switch(False, "dana", AT, why)


async def test_whoever_puts_it_where_it_is_already_does_not_become_its_owner(house: House) -> None:
    book = house.account_book
    assert not await book.turn(Switch(True, "yossi", AT))
    assert (await book.standing()).switch == Switch()
    off = Switch(False, "dana", AT, "a storm")
    assert await book.turn(off)
    assert not await book.turn(Switch(False, "yossi", AT + MINUTE, "me too"))
    assert (await book.standing()).switch == off


async def test_an_order_that_comes_late_does_not_undo_a_newer_one(house: House) -> None:
    book = house.account_book
    assert await book.turn(Switch(False, "dana", AT))
    assert await book.turn(Switch(True, "yossi", AT + 2 * MINUTE))
    assert not await book.turn(Switch(False, "dana", AT + MINUTE))
    assert (await book.standing()).switch == Switch(True, "yossi", AT + 2 * MINUTE)


async def test_of_many_who_put_it_the_same_way_one_has_done_it(house: House) -> None:
    book = house.account_book
    put = await asyncio.gather(*(book.turn(Switch(False, f"p{n}", AT)) for n in range(6)))
    assert sum(put) == 1
    assert (await book.standing()).switch.by == f"p{put.index(True)}"


async def test_a_day_has_room_for_so_many_new_people(house: House) -> None:
    book = house.account_book
    claimed = await asyncio.gather(*(book.first_contact(person, DAY, 5) for person in PEOPLE))
    assert sum(claimed) == 5
    late = next(person for person, room in zip(PEOPLE, claimed, strict=True) if not room)
    assert await book.first_contact(late, date(2026, 11, 24), 5)


async def test_whoever_has_his_place_keeps_it(house: House) -> None:
    book = house.account_book
    assert await book.first_contact(CLIENT, DAY, 1)
    assert await book.first_contact(CLIENT, DAY, 1)
    assert await book.first_contact(CLIENT, date(2026, 11, 24), 0)
    assert not await book.first_contact(PEOPLE[0], DAY, 1)
