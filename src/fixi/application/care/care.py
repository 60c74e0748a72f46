"""The actor `care`: runs one periodic job at one tick, once."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fixi.application.care.work import Finding, Work
from fixi.domain.care import NAME_ENDS, START, PeriodicJob, named, tick
from fixi.domain.errors import NotAllowed, Refused, Unavailable
from fixi.ports.clock import Clock
from fixi.ports.queues import Lease, Leases, Task, Wakeups
from fixi.ports.storage import Policies, Run, Runs

# Longer than a worker lets anything run.
LEASE = timedelta(minutes=2)
AGAIN = timedelta(seconds=30)
BY_HAND = "manual-"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one run."""

    tick: str
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def done(self) -> int:
        """How many of them were new."""
        return sum(finding.new for finding in self.findings)


class Care:
    """Takes `JOB@TICK`. A tick that came to its end is never run again; one that broke off is, while it lasts."""

    def __init__(
        self,
        works: Mapping[str, Work],
        leases: Leases,
        runs: Runs,
        wakeups: Wakeups,
        policies: Policies,
        clock: Clock,
    ) -> None:
        self._works = works
        self._leases = leases
        self._runs = runs
        self._wakeups = wakeups
        self._policies = policies
        self._clock = clock

    async def __call__(self, key: str) -> None:
        """Run it if it is still time, and nobody has; come back soon if somebody is at it, or something is away."""
        name, _, wanted = key.partition(NAME_ENDS)
        job = named(name)
        if job is None:
            # A younger scheduler knows it; a worker that does as well will have the next tick.
            log.warning("unknown job", extra={"job": name[:40]})
            return
        try:
            # What the queue held back until its time was over is left to the tick of now.
            if wanted != START and tick(job, self._clock.now(), await self._policies.current()) != wanted:
                log.info("job too late", extra={"job": name, "tick": wanted})
                return
            lease = await self._leases.take(f"job:{name}", LEASE)
            if lease is None:
                await self._wakeups.knock(Task.CARE, key, AGAIN)
                return
            # Each start is a tick of its own.
            own = f"{START}-{lease.fence}" if wanted == START else wanted
            await self._leased(job, own, lease)
        except Unavailable as error:
            log.warning("job broke off", extra={"job": name, "tick": wanted, "kind": type(error).__name__})
            await self._wakeups.knock(Task.CARE, key, AGAIN)

    async def by_hand(self, name: str, *, dry: bool = False) -> Outcome:
        """Run it now, at a tick of its own. Raises Refused when it runs right now, Unavailable half-way."""
        job, at = named(name), self._clock.now()
        if job is None:
            raise NotAllowed(f"there is no job {name}")
        own = f"{BY_HAND}{at:%Y%m%dT%H%M%S}"
        if dry:
            return Outcome(own, await self._works[name](at, dry=True), (self._clock.now() - at).total_seconds())
        lease = await self._leases.take(f"job:{name}", LEASE)
        if lease is None:
            raise Refused(f"{name} runs right now: try again in a moment")
        # Two in one second have two leases, and so two ticks.
        outcome = await self._leased(job, f"{own}-{lease.fence}", lease)
        if outcome is None:
            raise NotAllowed(f"a second tick {own}-{lease.fence} of {name}")
        return outcome

    async def _leased(self, job: PeriodicJob, wanted: str, lease: Lease) -> Outcome | None:
        try:
            return await self._run(job, wanted, self._clock.now())
        finally:
            await self._leases.release(lease)

    async def _run(self, job: PeriodicJob, wanted: str, at: datetime) -> Outcome | None:
        if job.recorded and not await self._runs.start(job.name, wanted, at):
            return None
        findings = await self._works[job.name](at, dry=False)
        ended = self._clock.now()
        outcome = Outcome(wanted, findings, (ended - at).total_seconds())
        if job.recorded:
            await self._runs.finish(
                Run(
                    job.name,
                    wanted,
                    at,
                    ended_at=ended,
                    found=len(findings),
                    done=outcome.done,
                    seconds=outcome.seconds,
                )
            )
        if job.recorded or findings:
            log.info("job", extra={"job": job.name, "tick": wanted, "found": len(findings), "done": outcome.done})
        return outcome
