"""The rows of a lead: from the first words to the end, with a professional found on the way.

`decide` is the only way in: it applies the row and writes the timeline. The parts: here the request, the search
and the ends; in `offers` the offers, in `job` everything after the yes.
"""

from dataclasses import replace
from datetime import datetime

from fixi.domain.calendar import awake, next_duty
from fixi.domain.effects import Alert, Effect, Find, Release, Tell
from fixi.domain.events import (
    ClientCancelled,
    Event,
    Found,
    GivenUp,
    LeadEnded,
    LeadReviewed,
    LeadWaits,
    NeedChecked,
    OfferClosed,
    OfferFiles,
    OfferSettled,
    PlaceFreed,
    QuestionsUsedUp,
    RecheckDue,
    RequestTold,
    ReviewReminderDue,
    StillNeeded,
    StillNeededDue,
)
from fixi.domain.forms import Form
from fixi.domain.lead.states import (
    NEXT_DAY,
    Cancelled,
    Case,
    Closed,
    LeadState,
    Offer,
    Offered,
    PendingReview,
    Searching,
    Understanding,
    Unopened,
    Waiting,
)
from fixi.domain.lead.table import LEAD, Facts, Step
from fixi.domain.matching import Search
from fixi.domain.values import Actor, Key, Media, Status


def to_client(case: Case, event: Event) -> Tell:
    """News for the client of this lead."""
    return Tell(Key.client(case.client), event)


def search_for(case: Case) -> Search:
    """What to look for; only asked of a routable form."""
    form = case.form
    if form.trade is None or form.area is None:
        raise ValueError("a search needs a trade and an area")
    return Search(case.id, case.client.text, form.trade, form.area, form.urgency, case.language, case.asked)


def start_search(case: Case, before: Status, facts: Facts, *first: Effect) -> Step[LeadState]:
    """Look for a professional, in the narrowest ring first."""
    search = search_for(case)
    find = Find(search.trade, search.area, facts.policy.radius_steps[0], case.id)
    return Step(Searching(case, before), (*first, find))


def put_to_review(case: Case, reason: str, at: datetime, facts: Facts, *first: Effect) -> Step[LeadState]:
    """A person decides now; operators and client are told."""
    case = replace(case, waiting_since=None)
    return Step(
        PendingReview(case, reason, awake(at + facts.policy.review_reminder, facts.policy)),
        (
            *first,
            Alert(f"review.{reason}", case.id),
            to_client(case, LeadReviewed(at=at, lead=case.id, reason=reason)),
        ),
    )


def withdraw(case: Case, at: datetime, why: str) -> tuple[Case, tuple[Effect, ...]]:
    """Every open offer ends; the professionals are told and their places given back."""
    effects: list[Effect] = []
    for offer in case.open_offers:
        case = case.ended(offer.pro, "withdrawn", at, why)
        effects += [Tell(Key.pro(offer.pro), OfferClosed(at=at, lead=case.id, why=why)), Release(offer.pro, case.id)]
        effects += settled(case, offer, at)
    return case, tuple(effects)


def settled(case: Case, offer: Offer, at: datetime) -> tuple[Effect, ...]:
    """If the client was asked about this offer, his chat learns that there is nothing left to ask."""
    return (to_client(case, OfferSettled(at=at, lead=case.id)),) if offer.asked_client else ()


# The request


@LEAD.on(Unopened, RequestTold)
def opens(_: Unopened, event: RequestTold, facts: Facts) -> Step[LeadState]:
    case = Case(facts.key.id, event.client, event.language, event.form, event.at, event.at, event.at)
    return start_search(case, Status.CONTACTED, facts) if event.ready else Step(Understanding(case))


@LEAD.on(Unopened, QuestionsUsedUp)
def opens_unclear(_: Unopened, event: QuestionsUsedUp, facts: Facts) -> Step[LeadState]:
    case = Case(facts.key.id, event.client, event.language, event.form, event.at, event.at, event.at)
    return put_to_review(case, "unclear", event.at, facts)


@LEAD.on(Understanding, RequestTold)
def learns_more(state: Understanding, event: RequestTold, facts: Facts) -> Step[LeadState]:
    case = told(state.case, event)
    return start_search(case, Status.CONTACTED, facts) if event.ready else Step(Understanding(case))


@LEAD.on(Understanding, QuestionsUsedUp)
def stays_unclear(state: Understanding, event: QuestionsUsedUp, facts: Facts) -> Step[LeadState]:
    return put_to_review(replace(state.case, form=event.form.filled(state.case.form)), "unclear", event.at, facts)


@LEAD.on(Waiting, RequestTold)
def learns_while_waiting(state: Waiting, event: RequestTold, facts: Facts) -> Step[LeadState]:
    case = told(state.case, event)
    if searches_differ(case, state.case):
        return start_search(case, Status.CONTACTED, facts)
    return Step(replace(state, case=case))


@LEAD.on(Offered, RequestTold)
def learns_while_offered(state: Offered, event: RequestTold, facts: Facts) -> Step[LeadState]:
    case = told(state.case, event)
    if not searches_differ(case, state.case):
        return Step(Offered(case), offer_files(case, new_files(case.form, state.case.form), event.at))
    case, effects = withdraw(case, event.at, "changed")
    return start_search(case, Status.NEW, facts, *effects)


