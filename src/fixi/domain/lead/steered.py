"""The rows for what an operator does with a lead.

A place is taken as for any other offer, so that the cap stays a hard limit; whatever else speaks against a
professional an operator may overrule.
"""

from dataclasses import replace
from datetime import datetime

from fixi.domain.effects import Effect, ReadCalendar, Release, Reserve
from fixi.domain.events import (
    CalendarRead,
    JobCancelled,
    JobReturned,
    JobUpdated,
    LeadAssigned,
    LeadCalledOff,
    LeadEdited,
    LeadEnded,
    LeadNoted,
    LeadRefused,
    LeadRerouted,
    LeadShut,
    RequestCorrected,
)
from fixi.domain.lead.job import job_view, read_calendar, to_pro
from fixi.domain.lead.offers import horizon
from fixi.domain.lead.request import searches_differ, start_search, to_client, withdraw
from fixi.domain.lead.states import (
    Assigning,
    Booked,
    Cancelled,
    Case,
    Closed,
    Completed,
    LeadState,
    Offered,
    PendingReview,
    Rejected,
    Reserving,
    Understanding,
    Waiting,
)
from fixi.domain.lead.table import LEAD, Facts, Step
from fixi.domain.values import Actor, Status

OFFICE = "office"  # why an offer ended
type Unbooked = Understanding | Waiting | Offered | PendingReview
UNBOOKED = (Understanding, Waiting, Offered, PendingReview)
type Standing = Unbooked | Booked | Completed | Closed | Cancelled | Rejected
STANDING = (*UNBOOKED, Booked, Completed, Closed, Cancelled, Rejected)
_BEFORE: dict[type[LeadState], Status] = {
    Understanding: Status.CONTACTED,
    Waiting: Status.CONTACTED,
    Offered: Status.NEW,
    PendingReview: Status.PENDING_REVIEW,
}


def taken_back(state: Booked, at: datetime) -> tuple[Effect, ...]:
    """The job is not his any more: his place and his time are free, he and the client are told."""
    lead = state.case.id
    return (
        Release(state.card.id, lead),
        to_pro(state, JobCancelled(at=at, lead=lead, by=Actor.OPERATOR)),
        to_client(state.case, JobReturned(at=at, lead=lead, by=Actor.OPERATOR)),
    )


# Who does it


@LEAD.on(Booked, LeadAssigned)
def gives_the_job_to_another(state: Booked, event: LeadAssigned, facts: Facts) -> Step[LeadState]:
    if event.pro == state.card.id:
        return Step(state)
    return assign(state.case, Status.NEW, event, facts, *taken_back(state, event.at))


@LEAD.on_each(UNBOOKED, LeadAssigned)
def asks_this_one(state: Unbooked, event: LeadAssigned, facts: Facts) -> Step[LeadState]:
    """Whoever is being asked is not any more. Without a trade and an area there is nothing to offer."""
    if not state.case.form.routable or state.case.offer_to(event.pro) is not None:
        return Step(state)
    case, effects = withdraw(state.case, event.at, OFFICE)
    return assign(case, _BEFORE[type(state)], event, facts, *effects)


def assign(case: Case, before: Status, event: LeadAssigned, facts: Facts, *first: Effect) -> Step[LeadState]:
    """Look at him as he is now, and take a place with him."""
    return Step(Assigning(case, before, event.by), (*first, ReadCalendar(event.pro, horizon(event.at, facts))))


@LEAD.on(Assigning, CalendarRead)
def takes_a_place(state: Assigning, event: CalendarRead, facts: Facts) -> Step[LeadState]:
    """Full meanwhile: then it is looked for somebody as always, or waits (see `tries_the_next`)."""
    pro = event.pro
    reserving = Reserving(state.case, state.status, (pro.id,), (pro,), by=state.by)
    return Step(reserving, (Reserve(pro.id, state.case.id, pro.capacity(facts.policy.max_active_jobs)),))


@LEAD.on(Booked, LeadRerouted)
def takes_the_job_back(state: Booked, event: LeadRerouted, facts: Facts) -> Step[LeadState]:
    return start_search(state.case, Status.NEW, facts, *taken_back(state, event.at))


