"""What every Leads promises."""

from datetime import datetime

from fixi.domain.forms import Form
from fixi.domain.lead.states import Cancelled, Closed, LeadState, Offered, Understanding, Unopened, Waiting
from fixi.domain.values import Key, Place, Status, Trade
from fixi.ports.storage import Idle
from tests.support.documents import CHAT, a_change
from tests.support.house import House
from tests.support.samples import AT, ELECTRICIAN, HAIFA, HOUR, MINUTE, PLUMBER, TEL_AVIV, a_case, an_offer, north_of

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


def offered(lead: str, at: datetime = AT) -> Offered:
    return Offered(a_case(lead, offers=(an_offer(at=at),)))


async def idle(
    house: House, wanted: Status = Status.NEW, before: datetime = AT, limit: int = 10, after: Idle | None = None
) -> list[str]:
    return [found.lead for found in await house.leads.idle(wanted, before, limit, after)]


async def test_who_has_waited_longest_is_first_and_who_has_not_waited_long_is_not_there(house: House) -> None:
    for lead, minutes in (("a", 2), ("b", 1), ("c", 3), ("d", 4)):
        await keep(house, offered(lead, AT + minutes * MINUTE))
    assert await idle(house, before=AT + 3 * MINUTE) == ["b", "a", "c"]
    assert await idle(house, before=AT + 3 * MINUTE, limit=2) == ["b", "a"]
    assert await idle(house, before=AT) == []


async def test_only_leads_of_the_status_are_found_as_they_stand(house: House) -> None:
    await keep(house, Understanding(a_case("a")))
    await keep(house, waits("b"))
    await keep(house, offered("c"))
    await keep(house, Closed(a_case("d")))
    await keep(house, Unopened(), "e")
    await house.repository.save(a_change())
    assert await idle(house, Status.CONTACTED) == ["a", "b"]
    assert await house.leads.idle(Status.NEW, AT, 10) == (Idle(AT, "c", 1, offered("c")),)
    for ended in (Status.CLOSED, Status.CANCELLED, Status.REJECTED):
        assert await idle(house, ended, AT + HOUR) == []


async def test_a_lead_moves_on_with_its_state(house: House) -> None:
    await keep(house, offered("a"))
    await house.repository.save(a_change(1, Key.lead("a"), offered("a", AT + HOUR)))
    assert await idle(house, before=AT + MINUTE) == []
    assert await idle(house, before=AT + HOUR) == ["a"]
    await house.repository.save(a_change(2, Key.lead("a"), Cancelled(a_case("a"))))
    assert await idle(house, before=AT + HOUR) == []


async def test_pages_show_everybody_once_also_when_many_began_to_wait_at_once(house: House) -> None:
    for lead in "abcde":
        await keep(house, offered(lead))
    await keep(house, offered("f", AT + MINUTE))
    seen: list[str] = []
    after: Idle | None = None
    while page := await house.leads.idle(Status.NEW, AT + HOUR, 2, after):
        seen += [found.lead for found in page]
        after = page[-1]
    assert seen == list("abcdef")


async def test_every_lead_comes_once_the_newest_first(house: House) -> None:
    assert [lead async for lead in house.leads.every()] == []
    for number in range(12):
        await keep(house, Understanding(a_case(f"l{number:02}", opened_at=AT + (number // 2) * MINUTE)))
    await keep(house, Unopened(), "none")
    leads = [lead async for lead in house.leads.every()]
    assert tuple(leads) == await house.leads.listed(None, 100)
    assert len(leads) == 12