@LEAD.on(PendingReview, RequestTold)
def learns_while_reviewed(state: PendingReview, event: RequestTold, facts: Facts) -> Step[LeadState]:
    case = told(state.case, event)
    if case.form.routable and searches_differ(case, state.case):
        return start_search(case, Status.PENDING_REVIEW, facts)
    return Step(replace(state, case=case))


def told(case: Case, event: RequestTold) -> Case:
    """The case with what the client has told since; what an operator put in meanwhile his chat may not know yet."""
    return replace(case, form=event.form.filled(case.form), active_at=event.at, checked_at=None)


def new_files(new: Form, old: Form) -> tuple[Media, ...]:
    """What there is to see that was not there before."""
    return tuple(file for file in new.media if file.to_show and file not in old.media)


def offer_files(case: Case, files: tuple[Media, ...], at: datetime, stand_in: str = "") -> tuple[Effect, ...]:
    """Everybody who is being asked gets them as well."""
    told = OfferFiles(at=at, lead=case.id, files=files, stand_in=stand_in)
    return tuple(Tell(Key.pro(offer.pro), told) for offer in case.open_offers) if files or stand_in else ()


def searches_differ(new: Case, old: Case) -> bool:
    """True when what is new changes who would be asked."""
    return (new.form.trade, new.form.area, new.form.emergency) != (old.form.trade, old.form.area, old.form.emergency)


# The search that found nobody


def nobody_now(state: Searching, event: Found, facts: Facts, busy: bool, *first: Effect) -> Step[LeadState]:
    """Nobody can be asked: the waiting room when somebody would suit later, else a person decides."""
    case = state.case
    if not busy:
        if state.status is Status.PENDING_REVIEW:
            return Step(PendingReview(case, "nobody", awake(event.at + NEXT_DAY, facts.policy)), first)
        return put_to_review(case, "tries" if case.offers else "nobody", event.at, facts, *first)
    if state.status is Status.PENDING_REVIEW:
        return Step(PendingReview(case, "busy", awake(event.at + NEXT_DAY, facts.policy)), first)
    duties = [due for pro in event.pros if (due := duty_of(pro.id, event, facts)) is not None and due > event.at]
    recheck = min([event.at + facts.policy.waiting_recheck, *duties])
    if case.waiting_since is not None:
        return Step(Waiting(case, recheck), first)
    case = replace(case, waiting_since=event.at)
    full = any(row.refused == "full" for row in case.ranking.rows) if case.ranking is not None else False
    until = None if full else min(duties, default=None)
    return Step(Waiting(case, recheck), (*first, to_client(case, LeadWaits(at=event.at, lead=case.id, until=until))))


def duty_of(pro: str, event: Found, facts: Facts) -> datetime | None:
    """When this one of the found can be asked next."""
    return next((next_duty(found, event.at, facts.policy.zone) for found in event.pros if found.id == pro), None)


@LEAD.on_each((Waiting,), RecheckDue, PlaceFreed)
def looks_again(state: Waiting, event: RecheckDue | PlaceFreed, facts: Facts) -> Step[LeadState]:
    return start_search(state.case, Status.CONTACTED, facts)


# Is it still needed?


@LEAD.on_each((Understanding, Waiting), StillNeededDue)
def asks_whether_still_needed(state: Understanding | Waiting, event: StillNeededDue, facts: Facts) -> Step[LeadState]:
    case = replace(state.case, checked_at=event.at)
    return Step(replace(state, case=case), (to_client(case, NeedChecked(at=event.at, lead=case.id)),))


@LEAD.on_each((Understanding, Waiting), StillNeeded)
def goes_on(state: Understanding | Waiting, event: StillNeeded, facts: Facts) -> Step[LeadState]:
    case = replace(state.case, checked_at=None, active_at=event.at)
    if isinstance(state, Waiting):
        case = replace(case, waiting_since=event.at)
    return Step(replace(state, case=case))


@LEAD.on_each((Understanding, Waiting), GivenUp)
def gives_up(state: Understanding | Waiting, event: GivenUp, facts: Facts) -> Step[LeadState]:
    case = state.case
    ended = LeadEnded(at=event.at, lead=case.id, status=Status.CLOSED, by=Actor.SYSTEM)
    return Step(Closed(case), (to_client(case, ended),))


@LEAD.on(PendingReview, ReviewReminderDue)
def reminds_operators(state: PendingReview, event: ReviewReminderDue, facts: Facts) -> Step[LeadState]:
    again = awake(event.at + facts.policy.review_reminder, facts.policy)
    return Step(replace(state, alert_at=again), (Alert(f"review.{state.reason}", state.case.id),))


# Called off before anybody said yes


@LEAD.on_each((Understanding, Waiting, Offered, PendingReview), ClientCancelled)
def called_off(
    state: Understanding | Waiting | Offered | PendingReview, event: ClientCancelled, facts: Facts
) -> Step[LeadState]:
    case, effects = withdraw(state.case, event.at, "cancelled")
    return Step(Cancelled(case), (*effects, ended_by_client(case, event)))


def ended_by_client(case: Case, event: ClientCancelled) -> Tell:
    """The client's chat learns that it is off; it has told the client already."""
    return to_client(case, LeadEnded(at=event.at, lead=case.id, status=Status.CANCELLED, by=Actor.CLIENT))
