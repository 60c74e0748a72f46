"""The scheduler: a process of its own, any number of them. It only knocks, and each tick is had by one of them."""

import asyncio
import logging
import signal
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from fixi.container import Container
from fixi.domain.errors import FixiError
from fixi.entrypoints.logs import configure
from fixi.ports.queues import Task
from fixi.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the table of periodic jobs: what is knocked for, and how often."""

    name: str
    every: timedelta
    task: Task


# The sweep wakes whatever is due: offers that ran out, jobs that should be over, chats that a person left. A further
# periodic job is a further row.
JOBS = (Job("sweep", timedelta(seconds=5), Task.SWEEP),)


async def tick(container: Container, job: Job) -> bool:
    """Knock for this job, if nobody else has done so for this stretch of time; True when it was us."""
    number = int(container.clock().now().timestamp() // job.every.total_seconds())
    try:
        if not await container.ticks().first(job.name, str(number)):
            return False
        await container.wakeups().knock(job.task)
    except FixiError as error:
        # The next tick is seconds away, and the queue may be back by then.
        log.warning("tick failed", extra={"job": job.name, "kind": type(error).__name__})
        return False
    return True


async def _run(settings: Settings) -> None:
    container = Container(settings=settings)
    scheduler = AsyncIOScheduler(timezone=settings.timezone)
    for job in JOBS:
        scheduler.add_job(
            tick, "interval", seconds=job.every.total_seconds(), args=(container, job), coalesce=True, max_instances=1
        )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    scheduler.start()
    log.info("scheduler runs", extra={"jobs": len(JOBS)})
    await stop.wait()
    scheduler.shutdown(wait=False)
    await container.redis().close()


def run(settings: Settings) -> None:
    """Tick until told to stop."""
    configure(settings.log)
    asyncio.run(_run(settings))
