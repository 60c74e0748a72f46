"""The timetable: looks at the clock and knocks for the ticks that are current. It knocks, and never runs anything."""

from contextlib import suppress
from datetime import timedelta

from fixi.domain.care import EPOCH, JOBS, NAME_ENDS, START, PeriodicJob, tick
from fixi.domain.errors import Unavailable
from fixi.domain.policy import Policy
from fixi.ports.clock import Clock
from fixi.ports.jobs import JobSwitches
from fixi.ports.queues import Task, Ticks, Wakeups
from fixi.ports.storage import Policies, Runs

# A knock may be lost. The next tick of an interval is near; a day's only one is knocked for again until it has run.
AGAIN = timedelta(minutes=10)


class Timetable:
    """Any number of these may run: each tick is had by one of them, and it remembers what it need not ask again."""

    def __init__(
        self,
        ticks: Ticks,
        wakeups: Wakeups,
        runs: Runs,
        policies: Policies,
        clock: Clock,
        switches: JobSwitches,
        jobs: tuple[PeriodicJob, ...] = JOBS,
    ) -> None:
        self._ticks = ticks
        self._wakeups = wakeups
        self._runs = runs
        self._policies = policies
        self._clock = clock
        self._switches = switches
        self._off: frozenset[str] = frozenset()
        self._jobs = jobs
        self._settled: dict[str, str] = {}
        self._owed: dict[str, str] = {}
        self._begun: set[str] = set()

    async def all(self) -> int:
        """Look at every row; how many knocks that took."""
        return sum([await self(job) for job in self._jobs])

    async def __call__(self, job: PeriodicJob) -> bool:
        """Knock for the tick of this moment if nobody has, unless the job is switched off; True when it was us.

        Raises Unavailable: then it is tried again at the next look, also when the tick was ours already.
        """
        if not job.essential and await self._is_off(job):
            return False
        knocked = await self._tick(job)
        if not job.at_start or job.name in self._begun:
            return knocked
        if not knocked:
            await self._wakeups.knock(Task(job.task), f"{job.name}{NAME_ENDS}{START}")
        self._begun.add(job.name)
        return True

    async def _is_off(self, job: PeriodicJob) -> bool:
        """While the store is away what was known last counts: that is no reason to run less."""
        with suppress(Unavailable):
            self._off = frozenset(await self._switches.off())
        return job.name in self._off

    async def _tick(self, job: PeriodicJob) -> bool:
        at = self._clock.now()
        # Only a clock time of the policy makes a look wait for the store.
        name = tick(job, at, await self._policies.current() if job.daily is not None else Policy())
        if name is None:
            return False
        turn = name if job.daily is None else f"{name}.{(at - EPOCH) // AGAIN}"
        if self._settled.get(job.name) == turn:
            return False
        if self._owed.get(job.name) != turn:
            if job.daily is not None and await self._runs.done(job.name, name):
                self._settled[job.name] = turn
                return False
            if not await self._ticks.first(job.name, turn):
                self._settled[job.name] = turn
                return False
            self._owed[job.name] = turn
        task = Task(job.task)
        await self._wakeups.knock(task, f"{job.name}{NAME_ENDS}{name}" if task is Task.CARE else "")
        self._settled[job.name] = turn
        return True
