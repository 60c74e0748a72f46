"""What every Outbox promises."""

import asyncio
from datetime import timedelta

from fixi.domain.effects import Release
from fixi.domain.values import Key
from fixi.ports.storage import SENDING_FOR
from tests.support.documents import CHAT, OTHER_CHAT, a_change, a_line, entries, kept, words
from tests.support.house import House
from tests.support.samples import AT, LEAD, MINUTE, PRO

MICRO = timedelta(microseconds=1)


async def ids(house: House, key: Key = CHAT) -> list[str]:
    return [entry.id for entry in await house.outbox.pending(key)]


async def test_nothing_waits_where_nothing_was_saved(house: House) -> None:
    assert await house.outbox.pending(CHAT) == ()
    assert await house.outbox.waiting(AT, 10) == ()
    assert not await house.outbox.sending(CHAT, "x", AT)
    await house.outbox.again(CHAT, "x", AT, unknown=True)
    assert await house.outbox.done(CHAT, ("x",)) == ()


async def test_what_was_made_first_is_first(house: House) -> None:
    first = await kept(house, words("a"), Release(PRO, LEAD), words("b"))
    second = entries(CHAT, words("c"), version=2)
    await house.repository.save(a_change(1, outbox=second))
    assert await ids(house) == [*first, second[0].id]
    assert (await house.outbox.pending(CHAT))[1].effect == Release(PRO, LEAD)


async def test_every_attempt_is_counted_and_the_first_one_remembered(house: House) -> None:
    (entry,) = await kept(house, words())
    assert await house.outbox.sending(CHAT, entry, AT)
    assert await house.outbox.sending(CHAT, entry, AT + MINUTE)
    (found,) = await house.outbox.pending(CHAT)
    assert (found.stage, found.attempts, found.since) == ("sending", 2, AT)


async def test_a_known_failure_waits_and_an_unknown_one_stays_marked(house: House) -> None:
    known, unknown = await kept(house, words("a"), words("b"))
    for entry, is_unknown in ((known, False), (unknown, True)):
        await house.outbox.sending(CHAT, entry, AT)
        await house.outbox.again(CHAT, entry, AT + MINUTE, unknown=is_unknown)
    stages = [(entry.stage, entry.attempts, entry.after) for entry in await house.outbox.pending(CHAT)]
    assert stages == [("pending", 1, AT + MINUTE), ("sending", 1, AT + MINUTE)]


async def test_what_somebody_is_sending_is_left_alone_for_a_while(house: House) -> None:
    entry, other = await kept(house, words("a"), words("b"))
    marked = await asyncio.gather(*(house.outbox.sending(CHAT, entry, AT) for _ in range(8)))
    assert sorted(marked) == [False] * 7 + [True]
    soon = AT + SENDING_FOR - MICRO
    assert not await house.outbox.sending(CHAT, entry, soon)
    assert await house.outbox.sending(CHAT, other, soon)
    assert await house.outbox.sending(CHAT, entry, AT + SENDING_FOR)
    (found, _) = await house.outbox.pending(CHAT)
    assert (found.stage, found.attempts, found.since) == ("sending", 2, AT)


async def test_what_is_to_wait_is_not_sent_before_its_time(house: House) -> None:
    (entry,) = await kept(house, words())
    await house.outbox.sending(CHAT, entry, AT)
    await house.outbox.again(CHAT, entry, AT + MINUTE, unknown=False)
    assert not await house.outbox.sending(CHAT, entry, AT + MINUTE - MICRO)
    assert await house.outbox.sending(CHAT, entry, AT + MINUTE)


async def test_what_was_never_tried_is_only_held_and_may_be_sent_at_once(house: House) -> None:
    (entry,) = await kept(house, words())
    await house.outbox.again(CHAT, entry, AT + 60 * MINUTE, unknown=False)
    assert await house.outbox.waiting(AT + MINUTE, 10) == ()
    assert await house.outbox.sending(CHAT, entry, AT)
    assert not await house.outbox.sending(CHAT, entry, AT + MICRO)


async def test_what_was_only_held_back_counts_as_never_tried(house: House) -> None:
    (entry,) = await kept(house, words())
    await house.outbox.sending(CHAT, entry, AT)
    await house.outbox.again(CHAT, entry, AT + 60 * MINUTE, unknown=False, tries=1)
    (found,) = await house.outbox.pending(CHAT)
    assert (found.stage, found.attempts, found.since, found.after) == ("pending", 0, None, AT + 60 * MINUTE)
    assert await house.outbox.sending(CHAT, entry, AT + MINUTE)
    (found,) = await house.outbox.pending(CHAT)
    assert (found.stage, found.attempts, found.since) == ("sending", 1, AT + MINUTE)


