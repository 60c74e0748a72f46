"""The periodic jobs find what the sweep cannot see, and say nothing twice."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import override

import pytest

from fixi.adapters.memory.queues import MemoryInbox
from fixi.application.care.care import Care
from fixi.application.care.timetable import Timetable
from fixi.application.care.work import Finding
from fixi.domain.care import JOBS, named, tick
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.lead.states import (
    Booked,
    Completed,
    LeadState,
    Offered,
    PendingReview,
    Understanding,
    Unopened,
    Waiting,
)
from fixi.domain.policy import Policy
from fixi.domain.pro_chat.states import Desk, Ready
from fixi.domain.values import ChatKey, Key, Language, Slot
from fixi.ports.queues import Letter, Task
from fixi.ports.storage import Run
from tests.support.documents import a_change
from tests.support.house import memory_house
from tests.support.office import Office
from tests.support.samples import AT, CARD, CLIENT, DAY, HOUR, JOB, LEAD, MINUTE, PRO, SECOND, a_case, a_pro, an_offer

FAR = AT + 400 * DAY
QUICK = Policy(sos_after=timedelta(seconds=6), offer_nudge=timedelta(seconds=3))


@pytest.fixture
def office() -> Office:
    return Office()


def named_now(office: Office, job: str) -> str:
    """The key with which this job is knocked for at this moment."""
    row = named(job)
    assert row is not None
    return f"{job}@{tick(row, office.house.clock.now(), Policy())}"


async def keep(office: Office, state: LeadState, due_at: datetime | None = FAR) -> None:
    """A lead as it stands, with a due time that somebody got wrong."""
    assert not isinstance(state, Unopened)
    await office.house.repository.save(a_change(key=Key.lead(state.case.id), state=state, due_at=due_at))


async def offered(office: Office, lead: str = LEAD, due_at: datetime | None = FAR) -> None:
    """A lead in front of a professional who has a place for it."""
    await office.house.professionals.put((a_pro(),))
    await office.house.capacity.reserve(PRO, lead, 3, AT)
    await keep(office, Offered(a_case(lead, offers=(an_offer(seen_at=AT),))), due_at)


async def state_of(office: Office, lead: str = LEAD) -> LeadState:
    state = (await office.document(Key.lead(lead))).state
    assert isinstance(state, Offered | Waiting | PendingReview | Understanding | Booked | Completed), state
    return state


async def alerts(office: Office) -> int:
    return (await office.house.ledger.balance()).get(("alert", "stuck"), 0)


# The healer and its kin


@pytest.mark.parametrize("due_at", [FAR, None])
async def test_an_offer_whose_due_time_is_wrong_is_passed_on(office: Office, due_at: datetime | None) -> None:
    await offered(office, due_at=due_at)
    office.house.clock.move(31 * MINUTE)
    assert await office.sweep() == 0
    await office.care(named_now(office, "healer"))
    await office.works()
    assert not isinstance(await state_of(office), Offered)
    pro = await office.house.professionals.get(PRO)
    assert pro is not None
    assert pro.places == ()


async def test_a_policy_that_was_made_stricter_holds_for_what_waits_already(office: Office) -> None:
    await offered(office)
    office.house.clock.move(8 * SECOND)
    assert (await office.care.by_hand("offers")).findings == ()
    await office.house.policies.change(QUICK, "owner", AT)
    assert len((await office.care.by_hand("offers")).findings) == 1
    await office.works()
    assert not isinstance(await state_of(office), Offered)


async def test_an_offer_that_may_still_be_answered_is_left_alone(office: Office) -> None:
    await offered(office)
    office.house.clock.move(29 * MINUTE)
    assert (await office.care.by_hand("healer")).findings == ()
    # The nudge is not the healer's.
    (nudge,) = (await office.care.by_hand("offers")).findings
    assert nudge == Finding(LEAD, f"OfferNudgeDue since {(AT + 10 * MINUTE).isoformat()}", "woken")


@pytest.mark.parametrize(
    ("job", "state", "later"),
    [
        ("healer", Understanding(a_case()), 25 * HOUR),
        ("healer", Waiting(a_case(waiting_since=AT), AT + 15 * MINUTE), 18 * MINUTE),
        ("healer", PendingReview(a_case(), "tries", AT + HOUR), 2 * HOUR),
        ("stale", Booked(a_case(), CARD, AT, Slot(AT + HOUR, AT + 2 * HOUR)), 6 * HOUR),
        ("stale", Booked(a_case(), CARD, AT, claimed_at=AT), 25 * HOUR),
        ("stale", Completed(a_case(), CARD, AT), 4 * DAY),
    ],
)
async def test_whatever_waits_for_somebody_is_woken(
    office: Office, job: str, state: LeadState, later: timedelta
) -> None:
    await office.house.professionals.put((a_pro(),))
    await keep(office, state)
    office.house.clock.move(later)
    outcome = await office.care.by_hand(job)
    assert [finding.done for finding in outcome.findings] == ["woken"]
    await office.works()
    record = await office.document(Key.lead(LEAD))
    assert record.version > 1
    assert record.state != state
    assert await office.house.inbox.waiting(10) == ()


async def test_what_the_sweep_will_wake_in_a_moment_is_not_the_healer_s(office: Office) -> None:
    await keep(office, Waiting(a_case(waiting_since=AT), AT + 15 * MINUTE))
    office.house.clock.move(16 * MINUTE)
    assert (await office.care.by_hand("healer")).findings == ()


async def test_all_that_wait_are_found_however_many_they_are(office: Office) -> None:
    for n in range(450):
        await offered(office, f"lead{n:06}")
    office.house.clock.move(31 * MINUTE)
    outcome = await office.care.by_hand("healer")
    assert sorted(finding.about for finding in outcome.findings) == [f"lead{n:06}" for n in range(450)]


async def test_a_lead_is_woken_once_for_each_version_however_often_somebody_looks(office: Office) -> None:
    await offered(office)
    office.house.clock.move(31 * MINUTE)
    outcomes = [await office.care.by_hand("healer") for _ in range(3)]
    assert [outcome.done for outcome in outcomes] == [1, 0, 0]
    assert len(await office.house.inbox.unread(f"lead:{LEAD}")) == 1
    assert await alerts(office) == 0
    await office.works()
    assert (await office.care.by_hand("healer")).findings == ()


async def test_a_lead_that_nothing_can_wake_is_shown_to_a_person_once(office: Office) -> None:
    await keep(office, Offered(a_case()), None)
    office.house.clock.move(31 * MINUTE)
    for job in ("healer", "offers", "healer"):
        (finding,) = (await office.care.by_hand(job)).findings
        assert finding == Finding(LEAD, "nothing wakes it in Offered", "shown to a person", new=False)
    assert await alerts(office) == 1
    assert await office.house.inbox.unread(f"lead:{LEAD}") == ()


async def test_a_lead_that_does_not_wake_up_is_shown_to_a_person(office: Office) -> None:
    await offered(office)
    office.house.clock.move(31 * MINUTE)
    await office.care.by_hand("healer")
    office.house.clock.move(10 * MINUTE)
    await office.care.by_hand("healer")
    assert await alerts(office) == 1


async def test_so_is_one_whose_letter_was_set_aside(office: Office) -> None:
    await offered(office)
    office.house.clock.move(31 * MINUTE)
    await office.care.by_hand("healer")
    (letter,) = await office.house.inbox.unread(f"lead:{LEAD}")
    await office.house.inbox.acknowledge(letter.address, (letter.id,))
    await office.care.by_hand("healer")
    assert await alerts(office) == 1


@pytest.mark.parametrize("job", ["healer", "offers", "agenda", "sweep"])
async def test_a_dry_run_changes_nothing_and_says_what_a_real_one_would_do(office: Office, job: str) -> None:
    await offered(office, due_at=AT)
    await keep(office, Offered(a_case("nobody")), None)
    await has_job(office)
    office.house.clock.move(31 * MINUTE)
    before = await office.house.ledger.balance()
    dry = await office.care.by_hand(job, dry=True)
    assert await office.house.inbox.waiting(10) == ()
    assert await office.house.runs.last(job) is None
    assert await office.house.ledger.balance() == before
    assert office.knocks() == []
    wet = await office.care.by_hand(job)
    assert [(f.about, f.why) for f in dry.findings] == [(f.about, f.why) for f in wet.findings] != []
    assert all(finding.done.startswith("would be") for finding in dry.findings)


# The morning


async def has_job(office: Office, pro: str = PRO, start: datetime = AT + 3 * HOUR, lead: str = "job0000001") -> None:
    """A professional with a job at this time, in his calendar and on his desk."""
    slot = Slot(start, start + HOUR)
    view = replace(JOB, lead=lead, slot=slot)
    await office.house.professionals.put((a_pro(pro),))
    assert await office.house.calendar.take(pro, lead, slot)
    desk = Desk(pro, language=Language.EN, jobs=(view,))
    await office.house.repository.save(a_change(key=Key.pro(pro), state=Ready(desk)))


def told(office: Office, pro: str = PRO) -> int:
    """How many messages this professional's phone shows."""
    return len(office.screen(ChatKey(pro)))


