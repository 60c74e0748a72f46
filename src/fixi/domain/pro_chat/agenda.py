"""The row for the morning: what he has to do today, in one message."""

from dataclasses import replace

from fixi.domain.effects import cold
from fixi.domain.events import DayBegins, JobView
from fixi.domain.pro_chat.offers import language
from fixi.domain.pro_chat.states import ATTENDING, Attending, ProState
from fixi.domain.pro_chat.table import PRO, Facts, Step
from fixi.domain.values import Slot, TextLine, line

# A message has to fit into what every provider sends as one.
MOST_LINES = 10


@PRO.on_each(ATTENDING, DayBegins)
def good_morning(state: Attending, event: DayBegins, facts: Facts) -> Step[ProState]:
    """Once a day, and only if he has a job with a time today; a letter that comes the day after says nothing."""
    desk, zone = state.desk, facts.policy.zone
    timed = sorted(
        ((job.slot, job) for job in desk.jobs if job.slot and job.slot.start.astimezone(zone).date() == event.day),
        key=lambda pair: (pair[0], pair[1].lead),
    )
    told = desk.agenda_day is not None and event.day <= desk.agenda_day
    if not timed or told or event.at.astimezone(zone).date() > event.day:
        return Step(state)
    lines = [with_time(slot, job) for slot, job in timed]
    lines += [line("agenda.open", trade=job.trade, area=job.area) for job in desk.jobs if job.slot is None]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], line("agenda.more", count=len(lines) - MOST_LINES)]
    words = cold("agenda", language(desk, facts.policy), slot=timed[0][0], lines=tuple(lines))
    return Step(replace(state, desk=replace(desk, agenda_day=event.day)), (words,))


def with_time(slot: Slot, job: JobView) -> TextLine:
    """Everything he needs to go there."""
    return line(
        "agenda.job",
        slot=slot,
        trade=job.trade,
        area=job.area,
        what=job.issue,
        client=job.client_name or "",
        phone=job.client_phone or "",
        **job.address,
    )
