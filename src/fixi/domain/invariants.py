"""What must hold over everything at once, as named functions: after each simulated step, in `doctor`, in the auditor.

Each takes a `World` and returns the breaches it finds, one line each, without personal data.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fixi.domain.calendar import on_duty
from fixi.domain.client_chat.states import ClientState, InHuman
from fixi.domain.lead.states import FINAL, TRANSIENT, Case, LeadState, Unopened, holders, status
from fixi.domain.policy import Policy
from fixi.domain.pro_chat.states import ProInHuman, ProState
from fixi.domain.professional import Booking, Professional
from fixi.domain.values import Status

LATE = timedelta(minutes=5)
OUTCOMES = frozenset({"answered", "merged", "ignored", "handed", "quarantined"})
MOVES: dict[Status | None, frozenset[Status]] = {
    None: frozenset({Status.CONTACTED, Status.PENDING_REVIEW}),
    Status.CONTACTED: frozenset({Status.NEW, Status.PENDING_REVIEW, Status.CANCELLED, Status.CLOSED}),
    Status.NEW: frozenset({Status.BOOKED, Status.CONTACTED, Status.PENDING_REVIEW, Status.CANCELLED}),
    Status.BOOKED: frozenset({Status.COMPLETED, Status.NEW, Status.CANCELLED}),
    Status.COMPLETED: frozenset({Status.CLOSED}),
    Status.PENDING_REVIEW: frozenset({Status.NEW, Status.BOOKED, Status.CANCELLED, Status.REJECTED, Status.CLOSED}),
    Status.CLOSED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.REJECTED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class World:
    """Everything that is looked at together.

    `due` maps a lead to when it wants to be woken; `received` are the ids of all messages that were taken in, `unread`
    those not used yet, `outcomes` (id, outcome) of the ledger's lines, `sent` the keys that a provider accepted, once
    for each time. `silent`: (chat, messages that the bot sent while a person had it). `shown`: (professional, lead,
    text) of everything that he was shown of it before his yes; `secrets`: what he may not know of a lead by then.
    `intended` are the keys of everything that was to be said, `accounted` those that wait or whose end is known.
    `runs`: (job, tick) of each run that came to its end, `agendas`: (professional, day) of each that was to be said.
    `default_cap` is the highest cap that the policy had lately: what was taken under it is nobody's mistake.
    """

    at: datetime
    policy: Policy
    leads: tuple[LeadState, ...] = ()
    due: dict[str, datetime | None] = field(default_factory=dict)
    pros: tuple[Professional, ...] = ()
    bookings: dict[str, tuple[Booking, ...]] = field(default_factory=dict)
    received: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    outcomes: tuple[tuple[str, str], ...] = ()
    sent: tuple[str, ...] = ()
    silent: tuple[tuple[str, int], ...] = ()
    shown: tuple[tuple[str, str, str], ...] = ()
    secrets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    intended: tuple[str, ...] = ()
    accounted: frozenset[str] = frozenset()
    runs: tuple[tuple[str, str], ...] = ()
    agendas: tuple[tuple[str, str], ...] = ()
    default_cap: int = 0


def cases(world: World) -> list[Case]:
    """The files of all leads."""
    return [lead.case for lead in world.leads if not isinstance(lead, Unopened)]


def within_cap(world: World) -> tuple[str, ...]:
    """I1: no professional carries more than his cap, or than he did when it was lowered."""
    default = max(world.policy.max_active_jobs, world.default_cap)
    return tuple(
        f"…{pro.id[-4:]} carries {len(pro.places)}"
        for pro in world.pros
        if len(pro.places) > max(pro.capacity(default), pro.carried)
    )


def places_recounted(world: World) -> tuple[str, ...]:
    """I2: places taken are the places recounted from the leads."""
    counted = {(pro, lead.case.id) for lead in world.leads if not isinstance(lead, Unopened) for pro in holders(lead)}
    taken = {(pro.id, lead) for pro in world.pros for lead in pro.places}
    return tuple(
        f"…{pro[-4:]} and {lead}: {'taken' if (pro, lead) in taken else 'not taken'}"
        for pro, lead in sorted(counted ^ taken)
    )


def booked_once(world: World) -> tuple[str, ...]:
    """I3: no lead has two accepted professionals; no professional is booked twice at a time."""
    twice = [
        f"{case.id} was accepted twice at once"
        for lead in world.leads
        if not isinstance(lead, Unopened) and status(lead) is Status.BOOKED
        for case in [lead.case]
        if len(case.open_offers) > 0
    ]
    overlapping = [
        f"…{pro[-4:]} has {first.lead} and {second.lead} at the same time"
        for pro, bookings in world.bookings.items()
        for place, first in enumerate(bookings)
        for second in bookings[place + 1 :]
        if first.slot.overlaps(second.slot)
    ]
    return (*twice, *overlapping)


def _counted(case: Case) -> Counter[str]:
    return Counter(offer.pro for offer in case.offers if not offer.by)


def offered_fairly(world: World) -> tuple[str, ...]:
    """I4: nobody is offered the same lead twice, nor outside his hours, nor while paused, but by a person's will."""
    known = {pro.id: pro for pro in world.pros}
    breaches = []
    for case in cases(world):
        breaches += [f"{case.id} twice to …{pro[-4:]}" for pro, n in _counted(case).items() if n > 1]
        for offer in case.offers:
            pro = known.get(offer.pro) if not offer.by else None
            if pro is not None and not on_duty(pro, offer.at, world.policy.zone):
                breaches.append(f"{case.id} to …{offer.pro[-4:]} outside his hours")
            if pro is not None and offer.at == world.at and pro.paused_until and world.at < pro.paused_until:
                breaches.append(f"{case.id} to …{offer.pro[-4:]} while paused")
    return tuple(breaches)


