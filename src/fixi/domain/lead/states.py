"""States of a lead, the case file that goes through all of them, and when each wants to be woken."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from fixi.domain.calendar import awake
from fixi.domain.events import (
    DoneCheckDue,
    DoneConfirmDue,
    Event,
    GivenUp,
    OfferExpired,
    OfferNudgeDue,
    RatingReminderDue,
    RatingTimedOut,
    ReassignAskDue,
    RecheckDue,
    ReviewReminderDue,
    SlotReminderDue,
    StaleDue,
    StillNeededDue,
)
from fixi.domain.forms import Form
from fixi.domain.machine import Alarm
from fixi.domain.matching import Ranking
from fixi.domain.policy import Policy
from fixi.domain.professional import ProCard, Professional
from fixi.domain.values import Actor, ChatKey, Language, Slot, Status

NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the timeline: what happened, by whom, between which statuses, and why."""

    at: datetime
    event: str
    actor: Actor
    before: Status | None
    after: Status | None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """The lead put to one professional. `outcome` is open, accepted, declined, expired or withdrawn.

    `asked_client`: the client was asked whether he wants another one, `patient`: he would rather wait.
    """

    pro: str
    at: datetime
    outcome: str = "open"
    ended_at: datetime | None = None
    reason: str | None = None
    nudged: bool = False
    # When he was shown it; None while it waits behind another offer on his desk, where he cannot answer it.
    seen_at: datetime | None = None
    asked_client: bool = False
    patient: bool = False
    # The operator who wanted him asked, whatever spoke against it.
    by: str = ""

    def expires(self, policy: Policy, share: float) -> datetime:
        """When it ends unanswered: once longer if the client would rather wait."""
        return (self.seen_at or self.at) + policy.sos_after * share * (2 if self.patient else 1)


@dataclass(frozen=True, slots=True)
class Case:
    """The file of one lead. `active_at` is when the client last did something, `checked_at` when he was asked whether
    it is still needed, `waiting_since` when the waiting room was entered; `reassignments` counts unanswered offers."""

    id: str
    client: ChatKey
    language: Language
    form: Form
    opened_at: datetime
    updated_at: datetime
    active_at: datetime
    history: tuple[Change, ...] = ()
    offers: tuple[Offer, ...] = ()
    ranking: Ranking | None = None
    reassignments: int = 0
    waiting_since: datetime | None = None
    checked_at: datetime | None = None

    @property
    def open_offers(self) -> tuple[Offer, ...]:
        """Offers that wait for an answer."""
        return tuple(offer for offer in self.offers if offer.outcome == "open")

    @property
    def asked(self) -> tuple[str, ...]:
        """Everybody this lead was ever offered to."""
        return tuple(offer.pro for offer in self.offers)

    def offer_to(self, pro: str) -> Offer | None:
        """The open offer to this professional."""
        return next((offer for offer in self.open_offers if offer.pro == pro), None)

    @property
    def share(self) -> float:
        """How much of the usual time there is for an answer: in an emergency half."""
        return 0.5 if self.form.emergency else 1.0

    def with_offer(self, pro: str, **known: Any) -> "Case":
        """The case with more known of the open offer to him."""
        return replace(
            self,
            offers=tuple(
                replace(offer, **known) if offer.pro == pro and offer.outcome == "open" else offer
                for offer in self.offers
            ),
        )

    def ended(self, pro: str, outcome: str, at: datetime, reason: str | None = None) -> "Case":
        """The open offer to him is over."""
        return self.with_offer(pro, outcome=outcome, ended_at=at, reason=reason)


@dataclass(frozen=True, slots=True)
class Unopened:
    """Nothing was said yet."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """The client is being asked what is missing."""

    case: Case


@dataclass(frozen=True, slots=True)
class Searching:
    """Waits for Found, inside a turn; `status` is what it was before.

    `again`: the client is told when the next one is asked, since the one before did not answer.
    """

    case: Case
    status: Status
    ring: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Reserving:
    """Waits for a place with one of `candidates`, inside a turn."""

    case: Case
    status: Status
    candidates: tuple[str, ...]
    pros: tuple[Professional, ...]
    again: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Assigning:
    """Waits to see the professional whom the operator `by` wants asked, inside a turn."""

    case: Case
    status: Status
    by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The waiting room: somebody would suit, nobody is free now."""

    case: Case
    recheck_at: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """At least one offer is open."""

    case: Case


@dataclass(frozen=True, slots=True)
class Booked:
    """A professional said yes. Without a slot the time is still being agreed (never needed in an emergency).

    `options` are the times that the client can pick from, since `options_at`; `claimed_at` is when the client said that
    it is done.
    `checks` counts how often the professional was asked whether it is, `client_checks` how often the client.
    `silent_since` is None unless the professional owes an answer: since when, or when the client was last asked for it.
    """

    case: Case
    card: ProCard
    booked_at: datetime
    slot: Slot | None = None
    options: tuple[Slot, ...] = ()
    reminded: bool = False
    claimed_at: datetime | None = None
    checks: int = 0
    client_checks: int = 0
    silent_since: datetime | None = None
    options_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scheduling:
    """Waits for the calendar, inside a turn. `job` is the job as it stands, None right after the yes.

    `why` is accepted, wish, gone, move, pro_moves or again.
    """

    case: Case
    pro: str
    why: str
    job: Booked | None = None


@dataclass(frozen=True, slots=True)
class TakingSlot:
    """Waits for the slot `wanted`, inside a turn; `job` is the job as it stands until then.

    `fresh`: nobody was told of the yes yet.
    """

    case: Case
    job: Booked
    wanted: Slot
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Completed:
    """The work is done, the rating is open."""

    case: Case
    card: ProCard
    done_at: datetime
    slot: Slot | None = None
    reminded: bool = False


