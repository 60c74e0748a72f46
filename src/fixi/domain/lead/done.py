"""The rows about whether the work is done: said by either side, confirmed, or asked of both until somebody answers."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.effects import Alert, NoteDone, Release
from fixi.domain.events import (
    ClientSaidDone,
    DoneCheckDue,
    DoneChecked,
    DoneClaimed,
    DoneConfirmDue,
    JobFinished,
    JobStale,
    NotDoneYet,
    ProSaidDone,
    ProSaidNotDone,
    StaleDue,
    WorkDone,
)
from fixi.domain.lead.job import to_pro
from fixi.domain.lead.request import to_client
from fixi.domain.lead.states import Booked, Completed, LeadState
from fixi.domain.lead.table import LEAD, Facts, Step


def completed(state: Booked, at: datetime) -> Step[LeadState]:
    """Done: the place is free, the client is asked how it was."""
    case = state.case
    return Step(
        Completed(case, state.card, at, state.slot),
        (
            Release(state.card.id, case.id),
            NoteDone(state.card.id, case.id),
            to_pro(state, JobFinished(at=at, lead=case.id)),
            to_client(case, WorkDone(at=at, lead=case.id, pro=state.card)),
        ),
    )


@LEAD.on(Booked, ProSaidDone)
def pro_done(state: Booked, event: ProSaidDone, facts: Facts) -> Step[LeadState]:
    return completed(state, event.at) if event.pro == state.card.id else Step(state)


@LEAD.on(Booked, DoneConfirmDue)
def nobody_objected(state: Booked, event: DoneConfirmDue, facts: Facts) -> Step[LeadState]:
    return completed(state, event.at)


@LEAD.on(Booked, ClientSaidDone)
def client_done(state: Booked, event: ClientSaidDone, facts: Facts) -> Step[LeadState]:
    if state.claimed_at is not None:
        return Step(state)
    claim = to_pro(state, DoneClaimed(at=event.at, lead=state.case.id))
    return Step(replace(state, claimed_at=event.at), (claim,))


@LEAD.on(Booked, ProSaidNotDone)
def not_done_yet(state: Booked, event: ProSaidNotDone, facts: Facts) -> Step[LeadState]:
    """The client hears it if he said otherwise; and what the professional has answered the client is not asked."""
    if event.pro != state.card.id:
        return Step(state)
    answered = replace(state, claimed_at=None, silent_since=None)
    if state.claimed_at is None:
        return Step(answered)
    return Step(answered, (to_client(state.case, NotDoneYet(at=event.at, lead=state.case.id)),))


@LEAD.on(Booked, StaleDue)
def asks_whether_done(state: Booked, event: StaleDue, facts: Facts) -> Step[LeadState]:
    """The professional is asked twice, a day apart; then people look, once a day."""
    state = replace(state, checks=state.checks + 1)
    if state.checks <= facts.policy.completion_checks_max:
        state = replace(state, silent_since=state.silent_since or event.at)
        return Step(state, (to_pro(state, JobStale(at=event.at, lead=state.case.id)),))
    return Step(state, (Alert("stale", state.case.id),))


@LEAD.on(Booked, DoneCheckDue)
def asks_the_client(state: Booked, event: DoneCheckDue, facts: Facts) -> Step[LeadState]:
    """The professional had the first word and did not use it."""
    news = DoneChecked(at=event.at, lead=state.case.id, pro=state.card, again=state.client_checks > 0)
    asked = replace(state, client_checks=state.client_checks + 1, silent_since=event.at)
    return Step(asked, (to_client(state.case, news),))
