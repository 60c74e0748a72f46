"""The rows of a lead after the yes: agreeing on a time, moving it, giving the job back, done, rated, closed."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.calendar import fitting_slot, offered_slots
from fixi.domain.effects import Alert, Effect, NoteReview, ReadCalendar, Release, TakeSlot, Tell
from fixi.domain.events import (
    BotResumed,
    CalendarRead,
    ClientCancelled,
    Event,
    JobCancelled,
    JobReturned,
    JobTimed,
    JobUpdated,
    JobView,
    LeadBooked,
    LeadEnded,
    OfferWon,
    ProAskedMove,
    ProAskedResume,
    ProCancelled,
    ProIsComing,
    ProOnWay,
    Rated,
    RatingReminderDue,
    RatingTimedOut,
    RequestTold,
    Reviewed,
    SlotGone,
    SlotPicked,
    SlotReminderDue,
    SlotTaken,
    TimeAgreed,
    TimesOffered,
    TimeWished,
    WorkDone,
)
from fixi.domain.lead.offers import horizon
from fixi.domain.lead.request import ended_by_client, new_files, search_for, start_search, to_client, told
from fixi.domain.lead.states import Booked, Cancelled, Case, Closed, Completed, LeadState, Scheduling, TakingSlot
from fixi.domain.lead.table import LEAD, Facts, Step
from fixi.domain.matching import shown_rating
from fixi.domain.privacy import scrubbed
from fixi.domain.professional import ProCard, Professional
from fixi.domain.values import Actor, Key, Slot, Status


def job_view(case: Case, slot: Slot | None) -> JobView:
    """What the professional knows after his yes."""
    search, form = search_for(case), case.form
    issue = scrubbed(form.issue or "", form)
    return JobView(
        case.id,
        search.trade,
        search.area,
        issue,
        form.name,
        case.client.phone,
        form.street,
        slot,
        form.floor,
        form.apartment,
        form.transcript,
        form.picture,
    )


def card_of(pro: Professional, at: datetime, facts: Facts) -> ProCard:
    """What the client is told of him."""
    return ProCard(pro.id, pro.name, pro.id, shown_rating(pro, at, facts.policy))


def to_pro(state: Booked | Completed, event: Event) -> Tell:
    """News for the professional of this job."""
    return Tell(Key.pro(state.card.id), event)


# The time


def yes_is_told(job: Booked, at: datetime) -> tuple[Effect, ...]:
    """The professional has the job, the client has a professional."""
    case = job.case
    return (
        to_pro(job, OfferWon(at=at, lead=case.id, job=job_view(case, job.slot))),
        to_client(case, LeadBooked(at=at, lead=case.id, pro=job.card, emergency=case.form.emergency)),
    )


@LEAD.on(Scheduling, CalendarRead)
def proposes(state: Scheduling, event: CalendarRead, facts: Facts) -> Step[LeadState]:
    """A wish that fits is taken as it is; otherwise the client picks from a few."""
    case, at = state.case, event.at
    job = replace(state.job, case=case) if state.job is not None else Booked(case, card_of(event.pro, at, facts), at)
    fresh = state.job is None
    if fresh and case.form.emergency:
        return Step(job, yes_is_told(job, at))
    others = tuple(booking for booking in event.bookings if booking.lead != case.id)
    wish = case.form.wish
    fits = fitting_slot(event.pro, others, wish, at, facts.policy) if wish is not None else None
    if fits is not None and fits != job.slot and state.why in {"accepted", "wish"}:
        return Step(TakingSlot(case, job, fits, fresh), (TakeSlot(job.card.id, case.id, fits),))
    effects: list[Effect] = list(yes_is_told(job, at)) if fresh else []
    options = tuple(s for s in offered_slots(event.pro, others, wish, at, facts.policy) if s != job.slot)
    why = {"accepted": "wished" if wish is not None else "pick", "wish": "wished"}.get(state.why, state.why)
    offered = TimesOffered(at=at, lead=case.id, pro=job.card, slots=options, why=why if options else "none")
    effects.append(to_client(case, offered))
    if not options and job.slot is None:
        effects.append(Alert("no_times", case.id))
    return Step(replace(job, options=options, options_at=at), tuple(effects))


@LEAD.on(TakingSlot, SlotTaken)
def time_stands(state: TakingSlot, event: SlotTaken, facts: Facts) -> Step[LeadState]:
    case = state.case
    moved = state.job.slot is not None
    # A new time is a new job as far as asking "is it done?" goes.
    job = replace(state.job, case=case, slot=event.slot, options=())
    job = replace(job, checks=0, client_checks=0, silent_since=None, claimed_at=None)
    agreed = TimeAgreed(at=event.at, lead=case.id, pro=job.card, slot=event.slot, moved=moved)
    if state.fresh:
        return Step(job, (*yes_is_told(job, event.at), to_client(case, agreed)))
    timed = JobTimed(at=event.at, lead=case.id, job=job_view(case, event.slot), moved=moved)
    return Step(job, (to_client(case, agreed), to_pro(job, timed)))


def read_calendar(job: Booked, why: str, at: datetime, facts: Facts) -> Step[LeadState]:
    """Look again which times are free."""
    scheduling = Scheduling(job.case, job.card.id, why, job)
    return Step(scheduling, (ReadCalendar(job.card.id, horizon(at, facts)),))


@LEAD.on(TakingSlot, SlotGone)
def slot_went_to_another(state: TakingSlot, event: SlotGone, facts: Facts) -> Step[LeadState]:
    if state.fresh:
        scheduling = Scheduling(state.case, state.job.card.id, "gone")
        return Step(scheduling, (ReadCalendar(state.job.card.id, horizon(event.at, facts)),))
    return read_calendar(state.job, "gone", event.at, facts)


@LEAD.on(Booked, SlotPicked)
def takes_the_picked(state: Booked, event: SlotPicked, facts: Facts) -> Step[LeadState]:
    if event.slot not in state.options or event.slot.start <= event.at:
        return read_calendar(state, "gone", event.at, facts)
    return Step(TakingSlot(state.case, state, event.slot), (TakeSlot(state.card.id, state.case.id, event.slot),))


@LEAD.on(Booked, TimeWished)
def another_time(state: Booked, event: TimeWished, facts: Facts) -> Step[LeadState]:
    """Without a wish the client is shown times; with one it is taken if it fits."""
    case = replace(state.case, form=replace(state.case.form, wish=event.wish))
    return read_calendar(replace(state, case=case), "wish" if event.wish else "move", event.at, facts)


@LEAD.on(Booked, ProAskedMove)
def pro_needs_another_time(state: Booked, event: ProAskedMove, facts: Facts) -> Step[LeadState]:
    if event.pro != state.card.id:
        return Step(state)
    case = replace(state.case, form=replace(state.case.form, wish=None))
    return read_calendar(replace(state, case=case), "pro_moves", event.at, facts)


@LEAD.on(Booked, ProAskedResume)
def gives_the_chat_back(state: Booked, event: ProAskedResume, facts: Facts) -> Step[LeadState]:
    if event.pro != state.card.id:
        return Step(state)
    return Step(state, (to_client(state.case, BotResumed(at=event.at, lead=state.case.id)),))


@LEAD.on(Booked, SlotReminderDue)
def reminds_of_the_time(state: Booked, event: SlotReminderDue, facts: Facts) -> Step[LeadState]:
    return read_calendar(replace(state, reminded=True), "again", event.at, facts)


@LEAD.on(Booked, RequestTold)
def adds_to_the_job(state: Booked, event: RequestTold, facts: Facts) -> Step[LeadState]:
    """What is needed and where was agreed; street, photos and words can still be added."""
    old = state.case.form
    form = replace(event.form, trade=old.trade, area=old.area, wish=old.wish, urgency=old.urgency)
    case = told(state.case, replace(event, form=form))
    if form == old:
        return Step(replace(state, case=case))
    files = new_files(form, old)
    update = JobUpdated(at=event.at, lead=case.id, job=job_view(case, state.slot), files=files)
    return Step(replace(state, case=case), (to_pro(state, update),))


# Called off, or given back


@LEAD.on(Booked, ClientCancelled)
def client_calls_off(state: Booked, event: ClientCancelled, facts: Facts) -> Step[LeadState]:
    case = state.case
    return Step(
        Cancelled(case, state.card, state.slot),
        (
            Release(state.card.id, case.id),
            to_pro(state, JobCancelled(at=event.at, lead=case.id, by=Actor.CLIENT)),
            ended_by_client(case, event),
        ),
    )


@LEAD.on(Booked, ProCancelled)
def pro_gives_back(state: Booked, event: ProCancelled, facts: Facts) -> Step[LeadState]:
    if event.pro != state.card.id:
        return Step(state)
    case = state.case
    return start_search(
        case,
        Status.NEW,
        facts,
        Release(event.pro, case.id),
        to_pro(state, JobCancelled(at=event.at, lead=case.id, by=Actor.PRO)),
        to_client(case, JobReturned(at=event.at, lead=case.id)),
    )


@LEAD.on(Booked, ProOnWay)
def on_the_way(state: Booked, event: ProOnWay, facts: Facts) -> Step[LeadState]:
    if event.pro != state.card.id:
        return Step(state)
    return Step(state, (to_client(state.case, ProIsComing(at=event.at, lead=state.case.id, pro=state.card)),))


# Rated, closed


@LEAD.on(Completed, Rated)
def rated(state: Completed, event: Rated, facts: Facts) -> Step[LeadState]:
    case = state.case
    review = NoteReview(state.card.id, case.id, event.stars, event.at)
    return Step(Closed(case, state.card, state.slot, event.stars), (review,))


@LEAD.on(Closed, Reviewed)
def reviewed(state: Closed, event: Reviewed, facts: Facts) -> Step[LeadState]:
    if state.card is None or state.stars is None or not event.words:
        return Step(state)
    return Step(state, (NoteReview(state.card.id, state.case.id, state.stars, event.at, event.words),))


@LEAD.on(Completed, RatingReminderDue)
def reminds_of_the_rating(state: Completed, event: RatingReminderDue, facts: Facts) -> Step[LeadState]:
    news = WorkDone(at=event.at, lead=state.case.id, pro=state.card, reminder=True)
    return Step(replace(state, reminded=True), (to_client(state.case, news),))


@LEAD.on(Completed, RatingTimedOut)
def closes_unrated(state: Completed, event: RatingTimedOut, facts: Facts) -> Step[LeadState]:
    case = state.case
    ended = LeadEnded(at=event.at, lead=case.id, status=Status.CLOSED, by=Actor.SYSTEM, quiet=True)
    return Step(Closed(case, state.card, state.slot), (to_client(case, ended),))


@LEAD.on_each((Completed, Closed, Cancelled), ClientCancelled)
def over_already(state: Completed | Closed | Cancelled, event: ClientCancelled, facts: Facts) -> Step[LeadState]:
    """Too late to call off: the client's chat learns where the lead stands."""
    status = {Completed: Status.COMPLETED, Closed: Status.CLOSED, Cancelled: Status.CANCELLED}[type(state)]
    news = LeadEnded(at=event.at, lead=state.case.id, status=status, by=Actor.SYSTEM, quiet=True)
    return Step(state, (to_client(state.case, news),))