@dataclass(frozen=True, slots=True)
class PendingReview:
    """A person decides: nobody suits, too many tries, or it stayed unclear."""

    case: Case
    reason: str
    alert_at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """Finished, rated or not; or given up."""

    case: Case
    card: ProCard | None = None
    slot: Slot | None = None
    stars: int | None = None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Called off."""

    case: Case
    card: ProCard | None = None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """The business does not serve this."""

    case: Case


type LeadState = (
    Unopened
    | Understanding
    | Searching
    | Reserving
    | Assigning
    | Waiting
    | Offered
    | Scheduling
    | TakingSlot
    | Booked
    | Completed
    | PendingReview
    | Closed
    | Cancelled
    | Rejected
)
LEAD_STATES = (
    Unopened,
    Understanding,
    Searching,
    Reserving,
    Assigning,
    Waiting,
    Offered,
    Scheduling,
    TakingSlot,
    Booked,
    Completed,
    PendingReview,
    Closed,
    Cancelled,
    Rejected,
)
# States that live only while a turn asks something; a store never sees them.
TRANSIENT = (Searching, Reserving, Assigning, Scheduling, TakingSlot)
FINAL = (Closed, Cancelled, Rejected)


def status(state: LeadState) -> Status | None:
    """The status that the business sees; None before the first word."""
    match state:
        case Unopened():
            return None
        case Understanding() | Waiting():
            return Status.CONTACTED
        case Searching() | Reserving() | Assigning():
            return state.status
        case Offered():
            return Status.NEW
        case Scheduling() | TakingSlot() | Booked():
            return Status.BOOKED
        case Completed():
            return Status.COMPLETED
        case PendingReview():
            return Status.PENDING_REVIEW
        case Closed():
            return Status.CLOSED
        case Cancelled():
            return Status.CANCELLED
        case Rejected():
            return Status.REJECTED


def holders(state: LeadState) -> tuple[str, ...]:
    """Ids of the professionals with whom this lead holds a place."""
    match state:
        case Offered():
            return tuple(offer.pro for offer in state.case.open_offers)
        case Booked():
            return (state.card.id,)
        case _:
            return ()


def appointment(state: LeadState) -> Slot | None:
    """The time that stands, or stood when it ended."""
    match state:
        case Booked() | Completed() | Closed() | Cancelled():
            return state.slot
        case _:
            return None


def _still_needed(case: Case, since: datetime, policy: Policy) -> Alarm:
    if case.checked_at is None:
        due = awake(since + policy.still_needed_after, policy)
        return Alarm(due, StillNeededDue(at=due))
    due = awake(case.checked_at + policy.still_needed_after, policy)
    return Alarm(due, GivenUp(at=due))


def _offers(case: Case, policy: Policy) -> tuple[Alarm, ...]:
    alarms = []
    share = case.share
    alone = len(case.open_offers) == 1
    for offer in case.open_offers:
        if offer.seen_at is not None and not offer.nudged:
            nudge = offer.seen_at + policy.offer_nudge * share
            alarms.append(Alarm(nudge, OfferNudgeDue(at=nudge, pro=offer.pro)))
        if offer.seen_at is not None and not offer.asked_client and alone:
            ask = offer.seen_at + policy.offer_reassign_ask * share
            # Whoever is asked needs time to answer before it is decided anyway.
            if ask < offer.expires(policy, share):
                alarms.append(Alarm(ask, ReassignAskDue(at=ask, pro=offer.pro)))
        expiry = offer.expires(policy, share)
        alarms.append(Alarm(expiry, OfferExpired(at=expiry, pro=offer.pro)))
    return tuple(alarms)


def _job(state: Booked, policy: Policy) -> tuple[Alarm, ...]:
    alarms: list[Alarm] = []

    def add(due: datetime, event: type[Event]) -> None:
        alarms.append(Alarm(due, event(at=due)))

    if state.claimed_at is not None:
        add(state.claimed_at + policy.done_confirm, DoneConfirmDue)
    if state.slot is None and state.options and not state.reminded:
        add(awake((state.options_at or state.booked_at) + policy.slot_reminder, policy), SlotReminderDue)
    over = state.slot.end if state.slot is not None else state.booked_at + policy.slot_length
    add(awake(over + policy.stale_after + state.checks * NEXT_DAY, policy), StaleDue)
    asked_enough = state.client_checks >= policy.completion_checks_max
    if state.silent_since is not None and state.claimed_at is None and not asked_enough:
        add(awake(state.silent_since + policy.completion_check_gap, policy), DoneCheckDue)
    return tuple(alarms)


def alarms(state: LeadState, policy: Policy) -> tuple[Alarm, ...]:
    """When this state wants to be woken and why. Every lead that is not at its end has at least one."""
    match state:
        case Understanding(case=case):
            return (_still_needed(case, case.active_at, policy),)
        case Waiting(case=case):
            return (
                Alarm(state.recheck_at, RecheckDue(at=state.recheck_at)),
                _still_needed(case, case.waiting_since or case.active_at, policy),
            )
        case Offered(case=case):
            return _offers(case, policy)
        case Booked():
            return _job(state, policy)
        case Completed():
            reminder = awake(state.done_at + policy.rating_reminder, policy)
            timeout = state.done_at + policy.rating_timeout
            ends = Alarm(timeout, RatingTimedOut(at=timeout))
            return (ends,) if state.reminded else (Alarm(reminder, RatingReminderDue(at=reminder)), ends)
        case PendingReview():
            return (Alarm(state.alert_at, ReviewReminderDue(at=state.alert_at)),)
        case _:
            return ()
