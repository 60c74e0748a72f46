"""The rows of a lead that is being offered: finding, claiming a place, asking, and what the asked ones answer."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.effects import Effect, Find, NoteReply, ReadCalendar, Release, Reserve, Tell
from fixi.domain.events import (
    DeclineExplained,
    Found,
    OfferAccepted,
    OfferClosed,
    OfferDeclined,
    OfferMade,
    OfferQueued,
    OfferSeen,
    OfferView,
    PlaceRefused,
    PlaceTaken,
    ProAsked,
)
from fixi.domain.forms import Form
from fixi.domain.lead.request import (
    nobody_now,
    search_for,
    settled,
    start_search,
    to_client,
    withdraw,
)
from fixi.domain.lead.states import (
    Booked,
    Cancelled,
    Case,
    Closed,
    Completed,
    LeadState,
    Offer,
    Offered,
    PendingReview,
    Rejected,
    Reserving,
    Scheduling,
    Searching,
    Understanding,
    Unopened,
    Waiting,
)
from fixi.domain.lead.table import LEAD, Facts, Step
from fixi.domain.matching import rank
from fixi.domain.privacy import scrubbed
from fixi.domain.professional import Professional
from fixi.domain.values import REFUSED, Key, Slot, Status

NOT_HIS_FAULT = frozenset({"far", "trade", "paused"})


def view(case: Case, pro: Professional) -> OfferView:
    """What he is shown before his yes."""
    search = search_for(case)
    form = case.form
    return OfferView(
        case.id,
        search.trade,
        search.area,
        scrubbed(form.issue or "", form),
        form.wish,
        tuple(file for file in form.media if not file.url.startswith(REFUSED)),
        pro.price_of(search.trade),
        form.emergency,
        seen(form),
    )


def seen(form: Form) -> str | None:
    """What the pictures show, for somebody who may not know yet where that is.

    Signs and plates are in pictures too. As long as the address is not known there is nothing to tell it by, so what
    has a number in it is left out.
    """
    shown = scrubbed(form.picture or "", form)
    return None if not shown or (form.street is None and any(map(str.isdigit, shown))) else shown


@LEAD.on(Searching, Found)
def ranks_whom_it_found(state: Searching, event: Found, facts: Facts) -> Step[LeadState]:
    steps = facts.policy.radius_steps
    search = search_for(state.case)
    ranking = rank(event.pros, search, steps[state.ring], event.at, facts.policy)
    case = replace(state.case, ranking=ranking)
    # A place claimed in a turn that died, with somebody who can no longer be asked, would be lost for ever.
    stale = tuple(
        Release(pro.id, case.id)
        for pro in event.pros
        if case.id in pro.places and case.offer_to(pro.id) is None and pro.id not in ranking.ranked
    )
    if ranking.ranked:
        first = Reserve(ranking.ranked[0], case.id, cap_of(ranking.ranked[0], event.pros, facts))
        reserving = Reserving(case, state.status, ranking.ranked, event.pros, state.again)
        return Step(reserving, (*stale, first))
    if state.ring + 1 < len(steps):
        find = Find(search.trade, search.area, steps[state.ring + 1], case.id)
        return Step(replace(state, case=case, ring=state.ring + 1), (*stale, find))
    return nobody_now(replace(state, case=case), event, facts, bool(ranking.busy), *stale)


def cap_of(pro: str, pros: tuple[Professional, ...], facts: Facts) -> int:
    """How many leads he may carry."""
    default = facts.policy.max_active_jobs
    return next((found.capacity(default) for found in pros if found.id == pro), default)


@LEAD.on(Reserving, PlaceTaken)
def offers_it(state: Reserving, event: PlaceTaken, facts: Facts) -> Step[LeadState]:
    pro = next(found for found in state.pros if found.id == event.pro)
    first_ever = not state.case.offers
    case = replace(
        state.case,
        offers=(*state.case.offers, Offer(event.pro, event.at, seen_at=event.at, by=state.by)),
        waiting_since=None,
        checked_at=None,
    )
    offer = OfferMade(at=event.at, lead=case.id, view=view(case, pro), language=pro.speaks() or facts.policy.language)
    effects: list[Effect] = [Tell(Key.pro(event.pro), offer)]
    if first_ever or state.again:
        effects.append(to_client(case, ProAsked(at=event.at, lead=case.id, again=not first_ever)))
    rest = state.candidates[1:]
    if case.form.emergency and rest and len(case.open_offers) < facts.policy.emergency_offers:
        reserve = Reserve(rest[0], case.id, cap_of(rest[0], state.pros, facts))
        return Step(replace(state, case=case, candidates=rest, again=False), (*effects, reserve))
    return Step(Offered(case), tuple(effects))


@LEAD.on(Reserving, PlaceRefused)
def tries_the_next(state: Reserving, event: PlaceRefused, facts: Facts) -> Step[LeadState]:
    rest = state.candidates[1:]
    if rest:
        reserve = Reserve(rest[0], state.case.id, cap_of(rest[0], state.pros, facts))
        return Step(replace(state, candidates=rest), (reserve,))
    if state.case.open_offers:
        return Step(Offered(state.case))
    found = Found(at=event.at, pros=state.pros)
    return nobody_now(Searching(state.case, state.status), found, facts, busy=True)


# What the asked one answers


@LEAD.on(Offered, OfferAccepted)
def accepted(state: Offered, event: OfferAccepted, facts: Facts) -> Step[LeadState]:
    offer = state.case.offer_to(event.pro)
    if offer is None:
        return too_late(state, event, facts)
    case = state.case.ended(event.pro, "accepted", event.at)
    case, effects = withdraw(case, event.at, "taken")
    noted = NoteReply(event.pro, case.id, "accepted", (event.at - (offer.seen_at or offer.at)).total_seconds())
    return Step(
        Scheduling(case, event.pro, "accepted"),
        (*effects, noted, *settled(case, offer, event.at), ReadCalendar(event.pro, horizon(event.at, facts))),
    )


def horizon(at: datetime, facts: Facts) -> Slot:
    """The stretch in which times are looked for."""
    return Slot(at - facts.policy.slot_length, at + 2 * facts.policy.slot_horizon)


def after_a_no(case: Case, facts: Facts, *first: Effect) -> Step[LeadState]:
    """One offer has ended: the others stay open, or the next one is asked at once."""
    if case.open_offers:
        return Step(Offered(case), first)
    return start_search(case, Status.NEW, facts, *first)


@LEAD.on(Offered, OfferDeclined)
def declined(state: Offered, event: OfferDeclined, facts: Facts) -> Step[LeadState]:
    offer = state.case.offer_to(event.pro)
    if offer is None:
        return too_late(state, event, facts)
    case = state.case.ended(event.pro, "declined", event.at)
    noted = NoteReply(event.pro, case.id, "declined", (event.at - (offer.seen_at or offer.at)).total_seconds())
    return after_a_no(case, facts, Release(event.pro, case.id), noted, *settled(case, offer, event.at))


@LEAD.on_each((Offered,), OfferQueued, OfferSeen)
def shown_later(state: Offered, event: OfferQueued | OfferSeen, facts: Facts) -> Step[LeadState]:
    """The time to answer runs from when he sees it."""
    seen = event.at if isinstance(event, OfferSeen) else None
    return Step(Offered(state.case.with_offer(event.pro, seen_at=seen)))


WITH_CASE = (Understanding, Waiting, Offered, Booked, Completed, PendingReview, Closed, Cancelled, Rejected)


@LEAD.on_each(WITH_CASE, DeclineExplained)
def notes_why(
    state: Understanding | Waiting | Offered | Booked | Completed | PendingReview | Closed | Cancelled | Rejected,
    event: DeclineExplained,
    facts: Facts,
) -> Step[LeadState]:
    """A decline that is not his fault does not count against him."""
    offer = next((o for o in state.case.offers if o.pro == event.pro and o.outcome == "declined"), None)
    if offer is None or offer.reason is not None:
        return Step(state)
    offers = tuple(replace(o, reason=event.reason) if o is offer else o for o in state.case.offers)
    step: Step[LeadState] = Step(replace(state, case=replace(state.case, offers=offers)))
    if event.reason not in NOT_HIS_FAULT or offer.ended_at is None:
        return step
    seconds = (offer.ended_at - offer.at).total_seconds()
    return step.then(NoteReply(event.pro, state.case.id, "excused", seconds))


@LEAD.on_each((Unopened, *WITH_CASE), OfferAccepted, OfferDeclined)
def too_late(state: LeadState, event: OfferAccepted | OfferDeclined, facts: Facts) -> Step[LeadState]:
    """An answer to an offer that stands no more is answered politely and changes nothing."""
    if isinstance(event, OfferDeclined):
        return Step(state)
    if isinstance(state, Booked) and state.card.id == event.pro:
        return Step(state)
    late = OfferClosed(at=event.at, lead=facts.key.id, why="late")
    return Step(state, (Tell(Key.pro(event.pro), late),))