def office_at(text: str, policy: Policy | None = None) -> Office:
    """An office at this moment of UTC."""
    office = Office(house=memory_house(policy))
    clock = type(office.house.clock)(datetime.fromisoformat(text).replace(tzinfo=UTC))
    return Office(house=memory_house(policy, clock))


async def passes(office: Office, until: str, *timetables: Timetable) -> None:
    """Time goes by in half minutes; each scheduler looks, and everything that is knocked for is done."""
    end = datetime.fromisoformat(until).replace(tzinfo=UTC)
    while office.house.clock.now() < end:
        office.house.clock.move(30 * SECOND)
        for timetable in timetables or (office.timetable,):
            await timetable.all()
        await office.works()


@pytest.mark.parametrize(
    ("begin", "due"),
    [
        ("2026-10-25 04:30", "2026-10-25 06:00"),  # 25 hours: eight o'clock is an hour later than the day before
        ("2027-03-26 04:30", "2027-03-26 05:00"),  # 23 hours: an hour earlier
        ("2027-10-31 04:30", "2027-10-31 06:00"),
        ("2026-11-22 04:30", "2026-11-22 06:00"),
    ],
)
async def test_the_agenda_goes_out_at_eight_once_on_every_day_of_the_year(begin: str, due: str) -> None:
    office = office_at(begin)
    at = datetime.fromisoformat(due).replace(tzinfo=UTC)
    await has_job(office, start=at + 2 * HOUR)
    await has_job(office, "972503333333", at + 30 * HOUR, "job0000002")
    before = (at - 30 * SECOND).isoformat(sep=" ").removesuffix("+00:00")
    await passes(office, before)
    assert told(office) == 0
    await passes(office, due)
    assert told(office) == 1
    await passes(office, (at + 5 * HOUR).isoformat(sep=" ").removesuffix("+00:00"))
    assert (told(office), told(office, "972503333333")) == (1, 0)
    last = await office.house.runs.last("agenda")
    assert last is not None
    assert (last.tick, last.finished, last.found, last.done) == (due[:10], 1, 1, 1)
    assert last.started_at == at


