"""The table of periodic jobs, and how the clock names their ticks.

A tick is one turn of one job: "the healer of these ten minutes", "the agenda of this date". Its name follows from the
moment alone, so that any number of schedulers agree on it without asking each other. An interval job's tick is the
number of the interval since 1970. A daily job's tick is the local date, from its clock time until `GRACE` later: what
could not go out at eight may still do so at ten, but not in the evening.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fixi.domain.calendar import awake, instant, quiet
from fixi.domain.errors import Invalid
from fixi.domain.policy import Policy

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
GRACE = timedelta(hours=4)
NAME_ENDS = "@"
START = "start"  # the name of a tick that belongs to no moment


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """One row: every so often, or once a day at a local clock time of the policy. `task` is what is knocked for.

    `at_start`: also once whenever a scheduler starts, whoever has had the tick. `recorded`: its ticks stand in the book
    of runs, so that none runs twice. What runs every few seconds would fill it, and must bear to run again.
    `essential`: nobody may switch it off. `keeps`: while it is off promises are not kept, so people are reminded of it.
    """

    name: str
    every: timedelta | None = None
    daily: Callable[[Policy], time] | None = None
    task: str = "care"
    recorded: bool = True
    at_start: bool = False
    essential: bool = False
    keeps: bool = False

    def __post_init__(self) -> None:
        if (self.every is None) == (self.daily is None):
            raise Invalid("a job runs every so often or once a day")
        if not self.name or NAME_ENDS in self.name:
            raise Invalid("a job has a plain name")


@dataclass(frozen=True, slots=True)
class JobSwitch:
    """Whether a job runs by itself: who put it so, when, and why."""

    job: str
    on: bool
    by: str
    at: datetime
    why: str = ""


def _agenda_at(policy: Policy) -> time:
    return policy.agenda_at


# A further periodic job is a further row here and a use case in `application/care`.
# Essential are: the sweep, for without it no deadline passes and what the queue lost stays lost; the alerts, for nobody
# would hear of anything any more; the watchdog, for its proof that the account is ready is what sending waits for.
# Whoever wants silence has the kill switch. The agenda is a service; every other job catches what the sweep cannot see.
JOBS: tuple[PeriodicJob, ...] = (
    PeriodicJob("sweep", timedelta(seconds=5), task="sweep", recorded=False, essential=True),
    PeriodicJob("alerts", timedelta(seconds=20), recorded=False, essential=True),
    PeriodicJob("watchdog", timedelta(minutes=2), essential=True),
    PeriodicJob("media", timedelta(minutes=1), recorded=False, keeps=True),
    PeriodicJob("healer", timedelta(minutes=10), keeps=True),
    PeriodicJob("stale", timedelta(minutes=30), keeps=True),
    PeriodicJob("offers", timedelta(minutes=5), keeps=True),
    PeriodicJob("reconcile", timedelta(hours=1), at_start=True, keeps=True),
    PeriodicJob("agenda", daily=_agenda_at),
)


def named(name: str) -> PeriodicJob | None:
    """The row of this name."""
    return next((job for job in JOBS if job.name == name), None)


def today(at: datetime, policy: Policy) -> date:
    """The date on the business's wall."""
    return at.astimezone(policy.zone).date()


def tick(job: PeriodicJob, at: datetime, policy: Policy) -> str | None:
    """The name of the tick that is current at this moment; None between two ticks of a daily job."""
    if job.every is not None:
        return str((at - EPOCH) // job.every)
    here = today(at, policy)
    if quiet(at, policy):
        return None
    # What is set for the evening's quiet hours belongs to the next morning, and to that date.
    for due in _dues(job, (here - DAY, here), policy):
        if today(due, policy) == here and due <= at < due + GRACE:
            return here.isoformat()
    return None


def next_at(job: PeriodicJob, at: datetime, policy: Policy) -> datetime:
    """When the next tick begins, behind this moment."""
    if job.every is not None:
        return EPOCH + ((at - EPOCH) // job.every + 1) * job.every
    here = today(at, policy)
    return min(due for due in _dues(job, (here - DAY, here, here + DAY, here + 2 * DAY), policy) if due > at)


def _dues(job: PeriodicJob, days: tuple[date, ...], policy: Policy) -> Iterator[datetime]:
    """When it is due on these days: at its clock time, or at the end of the quiet hours that this falls in."""
    if job.daily is not None:
        for day in days:
            yield awake(instant(day, job.daily(policy), policy.zone), policy)
