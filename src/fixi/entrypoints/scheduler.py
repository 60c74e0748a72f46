"""The scheduler: a process of its own, any number of them. It only knocks, and each tick is had by one of them."""

import asyncio
import logging
import signal
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from fixi.container import Container
from fixi.domain.care import EPOCH, JOBS, PeriodicJob
from fixi.domain.errors import FixiError
from fixi.entrypoints.logs import configure
from fixi.settings import Settings

# However seldom a job runs, its row is looked at so often: an outage then costs seconds and no tick.
LOOK = timedelta(seconds=30)

log = logging.getLogger(__name__)


class Scheduler:
    """Looks at every row of the table of periodic jobs, at the beginning of its ticks and in between."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._timetable = container.timetable()
        # Where the store has still to be made ready; what people have switched off stands there, and the policy.
        self._unopened = container.settings().storage == "mongo"
        self._opening = asyncio.Lock()
        self._away: set[str] = set()
        self._looking: set[str] = set()
        self._clock = AsyncIOScheduler(timezone=container.settings().timezone)
        for job in JOBS:
            # Counted from 1970, as ticks are: the first look of a tick is at its very beginning.
            every = min(job.every or LOOK, LOOK)
            trigger = IntervalTrigger(seconds=every.total_seconds(), start_date=EPOCH, timezone=EPOCH.tzinfo)
            self._clock.add_job(
                self.look, trigger, args=(job,), coalesce=True, max_instances=1, misfire_grace_time=None
            )

    def start(self) -> None:
        """Begin to look."""
        self._clock.start()
        log.info("scheduler runs", extra={"jobs": len(JOBS)})

    async def look(self, job: PeriodicJob) -> bool:
        """Knock for this job, if nobody else has done so for this tick; True when it was us.

        While the queue or the store is away this says so once, and looks again.
        """
        if job.name in self._looking:
            return False
        self._looking.add(job.name)
        try:
            if not job.essential:
                await self._opened()
            knocked = await self._timetable(job)
        except FixiError as error:
            if job.name not in self._away:
                self._away.add(job.name)
                log.warning("tick failed", extra={"job": job.name, "kind": type(error).__name__})
            return False
        finally:
            self._looking.discard(job.name)
        if job.name in self._away:
            self._away.discard(job.name)
            log.info("ticks again", extra={"job": job.name})
        return knocked

    async def _opened(self) -> None:
        async with self._opening:
            if self._unopened:
                await self._container.database().prepare()
                self._unopened = False

    def stop(self) -> None:
        """Look no more."""
        self._clock.shutdown(wait=False)


async def _run(settings: Settings) -> None:
    container = Container(settings=settings)
    scheduler = Scheduler(container)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    scheduler.start()
    # What is current now need not wait for the next look.
    await asyncio.gather(*(scheduler.look(job) for job in JOBS))
    await stop.wait()
    scheduler.stop()
    await container.redis().close()
    await container.database().close()


def run(settings: Settings) -> None:
    """Tick until told to stop."""
    configure(settings.log)
    asyncio.run(_run(settings))