def one_outcome_each(world: World) -> tuple[str, ...]:
    """I5: every inbound message has exactly one outcome, or is still unread."""
    outcomes = Counter(message for message, _ in world.outcomes)
    breaches = [f"{message} has {outcomes[message]} outcomes" for message in outcomes if outcomes[message] > 1]
    breaches += [
        f"{message} has no outcome"
        for message in world.received
        if not outcomes[message] and message not in world.unread
    ]
    breaches += [f"{message}: {outcome}" for message, outcome in world.outcomes if outcome not in OUTCOMES]
    return tuple(breaches)


def sent_once(world: World) -> tuple[str, ...]:
    """I6: each outbound key is delivered at most once, and what was to be said waits, went out, or visibly did not."""
    twice = [f"{key} went out {n} times" for key, n in Counter(world.sent).items() if n > 1]
    return (*twice, *(f"{key} is nowhere" for key in world.intended if key not in world.accounted))


def silent_with_a_person(world: World) -> tuple[str, ...]:
    """I7: the bot sends nothing into a chat in human mode."""
    return tuple(f"{chat} got {n} messages while a person had it" for chat, n in world.silent if n)


def kept_private(world: World) -> tuple[str, ...]:
    """I8: client phone, name and street never reach a professional before his yes."""
    return tuple(
        f"{lead} to …{pro[-4:]}: something private"
        for pro, lead, text in world.shown
        if any(secret in text for secret in world.secrets.get(lead, ()))
    )


def woken_in_time(world: World) -> tuple[str, ...]:
    """I9: every lead that is not at its end has a due time, and none is older than five minutes."""
    breaches = []
    for lead in world.leads:
        if isinstance(lead, (Unopened, *FINAL)):
            continue
        due = world.due.get(lead.case.id)
        if due is None:
            breaches.append(f"{lead.case.id} in {type(lead).__name__} is never woken")
        elif world.at - due > LATE:
            breaches.append(f"{lead.case.id} should have been woken {world.at - due} ago")
    return tuple(breaches)


def along_the_table(world: World) -> tuple[str, ...]:
    """I10: status changes only along the table; every change has an actor; nothing half-done is ever kept."""
    breaches = [f"{type(lead).__name__} was kept" for lead in world.leads if isinstance(lead, TRANSIENT)]
    for lead in world.leads:
        if isinstance(lead, Unopened):
            continue
        before: Status | None = None
        for change in lead.case.history:
            if change.before is not before:
                breaches.append(f"{lead.case.id}: {change.event} starts from {change.before}, not {before}")
            if change.after is not change.before and change.after not in MOVES[change.before]:
                breaches.append(f"{lead.case.id}: {change.event} moved {change.before} to {change.after}")
            before = change.after
        if before is not status(lead):
            breaches.append(f"{lead.case.id}: the timeline ends in {before}, the lead is {status(lead)}")
    return tuple(breaches)


def ran_once(world: World) -> tuple[str, ...]:
    """I11: each tick of a job comes to its end at most once; a professional has at most one agenda a day."""
    runs = [f"{job} ran {n} times at {tick}" for (job, tick), n in Counter(world.runs).items() if n > 1]
    days = [f"…{pro[-4:]} had {n} agendas on {day}" for (pro, day), n in Counter(world.agendas).items() if n > 1]
    return (*runs, *days)


INVARIANTS: dict[str, Callable[[World], tuple[str, ...]]] = {
    "I1": within_cap,
    "I2": places_recounted,
    "I3": booked_once,
    "I4": offered_fairly,
    "I5": one_outcome_each,
    "I6": sent_once,
    "I7": silent_with_a_person,
    "I8": kept_private,
    "I9": woken_in_time,
    "I10": along_the_table,
    "I11": ran_once,
}


def breaches(world: World) -> tuple[str, ...]:
    """Everything that does not hold, each line with the name of its invariant."""
    return tuple(f"{name} {breach}" for name, check in INVARIANTS.items() for breach in check(world))


def in_human_mode(state: ClientState | ProState | LeadState) -> bool:
    """True while a person has this chat."""
    return isinstance(state, InHuman | ProInHuman)
