"""What an operator does with a lead and with a chat."""

from dataclasses import replace

import pytest

from fixi.domain.client_chat import rows as client
from fixi.domain.client_chat.states import Idle, InHuman, Mind
from fixi.domain.commands import Assign, Note, against, facts_of, possible
from fixi.domain.effects import Find, Hush, ReadCalendar, Release, Reserve, Say, Tell
from fixi.domain.events import (
    CalendarRead,
    Event,
    LeadAssigned,
    LeadCalledOff,
    LeadEdited,
    LeadNoted,
    LeadRefused,
    LeadRerouted,
    LeadShut,
    OperatorGaveBack,
    OperatorSaid,
    OperatorTookOver,
    PlaceTaken,
    RequestTold,
    Steered,
)
from fixi.domain.forms import Form, FormEdit
from fixi.domain.invariants import MOVES
from fixi.domain.lead import rows as lead
from fixi.domain.lead.states import (
    Assigning,
    Booked,
    Cancelled,
    Closed,
    Completed,
    LeadState,
    Offered,
    PendingReview,
    Rejected,
    Reserving,
    Searching,
    Understanding,
    Waiting,
    status,
)
from fixi.domain.machine import Step
from fixi.domain.operators import Role
from fixi.domain.professional import ProCard
from fixi.domain.values import Actor, Language, Trade
from tests.support.samples import AT, CLIENT, HAIFA, POLICY, PRO, a_case, a_pro, an_offer, facts

OTHER = "972503333333"
CARD = ProCard(PRO, "Dan", PRO)
OFFERED = Offered(a_case(offers=(an_offer(),)))
BOOKED = Booked(a_case(), CARD, AT)
STANDING: tuple[LeadState, ...] = (
    Understanding(a_case()),
    Waiting(a_case(), AT),
    OFFERED,
    BOOKED,
    Completed(a_case(), CARD, AT),
    PendingReview(a_case(), "nobody", AT),
    Closed(a_case()),
    Cancelled(a_case()),
    Rejected(a_case()),
)
COMMANDS: tuple[Steered, ...] = (
    LeadAssigned(at=AT, by="noa", pro=OTHER),
    LeadRerouted(at=AT, by="noa"),
    LeadCalledOff(at=AT, by="noa"),
    LeadShut(at=AT, by="noa"),
    LeadRefused(at=AT, by="noa"),
    LeadEdited(at=AT, by="noa", edit=FormEdit(street="Herzl 12")),
    LeadNoted(at=AT, by="noa", text="called him"),
)


def decided(state: LeadState, event: Event) -> Step[LeadState]:
    return lead.decide(state, event, facts())


@pytest.mark.parametrize("event", COMMANDS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("state", STANDING, ids=lambda state: type(state).__name__)
def test_a_command_moves_a_lead_only_along_the_table_of_statuses(state: LeadState, event: Steered) -> None:
    after = decided(state, event).state
    before, now = status(state), status(after)
    assert now is before or now in MOVES[before]


def test_the_offer_goes_to_the_one_whom_the_operator_named_and_the_other_is_told() -> None:
    step = decided(OFFERED, COMMANDS[0])
    assert isinstance(step.state, Assigning)
    assert Release(PRO, step.state.case.id) in step.effects
    assert isinstance(step.effects[-1], ReadCalendar)
    full = decided(step.state, CalendarRead(at=AT, pro=a_pro(OTHER, cap=2), bookings=()))
    assert full.effects == (Reserve(OTHER, step.state.case.id, 2),)
    assert isinstance(full.state, Reserving)
    offered = decided(full.state, PlaceTaken(at=AT, pro=OTHER)).state
    assert isinstance(offered, Offered)
    assert [(offer.pro, offer.outcome, offer.by) for offer in offered.case.offers] == [
        (PRO, "withdrawn", ""),
        (OTHER, "open", "noa"),
    ]


def test_a_job_that_is_taken_back_frees_the_place_and_both_are_told() -> None:
    step = decided(BOOKED, COMMANDS[1])
    assert isinstance(step.state, Searching)
    assert Release(PRO, BOOKED.case.id) in step.effects
    assert [type(told.event).__name__ for told in step.effects if isinstance(told, Tell)] == [
        "JobCancelled",
        "JobReturned",
    ]
    assert isinstance(step.effects[-1], Find)


def test_every_change_says_which_operator_made_it() -> None:
    after = decided(OFFERED, LeadCalledOff(at=AT, by="noa", reason="twice")).state
    assert isinstance(after, Cancelled)
    line = after.case.history[-1]
    assert (line.actor, line.cause) == (Actor.OPERATOR, "noa twice")


def test_a_note_stands_in_the_timeline_of_a_closed_lead_and_changes_nothing_else() -> None:
    after = decided(Closed(a_case()), COMMANDS[-1]).state
    assert isinstance(after, Closed)
    assert after.case.history[-1].cause == "noa called him"
    assert replace(after.case, history=(), updated_at=AT) == replace(a_case(), updated_at=AT)


def test_only_what_has_a_row_is_possible_and_a_viewer_can_do_nothing() -> None:
    assert possible(Closed(a_case()), Role.DISPATCHER) == (Note,)
    assert Assign in possible(BOOKED, Role.OWNER)
    assert possible(BOOKED, Role.VIEWER) == ()


def test_a_full_desk_and_the_wrong_hours_both_speak_against_him() -> None:
    full = a_pro(OTHER, places=("a", "b", "c"), blocked=(CLIENT.text,))
    assert against(full, OFFERED, AT, POLICY) == ("blocked", "full")
    assert dict(facts_of(OFFERED))["pros"] == PRO


def test_an_operator_s_words_go_out_while_the_bot_is_silent() -> None:
    idle = Idle(Mind(CLIENT, Language.EN, consent_at=AT))
    taken = client.decide(idle, OperatorTookOver(at=AT, by="noa"), facts())
    assert taken.state == InHuman(idle, AT + POLICY.takeover_idle, (), AT, "operator:noa")
    assert taken.effects == (Hush(),)
    said = client.decide(taken.state, OperatorSaid(at=AT, by="noa", text="Hello"), facts())
    assert [(one.text, one.by) for one in said.effects if isinstance(one, Say)] == [("operator.words", "noa")]
    back = client.decide(said.state, OperatorGaveBack(at=AT, by="noa"), facts())
    assert back.state == idle
    assert [one.text for one in back.effects if isinstance(one, Say)][:1] == ["human.over"]


def test_what_an_operator_has_put_in_is_not_lost_to_a_chat_that_does_not_know_it_yet() -> None:
    """The client has written while the correction was on its way: his form has no trade."""
    offered = Offered(a_case(form=Form(trade=Trade("plumber"), area=HAIFA, street="Herzl 12"), offers=(an_offer(),)))
    told = RequestTold(at=AT, client=CLIENT, form=Form(issue="it drips", area=HAIFA), language=Language.EN)
    step = decided(offered, told)
    assert isinstance(step.state, Offered)
    assert step.state.case.form == Form(trade=Trade("plumber"), issue="it drips", area=HAIFA, street="Herzl 12")
