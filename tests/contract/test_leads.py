"""What every Leads promises."""

from datetime import datetime

from fixi.domain.forms import Form
from fixi.domain.lead.states import Cancelled, Closed, LeadState, Understanding, Unopened, Waiting
from fixi.domain.values import Key, Place, Status, Trade
from tests.support.documents import CHAT, a_change
from tests.support.house import House
from tests.support.samples import AT, ELECTRICIAN, HAIFA, HOUR, MINUTE, PLUMBER, TEL_AVIV, a_case, north_of

WIDEST = 30.0


async def keep(house: House, state: LeadState, lead: str = "") -> None:
    key = Key.lead(lead) if isinstance(state, Unopened) else Key.lead(state.case.id)
    await house.repository.save(a_change(key=key, state=state))


def waits(lead: str, since: datetime | None = AT, area: Place = HAIFA, trade: Trade = PLUMBER) -> Waiting:
    form = Form(trade, "it drips", area)
    return Waiting(a_case(lead, form=form, waiting_since=since, opened_at=AT - HOUR), AT + HOUR)


async def waiting(house: House, *near: Place, trades: tuple[Trade, ...] = (PLUMBER,), limit: int = 10) -> list[str]:
    return list(await house.leads.waiting(trades, near or (HAIFA,), WIDEST, limit))


async def test_the_longest_waiting_is_first(house: House) -> None:
    for lead, minutes in (("a", 2), ("b", 1), ("c", 3)):
        await keep(house, waits(lead, AT + minutes * MINUTE))
    assert await waiting(house) == ["b", "a", "c"]
    assert await waiting(house, limit=2) == ["b", "a"]


async def test_only_who_waits_is_waiting(house: House) -> None:
    await keep(house, Understanding(a_case("a")))
    await keep(house, Cancelled(a_case("b")))
    await keep(house, Unopened(), "c")
    await house.repository.save(a_change(key=CHAT))
    await keep(house, waits("d"))
    assert await waiting(house) == ["d"]
    await house.repository.save(a_change(1, Key.lead("d"), Cancelled(a_case("d"))))
    assert await waiting(house) == []


async def test_trade_and_distance_are_looked_at(house: House) -> None:
    await keep(house, waits("a", trade=ELECTRICIAN))
    await keep(house, waits("b", area=TEL_AVIV))
    await keep(house, waits("c", area=north_of(HAIFA, 29.9)))
    await keep(house, waits("d", area=north_of(HAIFA, 30.1)))
    assert await waiting(house) == ["c"]
    assert await waiting(house, TEL_AVIV, HAIFA) == ["b", "c"]
    assert await waiting(house, trades=(PLUMBER, ELECTRICIAN)) == ["a", "c"]


async def test_leads_are_listed_by_status_the_newest_first(house: House) -> None:
    await keep(house, Understanding(a_case("a", opened_at=AT)))
    await keep(house, Closed(a_case("b", opened_at=AT + MINUTE)))
    await keep(house, waits("c"))
    await keep(house, Unopened(), "d")

    async def listed(wanted: Status | None, limit: int = 10) -> list[str]:
        found = await house.leads.listed(wanted, limit)
        return [state.case.id for state in found if not isinstance(state, Unopened)]

    assert await listed(None) == ["b", "a", "c"]
    assert await listed(None, 1) == ["b"]
    assert await listed(Status.CONTACTED) == ["a", "c"]
    assert await listed(Status.CLOSED) == ["b"]
    assert await listed(Status.BOOKED) == []