async def test_a_scheduler_that_starts_late_still_sends_the_agenda() -> None:
    office = office_at("2026-11-22 06:40")
    await has_job(office, start=office.house.clock.now() + 2 * HOUR)
    await passes(office, "2026-11-22 06:41")
    assert told(office) == 1


async def test_in_the_afternoon_it_is_too_late() -> None:
    office = office_at("2026-11-22 10:01")
    await has_job(office, start=office.house.clock.now() + 2 * HOUR)
    await passes(office, "2026-11-22 10:30")
    assert told(office) == 0


async def test_an_early_agenda_waits_until_nobody_is_asleep() -> None:
    office = office_at("2026-11-22 04:00", Policy(agenda_at=time(6, 30)))
    await has_job(office, start=office.house.clock.now() + 5 * HOUR)
    await passes(office, "2026-11-22 05:59")
    assert told(office) == 0
    await passes(office, "2026-11-22 06:00")
    assert told(office) == 1


async def test_two_schedulers_are_as_good_as_one() -> None:
    office = office_at("2026-11-22 05:59")
    await has_job(office, start=office.house.clock.now() + 2 * HOUR)
    house = office.house
    other = Timetable(house.ticks, house.wakeups, house.runs, house.policies, house.clock, house.job_switches)
    await passes(office, "2026-11-22 06:30", office.timetable, other)
    assert told(office) == 1
    runs = await house.runs.listed(100)
    assert len(runs) == len({(run.job, run.tick) for run in runs})
    assert {run.finished for run in runs} == {run.attempts for run in runs} == {1}


