"""What every Alerts promises."""

import asyncio

from fixi.domain.effects import Alert
from fixi.ports.alerts import Raised
from fixi.ports.storage import LedgerEntry
from tests.support.house import House
from tests.support.samples import AT, HOUR, LEAD

STALE = Alert("stale", LEAD)


async def test_an_alert_is_raised_once_for_each_id(house: House) -> None:
    await asyncio.gather(*(house.alerts.call("a1", STALE, AT) for _ in range(5)))
    await house.alerts.call("a1", STALE, AT + HOUR)
    assert await house.ledger.balance() == {("alert", "stale"): 1}
    await house.alerts.call("a2", STALE, AT + HOUR)
    assert await house.ledger.balance() == {("alert", "stale"): 2}


async def test_people_find_the_alert_where_it_belongs(house: House) -> None:
    await house.alerts.call("a1", STALE, AT)
    (line,) = await house.ledger.lines(LEAD, 10)
    assert (line.kind, line.outcome, line.at) == ("alert", "stale", AT)


async def told_of(house: House, limit: int = 10) -> list[tuple[str, set[str]]]:
    return [(raised.id, set(raised.told)) for raised in await house.alerts.untold(limit)]


async def test_what_was_raised_is_untold_the_oldest_first(house: House) -> None:
    for n in (3, 1, 2):
        await house.alerts.call(f"a{n}", Alert("stale", LEAD, f"{n} h"), AT + n * HOUR)
    assert await told_of(house) == [("a1", set()), ("a2", set()), ("a3", set())]
    (first, second) = await house.alerts.untold(2)
    assert first == Raised("a1", AT + HOUR, Alert("stale", LEAD, "1 h"))
    assert second.id == "a2"


async def test_each_way_has_its_own_mark_and_marks_stay(house: House) -> None:
    await house.alerts.call("a1", STALE, AT)
    await house.alerts.call("a2", STALE, AT + HOUR)
    await asyncio.gather(*(house.alerts.told(("a1",), way) for way in ("mail", "webhook", "mail")))
    await house.alerts.told(("a2", "nobody"), "mail")
    await house.alerts.call("a1", STALE, AT + HOUR)
    assert await told_of(house) == [("a1", {"mail", "webhook"}), ("a2", {"mail"})]


async def test_what_is_settled_stays_in_the_book_and_does_not_come_back(house: House) -> None:
    await house.alerts.call("a1", STALE, AT)
    await house.alerts.call("a2", STALE, AT)
    await house.alerts.told(("a1",), "mail")
    await house.alerts.settle(("a1", "nobody"))
    await house.alerts.settle(("a1",))
    await house.alerts.told(("a1",), "mail")
    await house.alerts.call("a1", STALE, AT + HOUR)
    assert await told_of(house) == [("a2", set())]
    assert await house.ledger.balance() == {("alert", "stale"): 2}


async def test_other_lines_of_the_book_are_no_alerts(house: House) -> None:
    await house.ledger.write(LedgerEntry("l1", AT, "note", LEAD, "begun"))
    assert await told_of(house) == []
