"""Every invariant finds the breach that was planted, and is silent on a good world."""

from dataclasses import replace
from typing import Any

import pytest

from fixi.domain.client_chat.states import Idle, InHuman, Mind
from fixi.domain.invariants import INVARIANTS, MOVES, World, breaches, in_human_mode, within_cap
from fixi.domain.lead import states as lead
from fixi.domain.professional import Booking
from fixi.domain.values import Slot, Status
from tests.support.samples import (
    AT,
    CARD,
    CLIENT,
    DAY,
    HOUR,
    LEAD,
    MINUTE,
    POLICY,
    PRO,
    SLOT,
    a_case,
    a_pro,
    an_offer,
    moved,
    weekly,
)

OFFERED = lead.Offered(a_case("l1", offers=(an_offer(),), history=moved(Status.CONTACTED, Status.NEW)))
TO_BOOKED = moved(Status.CONTACTED, Status.NEW, Status.BOOKED)
ACCEPTED = a_case("l2", offers=(an_offer("2", outcome="accepted"),), history=TO_BOOKED)
BOOKED = lead.Booked(ACCEPTED, replace(CARD, id="2"), AT, SLOT)
CLOSED = lead.Closed(a_case("l3", history=moved(Status.CONTACTED, Status.CLOSED)))
HALFWAY = lead.Searching(a_case("l5", history=moved(Status.CONTACTED)), Status.CONTACTED)
GOOD = World(
    AT,
    POLICY,
    (OFFERED, BOOKED, CLOSED, lead.Unopened()),
    {"l1": AT + MINUTE, "l2": AT - 5 * MINUTE},
    (a_pro(places=("l1",)), a_pro("2", places=("l2",), hours=weekly("09:00", "17:00"))),
    {"2": (Booking("l2", SLOT), Booking("l9", Slot(SLOT.end, SLOT.end + HOUR)))},
    ("m1", "m2", "m3"),
    frozenset({"m3"}),
    (("m1", "answered"), ("m2", "merged")),
    ("client:1:1:0", "client:1:1:1"),
    ((CLIENT.masked, 0),),
    ((PRO, "l1", "a tap drips in Haifa"),),
    {"l1": ("Dana", "Herzl", "972541111111")},
    runs=(("healer", "17"), ("healer", "18"), ("agenda", "17")),
    agendas=((PRO, "2026-11-22"), (PRO, "2026-11-23"), ("2", "2026-11-22")),
)


def with_case(state: lead.Offered | lead.Booked, **known: Any) -> dict[str, Any]:
    """A world of this lead alone, with something else in its file."""
    changed = replace(state, case=replace(state.case, **known))
    holders = {*lead.holders(changed)}
    pros = tuple(a_pro(pro, places=(state.case.id,)) for pro in sorted(holders))
    return {"leads": (changed,), "due": {state.case.id: AT}, "pros": pros, "bookings": {}}


