"""The rows for files that a client adds while somebody is being asked, or has the job."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.effects import Effect
from fixi.domain.events import FileCame, JobUpdated
from fixi.domain.lead.job import job_view, to_pro
from fixi.domain.lead.request import new_files, offer_files
from fixi.domain.lead.states import (
    Booked,
    Cancelled,
    Closed,
    Completed,
    LeadState,
    Offered,
    PendingReview,
    Rejected,
    Understanding,
    Waiting,
)
from fixi.domain.lead.table import LEAD, Facts, Step
from fixi.domain.owed import in_place


@LEAD.on(Offered, FileCame)
def comes_to_an_offer(state: Offered, event: FileCame, facts: Facts) -> Step[LeadState]:
    case = in_place(state.case, event.stand_in, event.file)
    if case is state.case:
        return Step(state)
    files = new_files(case.form, state.case.form)
    return Step(Offered(case), offer_files(case, files, event.at, event.stand_in))


@LEAD.on(Booked, FileCame)
def comes_to_a_job(state: Booked, event: FileCame, facts: Facts) -> Step[LeadState]:
    after = in_place(state, event.stand_in, event.file)
    return Step(after, _told(after, state, event.at))


def _told(after: Booked, before: Booked, at: datetime) -> tuple[Effect, ...]:
    files = new_files(after.case.form, before.case.form)
    view = job_view(after.case, after.slot)
    return (to_pro(after, JobUpdated(at=at, lead=after.case.id, job=view, files=files)),) if files else ()


@LEAD.on_each((Understanding, Waiting, Completed, PendingReview, Closed, Cancelled, Rejected), FileCame)
def comes(
    state: Understanding | Waiting | Completed | PendingReview | Closed | Cancelled | Rejected,
    event: FileCame,
    facts: Facts,
) -> Step[LeadState]:
    """Nobody is shown it now."""
    return Step(replace(state, case=in_place(state.case, event.stand_in, event.file)))
