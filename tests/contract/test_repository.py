"""What every Repository promises."""

import asyncio
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fixi.domain.client_chat.states import Idle
from fixi.domain.effects import Alert
from fixi.domain.errors import Conflict
from fixi.domain.lead.states import PendingReview
from fixi.domain.values import Key
from fixi.ports.storage import Record
from tests.support.documents import CHAT, a_change, a_line, entries, idle, kept, words
from tests.support.house import House
from tests.support.samples import AT, HOUR, LEAD, MINUTE, a_case


async def loaded(house: House, key: Key = CHAT) -> Record:
    record = await house.repository.load(key)
    assert record is not None
    return record


async def test_what_was_never_saved_is_not_there(house: House) -> None:
    assert await house.repository.load(CHAT) is None


async def test_what_is_saved_is_loaded_and_every_save_counts(house: House) -> None:
    await house.repository.save(a_change(0, state=idle(1), used=("a",)))
    assert await loaded(house) == Record(CHAT, 1, idle(1), frozenset({"a"}))
    await house.repository.save(a_change(1, state=idle(2), used=("b",)))
    assert await loaded(house) == Record(CHAT, 2, idle(2), frozenset({"a", "b"}))


@pytest.mark.parametrize("version", [0, 2, 7])
async def test_who_decided_on_another_version_is_told_so(house: House, version: int) -> None:
    await house.repository.save(a_change(0, state=idle(1)))
    with pytest.raises(Conflict):
        await house.repository.save(a_change(version, state=idle(9)))
    assert (await loaded(house)).state == idle(1)


async def test_a_failed_save_leaves_nothing_behind(house: House) -> None:
    await kept(house, words())
    before = await loaded(house), await house.outbox.pending(CHAT), await house.ledger.balance()
    stale = a_change(
        0,
        due_at=AT,
        used=("used",),
        outbox=entries(CHAT, words("late"), Alert("x", "y"), version=9),
        hush=True,
        ledger=(a_line("late"),),
    )
    with pytest.raises(Conflict):
        await house.repository.save(stale)
    assert (await loaded(house), await house.outbox.pending(CHAT), await house.ledger.balance()) == before
    assert await house.repository.due(AT + HOUR, 10) == ()


@pytest.mark.parametrize("version", [0, 1])
async def test_of_five_who_race_one_wins(house: House, version: int) -> None:
    if version:
        await house.repository.save(a_change(0))
    racing = (
        house.repository.save(a_change(version, state=idle(n), used=(f"u{n}",), ledger=(a_line(f"m{n}"),)))
        for n in range(5)
    )
    results = await asyncio.gather(*racing, return_exceptions=True)
    (winner,) = (n for n, result in enumerate(results) if result is None)
    assert [type(result) for result in results].count(Conflict) == 4
    assert await loaded(house) == Record(CHAT, version + 1, idle(winner), frozenset({f"u{winner}"}))
    assert [line.id for line in await house.ledger.lines(str(CHAT), 10)] == [f"m{winner}"]


async def test_what_is_loaded_is_the_caller_s_own(house: House) -> None:
    await house.repository.save(a_change(0, state=idle(1)))
    mine, other = await loaded(house), await loaded(house)
    assert isinstance(mine.state, Idle)
    object.__setattr__(mine.state.mind, "misses", 99)
    assert other.state == idle(1)
    assert (await loaded(house)).state == idle(1)


async def test_what_is_saved_can_be_changed_by_nobody(house: House) -> None:
    state, (entry,) = idle(1), entries(CHAT, words("thanks"))
    await house.repository.save(a_change(0, state=state, outbox=(entry,)))
    object.__setattr__(state.mind, "misses", 99)
    object.__setattr__(entry.effect, "text", "something else")
    assert (await loaded(house)).state == idle(1)
    assert (await house.outbox.pending(CHAT))[0].effect == words("thanks")


async def test_times_come_back_aware_and_the_same_moment(house: House) -> None:
    local = datetime(2026, 11, 22, 11, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
    key = Key.lead(LEAD)
    await house.repository.save(a_change(0, key, PendingReview(a_case(opened_at=local), "nobody", local)))
    state = (await loaded(house, key)).state
    assert isinstance(state, PendingReview)
    assert state.alert_at.tzinfo is not None
    assert state.alert_at == state.case.opened_at == AT


async def test_the_last_five_hundred_used_ids_are_kept(house: House) -> None:
    for turn in range(6):
        await house.repository.save(a_change(turn, used=tuple(f"{turn}-{n}" for n in range(100))))
    used = (await loaded(house)).used
    assert {f"{turn}-{n}" for turn in range(1, 6) for n in range(100)} <= used


async def test_documents_are_woken_in_the_order_they_are_due(house: House) -> None:
    for name, minutes in {"a": 3, "b": 1, "c": 2, "d": 60}.items():
        await house.repository.save(a_change(key=Key.lead(name), due_at=AT + minutes * MINUTE))
    await house.repository.save(a_change(key=Key.lead("never")))
    due = await house.repository.due(AT + 3 * MINUTE, 10)
    assert due == ((Key.lead("b"), 1), (Key.lead("c"), 1), (Key.lead("a"), 1))
    assert await house.repository.due(AT + HOUR, 2) == due[:2]
    await house.repository.save(a_change(1, Key.lead("b")))
    assert [key.id for key, _ in await house.repository.due(AT + HOUR, 10)] == ["c", "a", "d"]


async def test_a_hush_drops_what_was_to_be_said_and_says_so(house: House) -> None:
    said, errand, sending = await kept(house, words("a"), Alert("x", "y"), words("b"))
    await house.outbox.sending(CHAT, sending, AT)
    new = entries(CHAT, words("c"), version=2)
    await house.repository.save(a_change(1, outbox=new, hush=True, ledger=(a_line("m1"),)))
    assert [entry.id for entry in await house.outbox.pending(CHAT)] == [errand, sending, new[0].id]
    lines = {line.id: (line.kind, line.outcome) for line in await house.ledger.lines(str(CHAT), 10)}
    assert lines == {said: ("out", "dropped"), "m1": ("in", "answered")}


async def test_a_hush_of_one_chat_leaves_the_others_alone(house: House) -> None:
    other = Key.pro(CHAT.id)
    await kept(house, words("a"), key=other)
    await house.repository.save(a_change(0, hush=True))
    assert len(await house.outbox.pending(other)) == 1


async def test_both_roles_of_a_person_have_their_own_documents(house: House) -> None:
    await house.repository.save(a_change(0, used=("a",)))
    assert await house.repository.load(Key.pro(CHAT.id)) is None


async def test_errands_that_were_left_behind_are_loaded_with_the_document(house: House) -> None:
    first, *errands = await kept(house, words("a"), Alert("x", "y"), Alert("x", "z"))
    assert (await loaded(house)).errands == (await house.outbox.pending(CHAT))[1:]
    await house.repository.save(a_change(1, outbox=entries(CHAT, words("b"), version=2)))
    assert [entry.id for entry in (await loaded(house)).errands] == errands
    await house.outbox.done(CHAT, (errands[0], first))
    assert [entry.id for entry in (await loaded(house)).errands] == errands[1:]
    await house.outbox.done(CHAT, tuple(errands))
    assert (await loaded(house)).errands == ()
