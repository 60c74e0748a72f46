"""The rows for an offer that nobody answers: the professional is reminded, the client asked, the next one asked."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.effects import NoteReply, Release, Tell
from fixi.domain.events import (
    AnotherWanted,
    OfferClosed,
    OfferExpired,
    OfferNudged,
    OfferNudgeDue,
    OfferUnanswered,
    ReassignAskDue,
)
from fixi.domain.lead.request import put_to_review, settled, start_search, to_client
from fixi.domain.lead.states import Case, LeadState, Offer, Offered, Searching
from fixi.domain.lead.table import LEAD, Facts, Step
from fixi.domain.values import Key, Status


@LEAD.on(Offered, OfferExpired)
def expired(state: Offered, event: OfferExpired, facts: Facts) -> Step[LeadState]:
    offer = state.case.offer_to(event.pro)
    if offer is None:
        return Step(state)
    case = state.case.ended(event.pro, "expired", event.at)
    return unanswered(case, offer, "expired", event.at, facts)


def unanswered(case: Case, offer: Offer, why: str, at: datetime, facts: Facts) -> Step[LeadState]:
    """One offer has ended without an answer: the next one is asked at once, or after too many a person decides."""
    case = replace(case, reassignments=case.reassignments + 1)
    # Nobody is blamed for not answering what he was never shown.
    outcome = "expired" if offer.seen_at is not None else "excused"
    first = (
        Release(offer.pro, case.id),
        NoteReply(offer.pro, case.id, outcome, (at - (offer.seen_at or offer.at)).total_seconds()),
        Tell(Key.pro(offer.pro), OfferClosed(at=at, lead=case.id, why=why)),
        *settled(case, offer, at),
    )
    if case.open_offers:
        return Step(Offered(case), first)
    if case.reassignments > facts.policy.max_reassignments:
        return put_to_review(case, "tries", at, facts, *first)
    step = start_search(case, Status.NEW, facts, *first)
    return Step(replace(step.state, again=True), step.effects) if isinstance(step.state, Searching) else step


@LEAD.on(Offered, OfferNudgeDue)
def nudges(state: Offered, event: OfferNudgeDue, facts: Facts) -> Step[LeadState]:
    nudge = Tell(Key.pro(event.pro), OfferNudged(at=event.at, lead=state.case.id))
    return Step(Offered(state.case.with_offer(event.pro, nudged=True)), (nudge,))


# What the client says while nobody answers


@LEAD.on(Offered, ReassignAskDue)
def asks_for_another(state: Offered, event: ReassignAskDue, facts: Facts) -> Step[LeadState]:
    """Once for each offer, and only in time: what is about to be decided by itself is not asked."""
    case, policy = state.case, facts.policy
    offer = case.offer_to(event.pro)
    if offer is None or offer.seen_at is None or event.at >= offer.expires(policy, case.share):
        return Step(state)
    minutes = int((event.at - offer.seen_at).total_seconds() // 60)
    asked = OfferUnanswered(at=event.at, lead=case.id, pro=event.pro, minutes=minutes)
    return Step(Offered(case.with_offer(event.pro, asked_client=True)), (to_client(case, asked),))


@LEAD.on(Offered, AnotherWanted)
def wants_another(state: Offered, event: AnotherWanted, facts: Facts) -> Step[LeadState]:
    """Yes: the offer ends as if its time were over. No: this one gets as much time again."""
    offer = state.case.offer_to(event.pro)
    if offer is None or not offer.asked_client or offer.patient:
        return Step(state)
    if not event.yes:
        return Step(Offered(state.case.with_offer(event.pro, patient=True)))
    case = state.case.ended(event.pro, "withdrawn", event.at, "reassigned")
    return unanswered(case, offer, "reassigned", event.at, facts)
