"""Schedulers: any number of them over one queue, each tick knocked for once; they outlive what they depend on."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dependency_injector import providers

from fixi.adapters.memory.jobs import MemoryJobSwitches
from fixi.adapters.redis.ticks import RedisTicks
from fixi.adapters.system.clock import MovedClock
from fixi.container import Container
from fixi.domain.care import JOBS, JobSwitch, named
from fixi.domain.errors import Unavailable
from fixi.domain.policy import Policy
from fixi.entrypoints.scheduler import Scheduler
from fixi.ports.clock import Clock
from fixi.ports.queues import Task, Ticks, Wakeups
from fixi.ports.storage import Policies, PolicyVersion
from fixi.settings import Settings
from tests.support.redis_server import redis_space
from tests.support.samples import HOUR, MINUTE, SECOND

JERUSALEM = ZoneInfo("Asia/Jerusalem")


class Doorbell(Wakeups):
    """Counts who knocked for what."""

    def __init__(self) -> None:
        self.knocks: Counter[tuple[Task, str]] = Counter()
        self.heard = asyncio.Event()

    async def knock(self, task: Task, key: str = "", after: timedelta = timedelta(0)) -> None:
        """See Wakeups."""
        await asyncio.sleep(0)  # long enough for another one to come in between
        self.knocks[task, key] += 1
        self.heard.set()


class Spotty(Ticks):
    """Ticks that are away for a while."""

    def __init__(self, ticks: Ticks) -> None:
        self._ticks = ticks
        self.away = False
        self.ticks: list[tuple[str, str]] = []

    async def first(self, job: str, tick: str) -> bool:
        """See Ticks."""
        if self.away:
            raise Unavailable("away")
        first = await self._ticks.first(job, tick)
        if first:
            self.ticks.append((job, tick))
        return first


class SpottyPolicies(Policies):
    """A store that is away for a while."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.away = False

    async def current(self) -> Policy:
        """See Policies."""
        if self.away:
            raise Unavailable("away")
        return self.policy

    async def change(self, policy: Policy, by: str, at: datetime) -> int:
        """A scheduler reads the policy and never changes it."""
        raise AssertionError("a scheduler has changed the policy")

    async def versions(self, limit: int) -> tuple[PolicyVersion, ...]:
        """Nor does it ask what the policy was."""
        raise AssertionError("a scheduler has asked for old policies")


