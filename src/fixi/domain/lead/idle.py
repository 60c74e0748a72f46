"""Since when a lead waits for somebody: what the periodic jobs search by, since it does not depend on any policy.

`alarms` says when a lead is due under the policy of this moment; a due time that was stored may be wrong, or follow
from an older policy. `idle_since` follows from the state alone, and no alarm that a job looks after comes earlier than
`patience` behind it: so a search by it finds all that can be due, and little else.
"""

from datetime import datetime, timedelta

from fixi.domain.events import Event
from fixi.domain.lead.states import (
    Booked,
    Completed,
    LeadState,
    Offered,
    PendingReview,
    Understanding,
    Waiting,
    alarms,
)
from fixi.domain.machine import Alarm
from fixi.domain.policy import Policy
from fixi.domain.values import Status

# An emergency has half the time.
SHORTEST_SHARE = 0.5


def idle_since(state: LeadState) -> datetime | None:
    """Since when (or, for an appointment, from when on) it waits for somebody; None at its end."""
    match state:
        case Understanding(case=case):
            return case.checked_at or case.active_at
        case Waiting(case=case):
            return case.waiting_since or case.active_at
        case Offered(case=case):
            return min((offer.seen_at or offer.at for offer in case.open_offers), default=case.updated_at)
        case Booked():
            over = state.slot.end if state.slot is not None else state.booked_at
            return min(moment for moment in (over, state.claimed_at, state.silent_since) if moment is not None)
        case Completed():
            return state.done_at
        case PendingReview():
            return state.alert_at
        case _:
            return None


def patience(wanted: Status, policy: Policy) -> timedelta:
    """The shortest time behind `idle_since` at which anything can be due in this status."""
    match wanted:
        case Status.CONTACTED:
            return min(policy.waiting_recheck, policy.still_needed_after)
        case Status.NEW:
            return min(policy.offer_nudge, policy.offer_reassign_ask, policy.sos_after) * SHORTEST_SHARE
        case Status.BOOKED:
            waits = (policy.stale_after, policy.done_confirm, policy.slot_reminder, policy.completion_check_gap)
            return min(waits)
        case Status.COMPLETED:
            return min(policy.rating_reminder, policy.rating_timeout)
        case _:
            return timedelta(0)


def overdue(
    state: LeadState, at: datetime, policy: Policy, slack: timedelta, kinds: tuple[type[Event], ...] = ()
) -> tuple[Alarm, ...]:
    """Its alarms of these kinds (of any, when none is named) that were due `slack` ago, under the policy as it is."""
    return tuple(
        alarm
        for alarm in alarms(state, policy)
        if alarm.due <= at - slack and (not kinds or isinstance(alarm.event, kinds))
    )