PLANTED: list[tuple[str, dict[str, Any]]] = [
    ("I1", {"pros": (*GOOD.pros, a_pro("3", cap=1, places=("x", "y")))}),
    ("I1", {"pros": (*GOOD.pros, a_pro("3", places=("w", "x", "y", "z")))}),
    ("I2", {"pros": (a_pro(places=("l1", "lost")), GOOD.pros[1])}),
    ("I2", {"pros": (a_pro(), GOOD.pros[1])}),
    ("I3", {"bookings": {"2": (Booking("l2", SLOT), Booking("l9", Slot(SLOT.start + MINUTE, SLOT.end + HOUR)))}}),
    ("I3", with_case(BOOKED, offers=(*ACCEPTED.offers, an_offer("7")))),
    ("I4", with_case(OFFERED, offers=(an_offer(outcome="declined"), an_offer()))),
    ("I4", {"pros": (replace(GOOD.pros[0], hours=weekly("14:00", "17:00")), GOOD.pros[1])}),
    ("I4", {"pros": (replace(GOOD.pros[0], paused_until=AT + DAY), GOOD.pros[1])}),
    ("I5", {"received": ("m1", "m2", "m3", "m4")}),
    ("I5", {"outcomes": (*GOOD.outcomes, ("m1", "ignored"))}),
    ("I5", {"outcomes": (("m1", "answered"), ("m2", "forgotten"))}),
    ("I6", {"sent": ("client:1:1:0", "client:1:1:0")}),
    ("I7", {"silent": ((CLIENT.masked, 1),)}),
    ("I8", {"shown": ((PRO, "l1", "Dana has a leak"),)}),
    ("I8", {"shown": ((PRO, "l1", "call 972541111111"),)}),
    ("I9", {"due": {"l2": AT}}),
    ("I9", {"due": {"l1": AT, "l2": None}}),
    ("I9", {"due": {"l1": AT - 5 * MINUTE - MINUTE, "l2": AT}}),
    ("I10", with_case(OFFERED, history=moved(Status.NEW))),
    ("I10", with_case(OFFERED, history=moved(Status.CONTACTED, Status.CLOSED, Status.NEW))),
    ("I10", with_case(OFFERED, history=moved(Status.CONTACTED))),
    ("I10", with_case(OFFERED, history=moved(Status.CONTACTED, Status.NEW)[1:])),
    ("I10", {"leads": (*GOOD.leads, HALFWAY), "due": {**GOOD.due, "l5": AT}}),
    ("I11", {"runs": (*GOOD.runs, ("healer", "17"))}),
    ("I11", {"agendas": (*GOOD.agendas, (PRO, "2026-11-22"))}),
]


def test_a_good_world_has_no_breach() -> None:
    assert breaches(GOOD) == ()
    assert breaches(World(AT, POLICY)) == ()


@pytest.mark.parametrize(("name", "planted"), PLANTED, ids=[f"{name}-{n}" for n, (name, _) in enumerate(PLANTED)])
def test_a_planted_breach_is_found_by_its_invariant_alone(name: str, planted: dict[str, Any]) -> None:
    world = replace(GOOD, **planted)
    assert INVARIANTS[name](world) != ()
    # A place too many is also one that no lead holds.
    expected = {"I1", "I2"} if name == "I1" else {name}
    assert {line.split()[0] for line in breaches(world)} == expected


def test_every_invariant_is_planted_here() -> None:
    assert {name for name, _ in PLANTED} == set(INVARIANTS)


def test_a_breach_shows_no_phone_and_no_name() -> None:
    found = [line for _, planted in PLANTED for line in breaches(replace(GOOD, **planted))]
    assert not any(secret in line for line in found for secret in (PRO, CLIENT.text, "Dana", "Herzl"))


def test_a_secret_of_one_lead_may_be_a_word_of_another() -> None:
    assert breaches(replace(GOOD, shown=((PRO, LEAD, "Dana has a leak"),))) == ()


def test_the_moves_are_those_of_the_business() -> None:
    assert set(MOVES) == {None, *Status}
    assert MOVES[Status.NEW] == {Status.BOOKED, Status.CONTACTED, Status.PENDING_REVIEW, Status.CANCELLED}
    assert not any(MOVES[end] for end in (Status.CLOSED, Status.CANCELLED, Status.REJECTED))


def test_a_person_has_the_chat_or_not() -> None:
    idle = Idle(Mind(CLIENT))
    assert in_human_mode(InHuman(idle, AT))
    assert not in_human_mode(idle)


def test_a_cap_that_was_lowered_takes_nothing_away() -> None:
    full = a_pro("3", cap=1, places=("x", "y"), carried=2)
    assert within_cap(replace(GOOD, pros=(full,))) == ()
    assert within_cap(replace(GOOD, pros=(replace(full, carried=1),))) == ("…3 carries 2",)
    four = a_pro("3", places=("w", "x", "y", "z"))
    assert within_cap(replace(GOOD, pros=(four,), default_cap=4)) == ()
    assert within_cap(replace(GOOD, pros=(four,))) == ("…3 carries 4",)