@LEAD.on_each(UNBOOKED, LeadRerouted)
def looks_for_another(state: Unbooked, event: LeadRerouted, facts: Facts) -> Step[LeadState]:
    if not state.case.form.routable:
        return Step(state)
    case, effects = withdraw(state.case, event.at, OFFICE)
    return start_search(case, _BEFORE[type(state)], facts, *effects)


# The ends


@LEAD.on(Booked, LeadCalledOff)
def calls_the_job_off(state: Booked, event: LeadCalledOff, facts: Facts) -> Step[LeadState]:
    release, told, _ = taken_back(state, event.at)
    ended = over(state.case, Status.CANCELLED, event.at)
    return Step(Cancelled(state.case, state.card, state.slot), (release, told, ended))


@LEAD.on_each(UNBOOKED, LeadCalledOff)
def calls_it_off(state: Unbooked, event: LeadCalledOff, facts: Facts) -> Step[LeadState]:
    case, effects = withdraw(state.case, event.at, OFFICE)
    return Step(Cancelled(case), (*effects, over(case, Status.CANCELLED, event.at)))


@LEAD.on(Completed, LeadShut)
def closes_unrated(state: Completed, event: LeadShut, facts: Facts) -> Step[LeadState]:
    """The client has been told that the work is done; nothing is asked of him any more."""
    ended = over(state.case, Status.CLOSED, event.at, quiet=True)
    return Step(Closed(state.case, state.card, state.slot), (ended,))


@LEAD.on_each((Understanding, Waiting, PendingReview), LeadShut)
def closes(state: Understanding | Waiting | PendingReview, event: LeadShut, facts: Facts) -> Step[LeadState]:
    return Step(Closed(state.case), (over(state.case, Status.CLOSED, event.at),))


@LEAD.on(PendingReview, LeadRefused)
def rejects(state: PendingReview, event: LeadRefused, facts: Facts) -> Step[LeadState]:
    return Step(Rejected(state.case), (over(state.case, Status.REJECTED, event.at),))


def over(case: Case, status: Status, at: datetime, *, quiet: bool = False) -> Effect:
    """The client learns that it is over, and that people have decided that."""
    return to_client(case, LeadEnded(at=at, lead=case.id, status=status, by=Actor.OPERATOR, quiet=quiet))


# The facts


@LEAD.on(Booked, LeadEdited)
def corrects_a_job(state: Booked, event: LeadEdited, facts: Facts) -> Step[LeadState]:
    """Who has the job is told; another time is looked for in his calendar."""
    old = state.case.form
    case = replace(state.case, form=event.edit.applied(old))
    job = replace(state, case=case)
    if case.form == old:
        return Step(state)
    update = to_pro(job, JobUpdated(at=event.at, lead=case.id, job=job_view(case, job.slot)))
    first = (update, corrected(case, event))
    if case.form.wish == old.wish or case.form.wish is None:
        return Step(job, first)
    step = read_calendar(job, "wish", event.at, facts)
    return Step(step.state, (*first, *step.effects))


@LEAD.on(Offered, LeadEdited)
def corrects_an_offer(state: Offered, event: LeadEdited, facts: Facts) -> Step[LeadState]:
    """What would be asked of others is asked of others."""
    case = replace(state.case, form=event.edit.applied(state.case.form))
    if not searches_differ(case, state.case):
        return Step(Offered(case), (corrected(case, event),))
    case, effects = withdraw(case, event.at, "changed")
    return start_search(case, Status.NEW, facts, corrected(case, event), *effects)


@LEAD.on_each((Understanding, Waiting, PendingReview), LeadEdited)
def corrects(state: Understanding | Waiting | PendingReview, event: LeadEdited, facts: Facts) -> Step[LeadState]:
    case = replace(state.case, form=event.edit.applied(state.case.form))
    if case.form.routable and searches_differ(case, state.case):
        return start_search(case, _BEFORE[type(state)], facts, corrected(case, event))
    return Step(replace(state, case=case), (corrected(case, event),))


def corrected(case: Case, event: LeadEdited) -> Effect:
    """The client's chat knows the same facts, so that it asks for none of them."""
    return to_client(case, RequestCorrected(at=event.at, lead=case.id, edit=event.edit))


@LEAD.on_each(STANDING, LeadNoted)
def notes(state: Standing, event: LeadNoted, facts: Facts) -> Step[LeadState]:
    """It stands in the timeline; see `decide`."""
    return Step(state)
