"""Another one? What a client is asked while the only professional who was asked lets his offer lie."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from fixi.domain.client_chat import rows as client
from fixi.domain.client_chat.states import (
    AnotherAsk,
    AnotherAsked,
    Card,
    ClientState,
    Idle,
    InHuman,
    Mind,
    NeedAsked,
)
from fixi.domain.effects import Alert, Find, NoteReply, Release, Say, Tell, Tone
from fixi.domain.events import (
    AnotherWanted,
    Answered,
    AskedCancel,
    ClientCancelled,
    Event,
    LeadEnded,
    LeadReviewed,
    OfferAccepted,
    OfferClosed,
    OfferDeclined,
    OfferExpired,
    OfferNudgeDue,
    OfferSettled,
    OfferUnanswered,
    ProAsked,
    ReassignAskDue,
    RequestTold,
    Understood,
)
from fixi.domain.forms import Form, Intent, Reading
from fixi.domain.lead import rows as lead
from fixi.domain.lead.states import Case, Offer, Offered, PendingReview, Scheduling, Searching, alarms
from fixi.domain.machine import Step
from fixi.domain.policy import Policy
from fixi.domain.questions import Ask, yes_or_no
from fixi.domain.values import Actor, Key, Language, Status, Urgency
from tests.support.samples import AT, CLIENT, FORM, HAIFA, LEAD, MINUTE, PLUMBER, POLICY, PRO, SAID, a_case, facts

OTHER = "972503333333"
SEEN = Offer(PRO, AT, nudged=True, seen_at=AT)
ASKED = replace(SEEN, asked_client=True)
ASK_AT = AT + 25 * MINUTE
EMERGENCY = replace(FORM, urgency=Urgency.EMERGENCY)
QUESTION = yes_or_no(Ask.ANOTHER, "q9", AT, LEAD)
MIND = Mind(CLIENT, Language.EN, consent_at=AT, cards=(Card(LEAD, "searching", FORM),))
OPEN = AnotherAsked(MIND, LEAD, QUESTION, PRO)
UNANSWERED = OfferUnanswered(at=AT, lead=LEAD, pro=PRO, minutes=25)
SETTLED = Tell(Key.client(CLIENT), OfferSettled(at=ASK_AT, lead=LEAD))


# ----------------------------------------------------------------------------------------------------------- the lead


def offered(*offers: Offer, **known: Any) -> Offered:
    return Offered(a_case(offers=offers, **known))


def due(state: Offered, policy: Policy = POLICY) -> dict[type[Event], datetime]:
    return {type(alarm.event): alarm.due for alarm in alarms(state, policy)}


def decided(state: Offered, event: Event, policy: Policy = POLICY) -> Step[Any]:
    return lead.decide(state, event, facts(policy=policy))


def wants(yes: bool, pro: str = PRO) -> AnotherWanted:
    return AnotherWanted(at=ASK_AT, pro=pro, yes=yes)


def case_of(step: Step[Any]) -> Case:
    assert isinstance(step.state.case, Case)
    return step.state.case


def test_the_client_is_asked_after_25_minutes_and_once() -> None:
    assert due(offered(SEEN)) == {ReassignAskDue: ASK_AT, OfferExpired: AT + 30 * MINUTE}
    step = decided(offered(SEEN), ReassignAskDue(at=ASK_AT, pro=PRO))
    assert step.effects == (Tell(Key.client(CLIENT), OfferUnanswered(at=ASK_AT, lead=LEAD, pro=PRO, minutes=25)),)
    assert case_of(step).offers == (ASKED,)
    assert due(step.state) == {OfferExpired: AT + 30 * MINUTE}


def test_an_emergency_has_half_the_time() -> None:
    state = offered(SEEN, form=EMERGENCY)
    assert due(state) == {ReassignAskDue: AT + 12.5 * MINUTE, OfferExpired: AT + 15 * MINUTE}
    (told,) = decided(state, ReassignAskDue(at=AT + 12.5 * MINUTE, pro=PRO)).effects
    assert isinstance(told, Tell)
    assert isinstance(told.event, OfferUnanswered)
    assert told.event.minutes == 12


def test_while_several_are_asked_the_client_is_not() -> None:
    assert ReassignAskDue not in due(offered(SEEN, replace(SEEN, pro=OTHER), form=EMERGENCY))
    assert ReassignAskDue in due(offered(SEEN, replace(SEEN, pro=OTHER, outcome="declined"), form=EMERGENCY))


def test_what_nobody_has_seen_is_not_asked_about() -> None:
    unseen = offered(replace(SEEN, seen_at=None))
    assert set(due(unseen)) == {OfferExpired}
    assert decided(unseen, ReassignAskDue(at=ASK_AT, pro=PRO)) == Step(unseen)


def test_the_time_runs_from_when_it_was_seen() -> None:
    assert due(offered(replace(SEEN, seen_at=AT + 10 * MINUTE)))[ReassignAskDue] == ASK_AT + 10 * MINUTE


@pytest.mark.parametrize("minutes", [30, 31, 600])
def test_a_question_behind_the_end_of_the_offer_is_never_asked(minutes: int) -> None:
    late = replace(POLICY, offer_reassign_ask=timedelta(minutes=minutes))
    assert set(due(offered(SEEN), late)) == {OfferExpired}


def test_an_alarm_that_rings_too_late_asks_nothing() -> None:
    state = offered(SEEN)
    assert decided(state, ReassignAskDue(at=AT + 30 * MINUTE, pro=PRO)) == Step(state)


def test_the_reminder_to_the_professional_is_not_touched() -> None:
    assert due(offered(replace(SEEN, nudged=False)))[OfferNudgeDue] == AT + 10 * MINUTE
    step = decided(offered(replace(SEEN, nudged=False)), OfferNudgeDue(at=AT + 10 * MINUTE, pro=PRO))
    assert case_of(step).offers == (SEEN,)


def test_yes_ends_the_offer_as_if_its_time_were_over() -> None:
    step = decided(offered(ASKED), wants(yes=True))
    assert isinstance(step.state, Searching)
    assert step.state.again
    case = case_of(step)
    assert case.reassignments == 1
    assert case.asked == (PRO,)
    (offer,) = case.offers
    assert (offer.outcome, offer.reason, offer.ended_at) == ("withdrawn", "reassigned", ASK_AT)
    assert step.effects == (
        Release(PRO, LEAD),
        NoteReply(PRO, LEAD, "expired", 25 * 60),
        Tell(Key.pro(PRO), OfferClosed(at=ASK_AT, lead=LEAD, why="reassigned")),
        SETTLED,
        Find(PLUMBER, HAIFA, 10.0, LEAD),
    )
    assert case.history[-1].actor is Actor.CLIENT


def test_yes_once_too_often_gives_it_to_a_person() -> None:
    step = decided(offered(ASKED, reassignments=POLICY.max_reassignments), wants(yes=True))
    assert isinstance(step.state, PendingReview)
    assert step.state.reason == "tries"
    assert Alert("review.tries", LEAD) in step.effects
    assert Tell(Key.client(CLIENT), LeadReviewed(at=ASK_AT, lead=LEAD, reason="tries")) in step.effects
    assert Release(PRO, LEAD) in step.effects


def test_patience_is_worth_as_much_time_again_and_once() -> None:
    step = decided(offered(ASKED), wants(yes=False))
    assert step.effects == ()
    assert due(step.state) == {OfferExpired: AT + 60 * MINUTE}
    for again in (True, False):
        assert decided(step.state, wants(yes=again)) == Step(step.state)


def test_patience_in_an_emergency_is_half_as_long() -> None:
    step = decided(offered(ASKED, form=EMERGENCY), wants(yes=False))
    assert due(step.state) == {OfferExpired: AT + 30 * MINUTE}


@pytest.mark.parametrize("yes", [True, False])
def test_an_answer_to_what_was_not_asked_changes_nothing(yes: bool) -> None:
    for state, pro in (
        (offered(SEEN), PRO),
        (offered(ASKED), OTHER),
        (offered(replace(ASKED, outcome="declined"), replace(SEEN, pro=OTHER)), PRO),
        (offered(replace(ASKED, outcome="expired"), replace(SEEN, pro=OTHER)), OTHER),
    ):
        assert decided(state, wants(yes, pro)) == Step(state)


@pytest.mark.parametrize(
    ("event", "after"),
    [
        (OfferAccepted(at=ASK_AT, pro=PRO), Scheduling),
        (OfferDeclined(at=ASK_AT, pro=PRO), Searching),
        (OfferExpired(at=ASK_AT, pro=PRO), Searching),
        (
            RequestTold(at=ASK_AT, client=CLIENT, form=EMERGENCY, language=Language.EN, ready=True),
            Searching,
        ),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_however_the_offer_ends_the_question_is_settled(event: Event, after: type[Any]) -> None:
    step = decided(offered(ASKED), event)
    assert isinstance(step.state, after)
    assert SETTLED in step.effects
    assert SETTLED not in decided(offered(SEEN), event).effects


# ----------------------------------------------------------------------------------------------------------- the chat


def hears(state: ClientState, event: Event) -> Step[ClientState]:
    return client.decide(state, event, facts(Key.client(CLIENT)))


def answers(state: ClientState, value: str) -> Step[ClientState]:
    return hears(state, Answered(at=AT, said=SAID, question=QUESTION, value=value))


def told(step: Step[Any]) -> list[Event]:
    return [effect.event for effect in step.effects if isinstance(effect, Tell)]


def said(step: Step[Any]) -> list[str]:
    return [effect.text for effect in step.effects if isinstance(effect, Say)]


def test_the_client_is_asked_without_a_name() -> None:
    step = hears(Idle(MIND), UNANSWERED)
    assert isinstance(step.state, AnotherAsked)
    (words,) = step.effects
    assert isinstance(words, Say)
    assert (words.text, words.tone, words.params) == ("another.ask", Tone.NEWS, (("minutes", 25),))
    assert (step.state.question.ask, step.state.question.values) == (Ask.ANOTHER, ("yes", "no"))


@pytest.mark.parametrize(("value", "words"), [("yes", []), ("no", ["another.waits"])])
def test_the_answer_goes_to_the_lead(value: str, words: list[str]) -> None:
    step = answers(OPEN, value)
    assert (step.state, said(step)) == (Idle(MIND), words)
    assert told(step) == [AnotherWanted(at=AT, pro=PRO, yes=value == "yes")]


def test_it_waits_behind_another_question_and_goes_when_it_is_settled() -> None:
    other = NeedAsked(MIND, "other", yes_or_no(Ask.STILL_NEEDED, "q1", AT, "other"))
    waits = hears(other, UNANSWERED)
    assert (waits.effects, waits.state.mind.queue) == ((), (AnotherAsk(LEAD, PRO, 25),))
    settled = hears(waits.state, OfferSettled(at=AT, lead=LEAD))
    assert (settled.effects, settled.state) == ((), other)


def test_settled_closes_it_without_a_word() -> None:
    assert hears(OPEN, OfferSettled(at=AT, lead=LEAD)) == Step(Idle(MIND))
    assert hears(OPEN, OfferSettled(at=AT, lead="other")) == Step(OPEN)


def test_the_end_of_the_lead_closes_it() -> None:
    ended = LeadEnded(at=AT, lead=LEAD, status=Status.CANCELLED, by=Actor.OPERATOR)
    assert isinstance(hears(OPEN, ended).state, Idle)
    step = hears(OPEN, AskedCancel(at=AT, said=SAID))
    assert (told(step), isinstance(step.state, Idle)) == ([ClientCancelled(at=AT)], True)


def test_other_news_leave_it_open() -> None:
    assert isinstance(hears(OPEN, ProAsked(at=AT, lead="other", again=True)).state, AnotherAsked)


def test_more_words_leave_it_open() -> None:
    more = Understood(at=AT, said=SAID, reading=Reading(Intent.ANSWER, Form(street="Herzl 14")))
    step = hears(OPEN, more)
    assert isinstance(step.state, AnotherAsked)
    assert said(step) == ["added"]


def test_while_a_person_has_the_chat_nothing_is_said() -> None:
    step = hears(InHuman(Idle(MIND), AT), UNANSWERED)
    assert step.effects == ()
    assert isinstance(step.state, InHuman)
    assert isinstance(step.state.back, AnotherAsked)
    assert hears(step.state, OfferSettled(at=AT, lead=LEAD)).state == InHuman(Idle(MIND), AT)