async def test_two_runs_by_hand_say_it_once(office: Office) -> None:
    await has_job(office)
    outcomes = []
    for _ in range(2):
        outcomes.append(await office.care.by_hand("agenda"))
        await office.works()
        office.house.clock.move(SECOND)
    assert [outcome.done for outcome in outcomes] == [1, 0]
    assert told(office) == 1
    (again,) = (await office.care.by_hand("agenda", dry=True)).findings
    assert (again.about, again.done) == (f"pro:…{PRO[-4:]}", "told before")


async def test_it_is_not_said_again_when_the_queue_has_forgotten_everything(office: Office) -> None:
    await has_job(office)
    await office.care.by_hand("agenda")
    await office.works()
    flushed = Office(house=replace(office.house, inbox=MemoryInbox()))
    flushed.house.clock.move(SECOND)
    await flushed.care.by_hand("agenda")
    await flushed.works()
    assert told(flushed) == 1


# Ticks, crashes and outages


class Failing(MemoryInbox):
    """An inbox that takes so many letters and then is away for a while."""

    def __init__(self, takes: int) -> None:
        super().__init__()
        self.takes = takes

    @override
    async def put(self, letter: Letter) -> bool:
        if self.takes == 0:
            raise Unavailable("away")
        self.takes -= 1
        return await super().put(letter)


async def test_a_run_that_broke_off_is_run_again_to_its_end_and_says_nothing_twice() -> None:
    inbox = Failing(2)
    office = Office(house=replace(memory_house(), inbox=inbox))
    office.house.clock.move_to(datetime(2026, 11, 23, 6, 0, tzinfo=UTC))
    pros = [f"97250222222{n}" for n in range(5)]
    for n, pro in enumerate(pros):
        await has_job(office, pro, office.house.clock.now() + 2 * HOUR, f"job000000{n}")
    await office.timetable.all()
    await office.works()
    last = await office.house.runs.last("agenda")
    assert last is not None
    assert (last.finished, last.attempts) == (0, 1)
    inbox.takes = 100
    await passes(office, "2026-11-23 06:01")
    assert [told(office, pro) for pro in pros] == [1] * 5
    last = await office.house.runs.last("agenda")
    assert last is not None
    assert (last.finished, last.attempts, last.found, last.done) == (1, 2, 5, 3)


async def test_a_worker_that_died_in_the_middle_leaves_the_tick_to_the_next_one(office: Office) -> None:
    await offered(office)
    office.house.clock.move(31 * MINUTE)
    key = named_now(office, "healer")
    lease = await office.house.leases.take("job:healer", 2 * MINUTE)
    assert lease is not None
    assert await office.house.runs.start("healer", key.partition("@")[2], office.house.clock.now())
    await office.care(key)
    assert office.knocks() == []
    for _ in range(5):
        office.house.clock.move(30 * SECOND)
        await office.works()
    last = await office.house.runs.last("healer")
    assert last is not None
    assert (last.attempts, last.finished, last.found) == (2, 1, 1)


