"""One lead in short: its row in a list, what is counted of it, and the words by which it is found."""

from dataclasses import dataclass
from datetime import datetime

from fixi.domain.figures import LeadFacts
from fixi.domain.lead.states import (
    FINAL,
    Booked,
    Cancelled,
    Case,
    Closed,
    Completed,
    LeadState,
    PendingReview,
    Unopened,
    appointment,
    status,
)
from fixi.domain.professional import ProCard
from fixi.domain.tokens import tagged, tails, words
from fixi.domain.values import ChatKey, Slot, Status

SHOWN = 200  # characters of what a person wrote
# A decision that only a person can make is not the same when nobody suits at all.
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead in a list. `pros` are those who have the job, had it, or are being asked; `reason` is why it is under
    review, `due` whether it wants to be woken at all."""

    id: str
    version: int
    status: Status
    client: ChatKey
    opened_at: datetime
    updated_at: datetime
    name: str | None = None
    trade: str | None = None
    area: str | None = None
    street: str | None = None
    issue: str | None = None
    emergency: bool = False
    pros: tuple[str, ...] = ()
    pro_name: str | None = None
    offers: int = 0
    slot: Slot | None = None
    reason: str = ""
    stars: int | None = None
    files: int = 0


def summary(state: LeadState, version: int) -> LeadRow | None:
    """The row of this lead; None before the first word."""
    at = status(state)
    if isinstance(state, Unopened) or at is None:
        return None
    case, form = state.case, state.case.form
    card = _card(state)
    open_to = tuple(offer.pro for offer in case.open_offers)
    issue = form.issue or form.transcript
    return LeadRow(
        case.id,
        version,
        at,
        case.client,
        case.opened_at,
        case.updated_at,
        form.name[:SHOWN] if form.name else None,
        form.trade.code if form.trade is not None else None,
        form.area.name if form.area is not None else None,
        form.street[:SHOWN] if form.street else None,
        issue[:SHOWN] if issue else None,
        form.emergency,
        (card.id,) if card is not None else open_to,
        card.name if card is not None else None,
        len(case.offers),
        appointment(state),
        state.reason if isinstance(state, PendingReview) else "",
        state.stars if isinstance(state, Closed) else None,
        len(form.media),
    )


def found_by(state: LeadState) -> tuple[str, ...]:
    """Every token under which this lead is found: status, trade, area, professional, ends of the phone, words."""
    at = status(state)
    if isinstance(state, Unopened) or at is None:
        return ()
    case, form, card = state.case, state.case.form, _card(state)
    pros = {offer.pro for offer in case.offers} | ({card.id} if card is not None else set())
    return (
        f"id:{case.id}",
        f"s:{at.value}",
        *tagged("t", (form.trade.code,) if form.trade is not None else ()),
        *tagged("a", (form.area.name,) if form.area is not None else ()),
        *tagged("p", sorted(pros)),
        *tagged("n", tails(case.client.phone or "")),
        *tagged("w", words(form.name, form.street, form.issue, form.transcript)),
    )


def counted(state: LeadState) -> LeadFacts | None:
    """What the numbers need of it; None before the first word. The first answer is not known to the lead."""
    at = status(state)
    if isinstance(state, Unopened) or at is None:
        return None
    case, card = state.case, _card(state)
    yes = [offer for offer in case.offers if offer.outcome == "accepted"]
    outcomes = [offer.outcome for offer in case.offers]
    return LeadFacts(
        int(case.opened_at.timestamp()),
        at.value,
        case.form.trade.code if case.form.trade is not None else "",
        case.form.area.name if case.form.area is not None else "",
        card.id if card is not None else (yes[-1].pro if yes else ""),
        case.form.emergency,
        len(outcomes),
        outcomes.count("declined"),
        outcomes.count("expired"),
        None,
        _since(case, min((offer.at for offer in case.offers), default=None)),
        _since(case, min((offer.ended_at for offer in yes if offer.ended_at is not None), default=None)),
        _since(case, _done_at(state)),
        appointment(state) is not None,
        state.stars if isinstance(state, Closed) else None,
    )


def ended(state: LeadState) -> bool:
    """True when nothing will happen to it any more."""
    return isinstance(state, FINAL)


def _card(state: LeadState) -> ProCard | None:
    return state.card if isinstance(state, Booked | Completed | Closed | Cancelled) else None


def _done_at(state: LeadState) -> datetime | None:
    if isinstance(state, Unopened):
        return None
    return next((change.at for change in state.case.history if change.after is Status.COMPLETED), None)


def _since(case: Case, at: datetime | None) -> float | None:
    return round((at - case.opened_at).total_seconds(), 1) if at is not None else None
