"""What every Ledger promises: written once, never changed."""

import asyncio

from fixi.ports.storage import LedgerEntry
from tests.support.documents import CHAT, OTHER_CHAT, a_change, a_line
from tests.support.house import House
from tests.support.samples import AT, MINUTE


async def test_a_line_is_written_once_and_never_changed(house: House) -> None:
    line = a_line("m1", text="שלום", reason="", ref="r")
    assert await house.ledger.write(line)
    assert not await house.ledger.write(a_line("m1", outcome="ignored", chat=str(OTHER_CHAT)))
    assert await house.ledger.lines(str(CHAT), 10) == (line,)
    assert await house.ledger.lines(str(OTHER_CHAT), 10) == ()


async def test_of_many_who_write_one_line_one_writes_it(house: House) -> None:
    assert sum(await asyncio.gather(*(house.ledger.write(a_line("m1")) for _ in range(20)))) == 1


async def test_the_last_lines_come_in_the_order_of_time(house: House) -> None:
    for name, minutes in (("c", 3), ("a", 1), ("d", 4), ("b", 2)):
        await house.ledger.write(a_line(name, at=AT + minutes * MINUTE))
    assert [line.id for line in await house.ledger.lines(str(CHAT), 10)] == ["a", "b", "c", "d"]
    assert [line.id for line in await house.ledger.lines(str(CHAT), 2)] == ["c", "d"]


async def test_lines_are_counted_from_a_moment_on(house: House) -> None:
    for name, minutes in (("early", -1), ("at", 0), ("late", 1)):
        await house.ledger.write(a_line(name, at=AT + minutes * MINUTE))
    assert await house.ledger.balance(AT) == {("in", "answered"): 2}
    assert await house.ledger.balance(AT + 2 * MINUTE) == {}


async def test_lines_are_counted_by_kind_and_outcome(house: House) -> None:
    assert await house.ledger.balance() == {}
    await house.ledger.write(a_line("1"))
    await house.ledger.write(a_line("2", chat=str(OTHER_CHAT)))
    await house.ledger.write(a_line("3", outcome="merged"))
    await house.ledger.write(a_line("4", kind="out", outcome="sent"))
    assert await house.ledger.balance() == {("in", "answered"): 2, ("in", "merged"): 1, ("out", "sent"): 1}


async def test_ids_that_are_in_the_book_are_known_wherever_their_line_stands(house: House) -> None:
    assert await house.ledger.known(("1",)) == frozenset()
    await house.ledger.write(a_line("1"))
    await house.repository.save(a_change(ledger=(a_line("2"),)))
    assert await house.ledger.known(("1", "2", "3", "1")) == {"1", "2"}
    assert await house.ledger.known(()) == frozenset()
    assert await house.ledger.lines(str(CHAT), 10) != ()


async def test_the_names_of_what_went_out_since_then(house: House) -> None:
    lines = (
        LedgerEntry("o1", AT, "out", str(CHAT), "sent", ref="A"),
        LedgerEntry("o2", AT + MINUTE, "out", str(CHAT), "sent", ref="B"),
        LedgerEntry("o3", AT + MINUTE, "out", str(CHAT), "failed"),
        LedgerEntry("r1", AT + MINUTE, "receipt", str(CHAT), "read", ref="C"),
    )
    for line in lines:
        await house.ledger.write(line)
    assert await house.ledger.sent(AT) == {"A", "B"}
    assert await house.ledger.sent(AT + MINUTE) == {"B"}
    assert await house.ledger.sent(AT + 2 * MINUTE) == frozenset()