async def test_a_tick_that_is_over_is_not_run(office: Office) -> None:
    await offered(office)
    office.house.clock.move(31 * MINUTE)
    key = named_now(office, "healer")
    office.house.clock.move(10 * MINUTE)
    await office.care(key)
    assert await office.house.runs.last("healer") is None
    assert office.knocks() == []


async def test_a_tick_that_ran_is_not_run_again(office: Office) -> None:
    await offered(office)
    office.house.clock.move(31 * MINUTE)
    for _ in range(3):
        await office.care(named_now(office, "healer"))
    await asyncio.gather(*(office.care(named_now(office, "healer")) for _ in range(5)))
    (run,) = await office.house.runs.listed(10)
    assert (run.job, run.attempts, run.finished) == ("healer", 1, 1)


async def test_a_job_that_this_version_does_not_know_is_left_to_others(office: Office) -> None:
    await office.care("janitor@17")
    assert await office.house.runs.listed(10) == ()


async def test_a_job_by_hand_waits_for_the_one_that_runs(office: Office) -> None:
    assert await office.house.leases.take("job:healer", MINUTE) is not None
    with pytest.raises(Refused, match="right now"):
        await office.care.by_hand("healer")
    assert (await office.care.by_hand("healer", dry=True)).findings == ()


async def test_a_sweep_by_hand_says_what_it_knocks_for_and_leaves_no_run(office: Office) -> None:
    await offered(office, due_at=AT)
    await office.hears("hello")
    office.knocks()
    outcome = await office.care.by_hand("sweep")
    assert [(finding.about, finding.why) for finding in outcome.findings] == [
        (f"lead:{LEAD}", "is due"),
        (f"chat:{CLIENT.masked}", "is unread"),
    ]
    assert (Task.TURN, f"lead:{LEAD}") in office.knocks()
    assert await office.house.runs.listed(10) == ()


async def test_a_tick_whose_knock_could_not_be_given_is_knocked_for_at_the_next_look(office: Office) -> None:
    house, given = office.house, []

    class Away(type(house.wakeups)):  # type: ignore[misc]
        away = True

        async def knock(self, task: Task, key: str = "", after: timedelta = timedelta(0)) -> None:
            if self.away:
                raise Unavailable("away")
            given.append((task, key))

    wakeups = Away(house.clock)
    timetable = Timetable(house.ticks, wakeups, house.runs, house.policies, house.clock, house.job_switches)
    healer = named("healer")
    assert healer is not None
    for _ in range(2):
        with pytest.raises(Unavailable):
            await timetable(healer)
    wakeups.away = False
    assert await timetable(healer)
    assert not await timetable(healer)
    assert given == [(Task.CARE, named_now(office, "healer"))]


async def test_an_agenda_whose_knock_was_lost_is_knocked_for_again_until_it_has_run() -> None:
    office = office_at("2026-11-22 06:00")
    agenda = named("agenda")
    assert agenda is not None
    assert await office.timetable(agenda)
    assert office.knocks() == [(Task.CARE, "agenda@2026-11-22")]
    office.house.clock.move(5 * MINUTE)
    assert not await office.timetable(agenda)
    office.house.clock.move(5 * MINUTE)
    assert await office.timetable(agenda)
    await office.works()
    for _ in range(30):
        office.house.clock.move(10 * MINUTE)
        assert not await office.timetable(agenda)


async def test_every_row_of_the_table_has_its_use_case(office: Office) -> None:
    assert set(office.jobs) == {job.name for job in JOBS}
    care = Care(
        office.jobs,
        office.house.leases,
        office.house.runs,
        office.house.wakeups,
        office.house.policies,
        office.house.clock,
    )
    for job in JOBS:
        assert (await care.by_hand(job.name)).findings == ()


async def test_runs_are_kept_for_the_panel(office: Office) -> None:
    await offered(office)
    office.house.clock.move(31 * MINUTE)
    await office.care(named_now(office, "healer"))
    at = office.house.clock.now()
    tick_name = named_now(office, "healer").partition("@")[2]
    assert await office.house.runs.listed(1) == (Run("healer", tick_name, at, 1, 1, at, 1, 1, 0.0),)
