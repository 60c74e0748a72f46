"""Time that passes for the town: from one due moment to the next, and whoever moves it knocks."""

from datetime import datetime, timedelta

from fixi.adapters.memory.documents import MemoryRepository
from fixi.application.passing_time import PassTime
from fixi.domain.lead.states import Unopened
from fixi.ports.queues import Task
from tests.support.office import Office
from tests.support.samples import AT, MINUTE, a_pro

DAY = timedelta(days=1)


def time_of(office: Office, looks: list[float]) -> PassTime:
    """Time that can be made to pass in this office; whoever waits lets it work."""
    house = office.house

    async def rest(seconds: float) -> None:
        looks.append(seconds)
        house.clock.move(timedelta(seconds=10))  # for words that wait whether more will come
        await office.works()

    return PassTime(
        house.clock, house.repository, house.inbox, house.outbox, house.wakeups, house.policies, office.sweep, rest
    )


async def offered(office: Office) -> None:
    """A client whose request lies with a professional."""
    await office.house.professionals.put((a_pro(),))
    await office.hears("יש לי נזילה מתחת לכיור, הרצל 12 חיפה, מחר ב-10")
    await office.a_minute_later()
    await office.hears("כן")
    await office.a_minute_later()


def next_due(office: Office) -> datetime | None:
    """When the first document wants to be woken, as the house itself knows."""
    repository = office.house.repository
    assert isinstance(repository, MemoryRepository)
    return repository.next_due()


async def test_what_is_due_next_is_found_to_the_second() -> None:
    office = Office()
    await offered(office)
    due = next_due(office)
    found = await time_of(office, []).next_due()
    assert due is not None
    assert found is not None
    assert abs(found - due) <= timedelta(seconds=1)


async def test_everything_that_falls_due_on_the_way_happens_at_its_own_moment() -> None:
    office = Office()
    await offered(office)
    due = next_due(office)
    start = office.house.clock.now()
    looks: list[float] = []
    await time_of(office, looks)(DAY)
    assert due is not None
    assert office.house.clock.now() >= start + DAY
    assert looks, "the worker was given time"
    (lead,) = await office.house.leads.listed(None, 10)
    assert not isinstance(lead, Unopened)
    first = next(change.at for change in lead.case.history if change.at >= due)
    assert first - due < timedelta(minutes=1), "it was done when it was due, and not a day later"


async def test_an_empty_town_is_at_the_end_at_once() -> None:
    office = Office()
    start = office.house.clock.now()
    await time_of(office, [])(10 * MINUTE)
    assert office.house.clock.now() == start + 10 * MINUTE


async def test_without_anybody_only_the_daily_jobs_are_due() -> None:
    office = Office()
    found = await time_of(office, []).next_due()
    assert found is not None
    assert AT < found <= AT + 2 * DAY
    assert await time_of(office, []).next_due(MINUTE) is None


async def test_the_journal_can_be_asked_again() -> None:
    office = Office()
    await time_of(office, []).fetch_again()
    assert office.knocks() == [(Task.CARE, "reconcile@start")]