class SpottySwitches(MemoryJobSwitches):
    """Switches that cannot be asked for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False

    async def off(self) -> Mapping[str, JobSwitch]:
        """See JobSwitches."""
        if self.away:
            raise Unavailable("away")
        return await super().off()


class Town:
    """What all schedulers share: a clock, a queue, a doorbell."""

    def __init__(self, ticks: Ticks) -> None:
        self.clock = MovedClock(datetime(2026, 11, 22, 7, 0, tzinfo=JERUSALEM))
        self.ticks = Spotty(ticks)
        self.bell = Doorbell()
        self.policies = SpottyPolicies(Policy())
        self.switches = SpottySwitches()

    def scheduler(self, clock: Clock | None = None) -> Scheduler:
        """One more of them, in a process of its own but for the doorbell."""
        container = Container(settings=Settings())
        for name, shared in (
            ("clock", clock or self.clock),
            ("ticks", self.ticks),
            ("wakeups", self.bell),
            ("policies", self.policies),
            ("job_switches", self.switches),
        ):
            getattr(container, name).override(providers.Object(shared))
        return Scheduler(container)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with redis_space() as space:
        yield Town(RedisTicks(space.client))


async def lives(town: Town, length: timedelta, *schedulers: Scheduler, step: timedelta = 30 * SECOND) -> None:
    """Time goes by; all look at every row at the same moments."""
    end = town.clock.now() + length
    while town.clock.now() < end:
        await asyncio.gather(*(scheduler.look(job) for job in JOBS for scheduler in schedulers))
        town.clock.move(step)


async def test_of_three_schedulers_one_knocks_for_each_tick(town: Town) -> None:
    # From seven until a moment after eight, so that the agenda is among them; it is knocked for again until it ran.
    await lives(town, 69 * MINUTE, *(town.scheduler() for _ in range(3)))
    cares = {key: count for (task, key), count in town.bell.knocks.items() if task is Task.CARE}
    # One of them had the hour's tick; each of the others wants to know once what happened before it was there.
    assert cares.pop("reconcile@start") == 2
    assert set(cares.values()) == {1}
    rows = Counter(key.partition("@")[0] for key in cares)
    often = {"healer": 7, "offers": 14, "stale": 3, "agenda": 1, "reconcile": 2}
    assert {job: rows[job] for job in often} == often
    assert "agenda@2026-11-22" in cares
    # Sweeps have no key: as many as there were ticks.
    assert town.bell.knocks[Task.SWEEP, ""] == 2 * 69 == len([job for job, _ in town.ticks.ticks if job == "sweep"])


async def test_a_scheduler_that_looks_twice_at_once_knocks_once(town: Town) -> None:
    healer = named("healer")
    assert healer is not None
    scheduler = town.scheduler()
    assert sorted(await asyncio.gather(*(scheduler.look(healer) for _ in range(5)))) == [False] * 4 + [True]


async def test_one_that_starts_at_twenty_to_nine_still_knocks_for_the_agenda(town: Town) -> None:
    town.clock.move(100 * MINUTE)
    await lives(town, MINUTE, town.scheduler())
    assert town.bell.knocks[Task.CARE, "agenda@2026-11-22"] == 1


async def test_a_changed_policy_counts_from_the_next_look(town: Town) -> None:
    town.policies.policy = Policy(agenda_at=datetime(2026, 11, 22, 9, 30, tzinfo=JERUSALEM).time())
    scheduler = town.scheduler()
    await lives(town, 2 * HOUR, scheduler, step=MINUTE)
    assert town.bell.knocks[Task.CARE, "agenda@2026-11-22"] == 0
    town.policies.policy = Policy()
    await lives(town, MINUTE, scheduler)
    assert town.bell.knocks[Task.CARE, "agenda@2026-11-22"] == 1


async def test_no_scheduler_knocks_for_what_is_off_and_all_do_when_it_is_on_again(town: Town) -> None:
    schedulers = [town.scheduler() for _ in range(2)]
    for name in ("healer", "reconcile", "agenda", "sweep"):
        await town.switches.turn(JobSwitch(name, on=False, by="noa", at=town.clock.now()))
    await lives(town, 69 * MINUTE, *schedulers)
    rows = Counter(key.partition("@")[0] for task, key in town.bell.knocks if task is Task.CARE)
    assert {"healer", "reconcile", "agenda"} & set(rows) == set()
    assert rows["offers"] == 14
    # Whatever stands in the store: the sweep is nothing that can be off.
    assert town.bell.knocks[Task.SWEEP, ""] == 2 * 69
    for name in ("healer", "reconcile", "agenda"):
        await town.switches.turn(JobSwitch(name, on=True, by="noa", at=town.clock.now()))
    await lives(town, MINUTE, *schedulers)
    rows = Counter(key.partition("@")[0] for task, key in town.bell.knocks if task is Task.CARE)
    assert {job: rows[job] for job in ("healer", "reconcile", "agenda")} == {
        "healer": 1,
        "reconcile": 2,  # the hour's, and what whoever had it not owes to its start
        "agenda": 1,
    }


async def test_while_the_store_is_away_what_was_off_stays_off(town: Town) -> None:
    scheduler = town.scheduler()
    await town.switches.turn(JobSwitch("healer", on=False, by="noa", at=town.clock.now()))
    await lives(town, MINUTE, scheduler)
    town.switches.away = True
    await lives(town, 30 * MINUTE, scheduler)
    rows = Counter(key.partition("@")[0] for task, key in town.bell.knocks if task is Task.CARE)
    assert rows["healer"] == 0
    assert rows["offers"] == 7


@pytest.mark.parametrize("what", ["queue", "store"])
async def test_an_outage_is_said_once_and_costs_no_tick(
    town: Town, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "fixi.entrypoints.scheduler")
    away: Callable[[bool], None] = lambda gone: setattr(  # noqa: E731 - one of two switches
        town.ticks if what == "queue" else town.policies, "away", gone
    )
    scheduler = town.scheduler()
    await lives(town, 59 * MINUTE + 30 * SECOND, scheduler)
    away(True)
    await lives(town, 5 * MINUTE, scheduler)
    assert town.bell.knocks[Task.CARE, "agenda@2026-11-22"] == 0
    away(False)
    await lives(town, MINUTE, scheduler)
    assert town.bell.knocks[Task.CARE, "agenda@2026-11-22"] == 1
    failed = Counter(record.__dict__["job"] for record in caplog.records if record.message == "tick failed")
    again = Counter(record.__dict__["job"] for record in caplog.records if record.message == "ticks again")
    assert failed == again
    assert set(failed.values()) == {1}
    # Without the store only the daily row cannot look at its clock time.
    assert set(failed) == ({job.name for job in JOBS} if what == "queue" else {"agenda"})


async def test_two_real_schedulers_tick_by_the_real_clock(town: Town) -> None:
    schedulers = [town.scheduler(Container(settings=Settings()).clock()) for _ in range(2)]
    for scheduler in schedulers:
        scheduler.start()
    try:
        sweeps = 0
        while sweeps < 2:
            town.bell.heard.clear()
            await asyncio.wait_for(town.bell.heard.wait(), 20)
            sweeps = town.bell.knocks[Task.SWEEP, ""]
    finally:
        for scheduler in schedulers:
            scheduler.stop()
    mine = [tick for job, tick in town.ticks.ticks if job == "sweep"]
    assert len(mine) == len(set(mine)) == sweeps
