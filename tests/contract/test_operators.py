"""What every Operators, Sessions, Throttle and Audit promises."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from fixi.adapters.mongo.audit import MongoAudit
from fixi.domain.audit import Deed, broken
from fixi.domain.errors import Conflict
from fixi.domain.operators import Operator, Role, Session
from fixi.domain.values import ChatKey
from tests.support.house import House
from tests.support.mongo_server import fresh_database
from tests.support.samples import AT, MINUTE, SECOND

DANA = Operator("dana", Role.OWNER, "hash", ChatKey("972541111111"))
WINDOW = 15 * MINUTE


def session(name: str, operator: str = "dana", at: timedelta = timedelta()) -> Session:
    return Session(name, operator, AT + at, AT + at, "seal", "203.0.113.7", "a browser")


async def test_who_was_never_stored_is_nobody(house: House) -> None:
    assert await house.operators.get("dana") is None
    assert await house.operators.listed() == ()


async def test_what_is_stored_of_an_operator_comes_back_with_the_next_version(house: House) -> None:
    stored = await house.operators.put(DANA)
    assert stored == replace(DANA, version=1)
    assert await house.operators.get("dana") == stored
    changed = await house.operators.put(replace(stored, role=Role.VIEWER, disabled=True, phone=None))
    assert changed.version == 2
    assert await house.operators.get("dana") == changed


async def test_operators_are_listed_by_name(house: House) -> None:
    for name in ("gil", "avi", "דנה"):
        await house.operators.put(replace(DANA, name=name))
    assert [each.name for each in await house.operators.listed()] == ["avi", "gil", "דנה"]


async def test_a_name_is_given_once(house: House) -> None:
    await house.operators.put(DANA)
    with pytest.raises(Conflict):
        await house.operators.put(replace(DANA, role=Role.VIEWER))
    assert (await house.operators.listed())[0].role is Role.OWNER


async def test_a_stale_change_does_not_take_effect(house: House) -> None:
    stored = await house.operators.put(DANA)
    await house.operators.put(replace(stored, role=Role.DISPATCHER))
    with pytest.raises(Conflict):
        await house.operators.put(replace(stored, disabled=True))
    with pytest.raises(Conflict):
        await house.operators.put(replace(DANA, name="nobody-yet", version=3))
    found = await house.operators.get("dana")
    assert found is not None
    assert (found.role, found.disabled) == (Role.DISPATCHER, False)


async def test_of_those_who_change_him_at_the_same_time_one_does(house: House) -> None:
    stored = await house.operators.put(DANA)
    done = await asyncio.gather(
        *(house.operators.put(replace(stored, password_hash=f"{n}")) for n in range(5)), return_exceptions=True
    )
    assert sum(isinstance(each, Operator) for each in done) == 1
    assert sum(isinstance(each, Conflict) for each in done) == 4


async def test_an_open_session_is_found_and_a_closed_one_is_not(house: House) -> None:
    await house.sessions.open(session("a"))
    assert await house.sessions.get("a") == session("a")
    await house.sessions.close("a", "never-there")
    await house.sessions.close()
    assert await house.sessions.get("a") is None


async def test_an_id_is_used_once(house: House) -> None:
    await house.sessions.open(session("a"))
    with pytest.raises(Conflict):
        await house.sessions.open(session("a", "avi"))


async def test_who_was_seen_is_noted_and_never_earlier(house: House) -> None:
    await house.sessions.open(session("a"))
    await house.sessions.touch("a", AT + 2 * MINUTE)
    await house.sessions.touch("a", AT + MINUTE)
    assert await house.sessions.get("a") == replace(session("a"), seen_at=AT + 2 * MINUTE)


async def test_a_closed_session_never_comes_back(house: House) -> None:
    await house.sessions.open(session("a"))
    await house.sessions.close("a")
    await house.sessions.touch("a", AT + MINUTE)
    assert await house.sessions.get("a") is None
    assert await house.sessions.listed() == ()


async def test_sessions_are_listed_the_youngest_first(house: House) -> None:
    for number, (name, operator) in enumerate((("a", "dana"), ("b", "avi"), ("c", "dana"))):
        await house.sessions.open(session(name, operator, number * SECOND))
    assert [each.id for each in await house.sessions.listed()] == ["c", "b", "a"]
    assert [each.id for each in await house.sessions.listed("dana")] == ["c", "a"]
    assert await house.sessions.listed("gil") == ()


async def test_so_many_tries_are_granted_and_no_more_until_the_oldest_is_over(house: House) -> None:
    left = [await house.throttle.take("k", 3, WINDOW, AT + n * MINUTE) for n in range(5)]
    assert left == [2, 1, 0, None, None]
    assert await house.throttle.take("k", 3, WINDOW, AT + WINDOW - SECOND) is None
    assert await house.throttle.take("k", 3, WINDOW, AT + WINDOW) == 0
    assert await house.throttle.take("k", 3, WINDOW, AT + WINDOW) is None


async def test_each_key_is_counted_by_itself_and_can_be_forgotten(house: House) -> None:
    assert await house.throttle.take("k", 1, WINDOW, AT) == 0
    assert await house.throttle.take("other", 1, WINDOW, AT) == 0
    await house.throttle.forget("k")
    await house.throttle.forget("never-there")
    assert await house.throttle.take("k", 1, WINDOW, AT) == 0
    assert await house.throttle.take("other", 1, WINDOW, AT) is None


async def test_of_those_who_try_at_the_same_time_no_more_are_granted(house: House) -> None:
    left = await asyncio.gather(*(house.throttle.take("k", 5, WINDOW, AT) for _ in range(12)))
    assert sorted(each for each in left if each is not None) == [0, 1, 2, 3, 4]


def deed(number: int) -> Deed:
    return Deed(AT + number * SECOND + timedelta(microseconds=7), "dana", "policy.set", f"דנה {number}", "\x00", "<b>")


async def test_an_empty_book_is_whole(house: House) -> None:
    assert await house.audit.listed(10) == ()
    assert await house.audit.verify() is None


async def test_what_was_done_is_listed_the_newest_first_a_page_at_a_time(house: House) -> None:
    lines = [await house.audit.append(deed(number)) for number in range(5)]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert [line.deed for line in lines] == [deed(number) for number in range(5)]
    assert await house.audit.listed(2) == (lines[4], lines[3])
    assert await house.audit.listed(2, before=4) == (lines[2], lines[1])
    assert await house.audit.listed(2, before=1) == ()
    assert broken(lines) is None
    assert await house.audit.verify() is None


async def test_those_who_write_at_the_same_time_all_get_a_place_in_one_chain(house: House) -> None:
    lines = await asyncio.gather(*(house.audit.append(deed(number)) for number in range(16)))
    assert sorted(line.number for line in lines) == list(range(1, 17))
    kept = tuple(reversed(await house.audit.listed(100)))
    assert sorted(line.deed.on for line in kept) == sorted(deed(number).on for number in range(16))
    assert broken(kept) is None
    assert await house.audit.verify() is None


async def test_two_processes_write_one_book() -> None:
    async with fresh_database() as database:
        one, other = MongoAudit(database), MongoAudit(database)
        for number in range(3):
            await one.append(deed(number))
            await other.append(deed(number))
        await asyncio.gather(*((one, other)[number % 2].append(deed(number)) for number in range(12)))
        kept = tuple(reversed(await one.listed(100)))
        assert [line.number for line in kept] == list(range(1, 19))
        assert broken(kept) is None


async def test_who_cuts_off_the_end_under_a_running_process_is_seen() -> None:
    async with fresh_database() as database:
        audit = MongoAudit(database)
        for number in range(4):
            await audit.append(deed(number))
        await database.audit.get_pymongo_collection().delete_many({"_id": {"$in": [3, 4]}})
        assert await audit.verify() is None  # nothing in the book itself tells of it
        await audit.append(deed(5))
        assert await audit.verify() == 3


async def test_what_is_written_once_stands_once(house: House) -> None:
    first = await house.audit.append(deed(1), "lead:1:7:0")
    await house.audit.append(deed(2))
    assert await house.audit.append(deed(1), "lead:1:7:0") == first
    assert await house.audit.append(deed(3), "lead:1:8:0") != first
    assert [line.deed for line in await house.audit.listed(9)] == [deed(3), deed(2), deed(1)]
    assert await house.audit.verify() is None
