"""The closed table of the lead, and `decide`: the only way in, which writes the timeline as well.

Importing the modules with the rows fills the table; what is ignored is said here, pair by pair of kinds.
"""

import re
from dataclasses import replace

from fixi.domain import events as ev
from fixi.domain.events import Event
from fixi.domain.lead import done, files, job, offers, steered, unanswered  # noqa: F401 - importing them places their rows
from fixi.domain.lead.states import (
    FINAL,
    TRANSIENT,
    Booked,
    Change,
    Completed,
    LeadState,
    Offered,
    PendingReview,
    Understanding,
    Unopened,
    Waiting,
    status,
)
from fixi.domain.lead.table import ALARMS, ANSWERS, LEAD, LEAD_EVENTS, STEERED, TOLD_BY_CLIENT, TOLD_BY_PRO
from fixi.domain.machine import Facts, Step

STANDING = (Unopened, Understanding, Waiting, Offered, Booked, Completed, PendingReview, *FINAL)

# A state inside a turn hears only the answer it waits for; nothing else can reach it before the save.
LEAD.ignore(TRANSIENT, *LEAD_EVENTS)
# An answer to a question that a finished turn asked has nobody to hear it.
LEAD.ignore(STANDING, *ANSWERS)
# An alarm of a state that was left meanwhile.
LEAD.ignore(STANDING, *ALARMS)
# A place was freed for somebody who does not wait any more.
LEAD.ignore(STANDING, ev.PlaceFreed)
# A file of a lead that was never opened.
LEAD.ignore((Unopened,), ev.FileCame)
# A chat that speaks of a lead in a stage it left meanwhile: its own state is put right by the news of that change.
LEAD.ignore(STANDING, *TOLD_BY_CLIENT, *TOLD_BY_PRO)

# What an operator wanted of a stage that the lead has left meanwhile.
LEAD.ignore(STANDING, *STEERED)

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_UNREMARKABLE = frozenset(
    {
        ev.OfferQueued,
        ev.OfferSeen,
        ev.Found,
        ev.PlaceRefused,
        ev.CalendarRead,
        ev.RecheckDue,
        ev.PlaceFreed,
        ev.FileCame,
    }
)


_READ_AS = {ev.PlaceTaken: "offered", ev.SlotTaken: "time_agreed", ev.RequestTold: "request"}


def event_name(event: type[Event]) -> str:
    """The name of an event as people read it: `OfferAccepted` is `offer_accepted`."""
    return _READ_AS.get(event) or _WORDS.sub("_", event.__name__).lower()


def decide(state: LeadState, event: Event, facts: Facts) -> Step[LeadState]:
    """The step of a lead, with its line in the timeline."""
    step = LEAD.decide(state, event, facts)
    if isinstance(step.state, Unopened):
        return step
    before, after = status(state), status(step.state)
    remarkable = isinstance(event, ev.LeadNoted)
    if before is after and not remarkable and (step.state == state or type(event) in _UNREMARKABLE):
        return step
    change = Change(event.at, event_name(type(event)), event.actor, before, after, cause(event))
    case = step.state.case
    case = replace(case, history=(*case.history, change), updated_at=event.at)
    return Step(replace(step.state, case=case), step.effects)


def cause(event: Event) -> str:
    """What an operator reads beside the event: the professional, the reason, the stars."""
    parts = [
        str(getattr(event, name)) for name in ("by", "pro", "reason", "why", "stars", "text") if hasattr(event, name)
    ]
    return " ".join(part for part in parts if part)