async def test_what_somebody_has_tried_meanwhile_is_not_taken_for_never_tried(house: House) -> None:
    (entry,) = await kept(house, words())
    await house.outbox.sending(CHAT, entry, AT)
    await house.outbox.again(CHAT, entry, AT + 60 * MINUTE, unknown=False, tries=0)
    (found,) = await house.outbox.pending(CHAT)
    assert (found.stage, found.attempts, found.after) == ("sending", 1, AT + SENDING_FOR)


async def test_what_is_being_sent_again_waits_for_its_sender_only(house: House) -> None:
    (entry,) = await kept(house, words())
    await house.outbox.again(CHAT, entry, AT + MINUTE, unknown=False)
    await house.outbox.sending(CHAT, entry, AT + MINUTE)
    assert (await house.outbox.pending(CHAT))[0].after == AT + MINUTE + SENDING_FOR


async def test_what_is_done_is_gone_with_its_line_in_one_step(house: House) -> None:
    first, second = await kept(house, words("a"), words("b"))
    line = a_line(first, kind="out", outcome="sent", ref="p1")
    assert [entry.id for entry in await house.outbox.done(CHAT, (first,), line)] == [second]
    assert await ids(house) == [second]
    assert await house.ledger.lines(str(CHAT), 10) == (line,)


async def test_done_twice_is_done_once(house: House) -> None:
    first, second = await kept(house, words("a"), words("b"))
    for outcome in ("sent", "failed"):
        await house.outbox.done(CHAT, (first,), a_line(first, kind="out", outcome=outcome))
    assert await ids(house) == [second]
    assert await house.ledger.balance() == {("out", "sent"): 1}
    assert not await house.outbox.sending(CHAT, first, AT)


async def test_a_turn_saves_behind_what_is_being_sent(house: House) -> None:
    (entry,) = await kept(house, words("a"))
    await house.outbox.sending(CHAT, entry, AT)
    await house.repository.save(a_change(1))
    (found,) = await house.outbox.pending(CHAT)
    assert (found.id, found.stage, found.attempts) == (entry, "sending", 1)


async def test_sending_does_not_count_as_a_change_of_the_document(house: House) -> None:
    (entry,) = await kept(house, words("a"))
    await house.outbox.sending(CHAT, entry, AT)
    await house.outbox.done(CHAT, (entry,))
    record = await house.repository.load(CHAT)
    assert record is not None
    assert record.version == 1


async def test_who_waits_for_later_is_not_waiting_now(house: House) -> None:
    (entry,) = await kept(house, words("a"))
    await kept(house, words("b"), key=OTHER_CHAT)
    assert set(await house.outbox.waiting(AT, 10)) == {CHAT, OTHER_CHAT}
    assert len(await house.outbox.waiting(AT, 1)) == 1
    await house.outbox.again(CHAT, entry, AT + MINUTE, unknown=True)
    assert await house.outbox.waiting(AT, 10) == (OTHER_CHAT,)
    assert set(await house.outbox.waiting(AT + MINUTE, 10)) == {CHAT, OTHER_CHAT}
    await house.outbox.done(CHAT, (entry,))
    assert await house.outbox.waiting(AT + MINUTE, 10) == (OTHER_CHAT,)


async def test_several_are_done_in_one_step_and_what_is_left_comes_back_in_order(house: House) -> None:
    first, second, third, fourth = await kept(house, words("a"), Release(PRO, LEAD), words("b"), words("c"))
    await house.outbox.sending(CHAT, third, AT)
    left = await house.outbox.done(CHAT, (second, first, "unknown"))
    assert [(entry.id, entry.stage) for entry in left] == [(third, "sending"), (fourth, "pending")]
    assert left == await house.outbox.pending(CHAT)
    assert await house.outbox.done(CHAT, (third, fourth)) == ()
    assert await house.outbox.waiting(AT + MINUTE, 10) == ()


async def test_what_a_turn_has_added_meanwhile_is_left_too(house: House) -> None:
    (first,) = await kept(house, words("a"))
    added = entries(CHAT, words("b"), version=2)
    await house.repository.save(a_change(1, outbox=added))
    assert await house.outbox.done(CHAT, (first,)) == added
