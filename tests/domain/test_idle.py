"""A search by `idle_since` finds all that can be due, whatever the policy says."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.events import OfferExpired, OfferNudgeDue
from fixi.domain.lead.idle import idle_since, overdue, patience
from fixi.domain.lead.states import (
    FINAL,
    LEAD_STATES,
    TRANSIENT,
    Booked,
    Cancelled,
    Closed,
    Completed,
    LeadState,
    Offered,
    PendingReview,
    Rejected,
    Understanding,
    Unopened,
    Waiting,
    alarms,
    status,
)
from fixi.domain.policy import Policy
from fixi.domain.values import Slot, Status, Urgency
from tests.support.samples import AT, CARD, DAY, FORM, HOUR, MINUTE, SECOND, a_case, an_offer

LATER = st.integers(0, 5000).map(lambda minutes: AT + minutes * MINUTE)
MAYBE = st.none() | LATER
LENGTHS = st.integers(1, 3000).map(lambda minutes: minutes * MINUTE)
FORMS = st.sampled_from(Urgency).map(lambda urgency: replace(FORM, urgency=urgency))
POLICIES = st.builds(
    Policy,
    offer_nudge=LENGTHS,
    offer_reassign_ask=LENGTHS,
    sos_after=LENGTHS,
    waiting_recheck=LENGTHS,
    still_needed_after=LENGTHS,
    stale_after=LENGTHS,
    done_confirm=LENGTHS,
    slot_reminder=LENGTHS,
    completion_check_gap=LENGTHS,
    rating_reminder=LENGTHS,
    rating_timeout=LENGTHS,
    review_reminder=LENGTHS,
)


KINDS = ("understanding", "waiting", "offered", "booked", "completed", "review")


@st.composite
def leads(draw: st.DrawFn, policy: Policy, kind: str) -> LeadState:
    """A lead in a state in which it waits for somebody, as a turn under this policy may have left it."""
    case = a_case(form=draw(FORMS), checked_at=draw(MAYBE), active_at=AT)
    slot = draw(MAYBE)
    match kind:
        case "understanding":
            return Understanding(case)
        case "waiting":
            last_look = draw(LATER)
            return Waiting(replace(case, waiting_since=AT), last_look + policy.waiting_recheck)
        case "offered":
            times = draw(st.lists(st.tuples(LATER, MAYBE), min_size=1, max_size=3))
            offers = tuple(
                an_offer(f"pro{n}", at=at, seen_at=max(at, seen) if seen is not None else None)
                for n, (at, seen) in enumerate(times)
            )
            return Offered(replace(case, offers=offers))
        case "booked":
            return Booked(
                case,
                CARD,
                draw(LATER),
                Slot(slot, slot + HOUR) if slot is not None else None,
                options=(Slot(AT, AT + HOUR),) if slot is None else (),
                claimed_at=draw(MAYBE),
                checks=draw(st.integers(0, 3)),
                silent_since=draw(MAYBE),
            )
        case "completed":
            return Completed(case, CARD, draw(LATER))
        case _:
            return PendingReview(case, "tries", draw(LATER))


@pytest.mark.parametrize("kind", KINDS)
@given(st.data(), POLICIES)
def test_no_alarm_comes_before_the_patience_of_its_status_is_over(
    kind: str, data: st.DataObject, policy: Policy
) -> None:
    lead = data.draw(leads(policy, kind))
    since, where = idle_since(lead), status(lead)
    assert since is not None
    assert where is not None
    assert alarms(lead, policy)
    for alarm in alarms(lead, policy):
        assert alarm.due >= since + patience(where, policy), alarm


@pytest.mark.parametrize("kind", KINDS)
@given(st.data(), POLICIES, LATER)
def test_what_is_overdue_is_what_was_due_by_then(kind: str, data: st.DataObject, policy: Policy, at: datetime) -> None:
    lead = data.draw(leads(policy, kind))
    due = tuple(alarm for alarm in alarms(lead, policy) if alarm.due <= at)
    assert overdue(lead, at, policy, timedelta(0)) == due
    assert overdue(lead, at + HOUR, policy, HOUR) == due


@pytest.mark.parametrize(
    ("lead", "since"),
    [
        (Understanding(a_case(active_at=AT + HOUR)), AT + HOUR),
        (Understanding(a_case(checked_at=AT + DAY)), AT + DAY),
        (Waiting(a_case(waiting_since=AT + HOUR), AT + 2 * HOUR), AT + HOUR),
        (Offered(a_case(offers=(an_offer(at=AT + HOUR), an_offer(at=AT + MINUTE)))), AT + MINUTE),
        (Offered(a_case(offers=(an_offer(seen_at=AT + HOUR),))), AT + HOUR),
        (Offered(a_case(offers=(an_offer(outcome="expired"),), updated_at=AT + DAY)), AT + DAY),
        (Booked(a_case(), CARD, AT, Slot(AT + DAY, AT + DAY + HOUR)), AT + DAY + HOUR),
        (Booked(a_case(), CARD, AT + HOUR), AT + HOUR),
        (Booked(a_case(), CARD, AT, Slot(AT + DAY, AT + DAY + HOUR), claimed_at=AT + HOUR), AT + HOUR),
        (Completed(a_case(), CARD, AT + DAY), AT + DAY),
        (PendingReview(a_case(), "tries", AT + DAY), AT + DAY),
        (Unopened(), None),
        (Closed(a_case()), None),
        (Cancelled(a_case()), None),
        (Rejected(a_case()), None),
    ],
)
def test_since_when_a_lead_waits(lead: LeadState, since: datetime | None) -> None:
    assert idle_since(lead) == since


def test_every_state_that_is_kept_and_not_at_its_end_waits_for_somebody() -> None:
    """Those of the test above, all of them: a new state wants a line there."""
    kept = set(LEAD_STATES) - {*TRANSIENT, *FINAL, Unopened}
    assert kept == {Understanding, Waiting, Offered, Booked, Completed, PendingReview}


def test_kinds_narrow_what_is_overdue() -> None:
    lead = Offered(a_case(offers=(an_offer(seen_at=AT),)))
    late = AT + 31 * MINUTE
    assert len(overdue(lead, late, Policy(), timedelta(0))) > 1
    (expired,) = overdue(lead, late, Policy(), timedelta(0), (OfferExpired,))
    assert expired.due == AT + 30 * MINUTE
    assert overdue(lead, AT + 10 * MINUTE - SECOND, Policy(), timedelta(0), (OfferNudgeDue,)) == ()


def test_an_end_has_no_patience() -> None:
    assert patience(Status.CLOSED, Policy()) == timedelta(0)
