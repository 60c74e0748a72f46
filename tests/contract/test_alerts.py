"""What every Alerts promises."""

import asyncio

from fixi.domain.effects import Alert
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
