"""Is it done? The professional is asked first, then the client; the alarms and rows of a lead, and those of a chat."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from fixi.domain.client_chat import rows as client
from fixi.domain.client_chat.states import (
    Card,
    ClientState,
    DoneAsk,
    DoneCheckAsked,
    Idle,
    InHuman,
    Mind,
    NeedAsk,
    NeedAsked,
    RatingAsked,
    SlotAsked,
    Stopped,
    WhichAsked,
)
from fixi.domain.effects import Alert, Effect, Say, Tell, Tone
from fixi.domain.events import (
    Answered,
    AskedCancel,
    AskedMove,
    ClientCancelled,
    ClientSaidDone,
    DoneCheckDue,
    DoneChecked,
    DoneConfirmDue,
    Event,
    JobReturned,
    JobStale,
    LeadEnded,
    LeadNews,
    ProSaidNotDone,
    SaidDone,
    SlotTaken,
    StaleDue,
    TimeAgreed,
    TimesOffered,
    TimeWished,
    Understood,
    WorkDone,
)
from fixi.domain.forms import Form, Intent, Reading
from fixi.domain.lead import rows as lead
from fixi.domain.lead.states import Booked, TakingSlot, alarms
from fixi.domain.machine import Step
from fixi.domain.policy import Policy
from fixi.domain.questions import Ask, yes_or_no
from fixi.domain.values import Actor, Key, Language, Slot, Status
from tests.support.samples import AT, CARD, CLIENT, FORM, HOUR, LEAD, MINUTE, POLICY, PRO, SAID, SLOT, a_case, facts

ALWAYS_AWAKE = replace(POLICY, quiet_from=POLICY.quiet_until)
OVER = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # noon in Jerusalem
JOB = Booked(a_case(), CARD, AT, Slot(OVER - HOUR, OVER))
CHECKED = DoneChecked(at=AT, lead=LEAD, pro=CARD)
MIND = Mind(CLIENT, Language.EN, consent_at=AT, cards=(Card(LEAD, "booked", FORM, CARD, SLOT),))
QUESTION = yes_or_no(Ask.JOB_DONE, "q9", AT, LEAD)
ASKED = DoneCheckAsked(MIND, LEAD, QUESTION, CARD)


# ----------------------------------------------------------------------------------------------------------- the lead


def due(job: Booked, policy: Policy = ALWAYS_AWAKE) -> dict[type[Event], datetime]:
    """When each alarm of the job rings."""
    return {type(alarm.event): alarm.due for alarm in alarms(job, policy)}


def rings(job: Booked, policy: Policy = ALWAYS_AWAKE, *, confirmed: bool = False) -> tuple[Booked, datetime, Effect]:
    """The next alarm about whether it is done, and what it does."""
    at, event = min((when, kind) for kind, when in due(job, policy).items() if confirmed or kind is not DoneConfirmDue)
    step = lead.decide(job, event(at=at), facts(policy=policy))
    assert isinstance(step.state, Booked)
    (effect,) = step.effects
    return step.state, at, effect


def test_the_client_is_asked_six_hours_behind_the_professional_and_twice_at_most() -> None:
    job, asked = JOB, []
    for _ in range(6):
        job, at, effect = rings(job)
        whom = effect.event if isinstance(effect, Tell) else effect
        asked.append(((at - OVER) / HOUR, type(whom).__name__))
    assert asked == [
        (3, "JobStale"),
        (9, "DoneChecked"),
        (15, "DoneChecked"),
        (27, "JobStale"),
        (51, "Alert"),
        (75, "Alert"),
    ]


def test_the_second_time_is_said_to_be_one() -> None:
    job, _, _ = rings(JOB)
    again = []
    for _ in range(2):
        job, _, effect = rings(job)
        assert isinstance(effect, Tell)
        assert isinstance(effect.event, DoneChecked)
        assert effect.to == Key.client(CLIENT)
        again.append((effect.event.again, effect.event.pro))
    assert again == [(False, CARD), (True, CARD)]


def test_nobody_is_woken_to_be_asked() -> None:
    evening = replace(JOB, slot=Slot(OVER + 4 * HOUR, OVER + 5 * HOUR))
    job, at, _ = rings(evening, POLICY)
    assert at == OVER + 8 * HOUR
    job, at, _ = rings(job, POLICY)
    assert at == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # eight in the morning
    _, at, _ = rings(job, POLICY)
    assert at == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("most", "times"), [(0, 0), (1, 1), (2, 2), (3, 3)])
def test_how_often_is_a_number_of_the_policy(most: int, times: int) -> None:
    policy, job, asked = replace(ALWAYS_AWAKE, completion_checks_max=most), JOB, 0
    for _ in range(12):
        job, _, effect = rings(job, policy)
        asked += isinstance(effect, Tell) and isinstance(effect.event, DoneChecked)
    assert asked == times
    assert StaleDue in due(job, policy)


def test_how_long_between_is_a_number_of_the_policy() -> None:
    job, at, _ = rings(JOB)
    assert due(job, replace(ALWAYS_AWAKE, completion_check_gap=HOUR))[DoneCheckDue] == at + HOUR


def test_before_the_professional_was_asked_nobody_is() -> None:
    assert DoneCheckDue not in due(JOB)
    assert due(JOB)[StaleDue] == OVER + POLICY.stale_after


def test_a_professional_who_has_answered_is_not_passed_over() -> None:
    job, at, _ = rings(JOB)
    step = lead.decide(job, ProSaidNotDone(at=at + MINUTE, pro=PRO), facts())
    assert isinstance(step.state, Booked)
    assert step.effects == ()
    assert DoneCheckDue not in due(step.state)
    job, at, effect = rings(step.state)
    assert isinstance(effect, Tell)
    assert isinstance(effect.event, JobStale)
    assert due(job)[DoneCheckDue] == at + POLICY.completion_check_gap


def test_another_professional_s_no_changes_nothing() -> None:
    job, at, _ = rings(JOB)
    assert lead.decide(job, ProSaidNotDone(at=at, pro="972509999999"), facts()) == Step(job)


def test_who_has_said_that_it_is_done_is_not_asked() -> None:
    job, at, _ = rings(JOB)
    claimed = lead.decide(job, ClientSaidDone(at=at), facts()).state
    assert isinstance(claimed, Booked)
    assert set(due(claimed)) == {StaleDue, DoneConfirmDue}


def test_a_new_time_is_asked_about_from_the_beginning() -> None:
    job = JOB
    for _ in range(3):
        job, _, _ = rings(job)
    claimed = replace(job, claimed_at=AT)
    step = lead.decide(TakingSlot(JOB.case, claimed, SLOT), SlotTaken(at=AT, slot=SLOT), facts())
    assert isinstance(step.state, Booked)
    assert (step.state.checks, step.state.client_checks, step.state.silent_since) == (0, 0, None)
    assert set(due(step.state)) == {StaleDue}


def test_a_job_always_has_an_alarm() -> None:
    job = JOB
    for _ in range(20):
        assert StaleDue in due(job)
        job, _, _ = rings(job)
    assert isinstance(rings(job)[2], Alert)


# ----------------------------------------------------------------------------------------------------------- the chat


def decided(state: ClientState, event: Event) -> Step[ClientState]:
    return client.decide(state, event, facts(Key.client(CLIENT)))


def answered(state: ClientState, value: str) -> Step[ClientState]:
    return decided(state, Answered(at=AT, said=SAID, question=QUESTION, value=value))


def told(step: Step[Any]) -> list[Event]:
    return [effect.event for effect in step.effects if isinstance(effect, Tell)]


def said(step: Step[Any]) -> list[str]:
    return [effect.text for effect in step.effects if isinstance(effect, Say)]


def test_a_free_chat_is_asked_at_once_and_can_wait_for_the_day() -> None:
    step = decided(Idle(MIND), CHECKED)
    assert isinstance(step.state, DoneCheckAsked)
    (words,) = step.effects
    assert isinstance(words, Say)
    assert (words.text, words.tone, words.question) == ("job_done.ask", Tone.COLD, step.state.question)
    assert (step.state.question.ask, step.state.question.values) == (Ask.JOB_DONE, ("yes", "no"))
    assert said(decided(Idle(MIND), replace(CHECKED, again=True))) == ["job_done.repeat"]


def test_an_open_question_comes_first() -> None:
    other = NeedAsked(MIND, "other", yes_or_no(Ask.STILL_NEEDED, "q1", AT, "other"))
    step = decided(other, CHECKED)
    assert said(step) == []
    assert step.state.mind.queue == (DoneAsk(LEAD, CARD),)
    assert said(answered(step.state, "yes")) == ["need.goes_on", "job_done.ask"]


def test_yes_is_told_and_no_is_only_thanked_for() -> None:
    yes = answered(ASKED, "yes")
    assert (yes.state, told(yes), said(yes)) == (Idle(MIND), [ClientSaidDone(at=AT)], ["done.noted"])
    no = answered(ASKED, "no")
    assert (no.state, told(no), said(no)) == (Idle(MIND), [], ["job_done.not_yet"])


def test_the_word_says_it_as_well_as_the_digit() -> None:
    assert decided(ASKED, SaidDone(at=AT, said=SAID)) == answered(ASKED, "yes")
    sentence = Understood(at=AT, said=SAID, reading=Reading(Intent.DONE))
    assert decided(ASKED, sentence) == answered(ASKED, "yes")


def test_other_words_leave_the_question_open() -> None:
    step = decided(ASKED, Understood(at=AT, said=SAID, reading=Reading(Intent.JOB_TALK, Form(street="Herzl 14"))))
    assert isinstance(step.state, DoneCheckAsked)
    assert step.state.question == QUESTION


def test_who_said_done_before_he_could_be_asked_is_not_asked() -> None:
    rating = RatingAsked(MIND.queued(DoneAsk(LEAD, CARD)), "other", QUESTION, CARD)
    assert decided(rating, SaidDone(at=AT, said=SAID)).state.mind.queue == ()
    which = WhichAsked(MIND.queued(DoneAsk(LEAD, CARD)), "done", QUESTION)
    step = answered(which, LEAD)
    assert (step.state, said(step)) == (Idle(MIND), ["done.noted"])


def test_another_time_is_an_answer() -> None:
    step = decided(ASKED, AskedMove(at=AT, said=SAID))
    assert (step.state, told(step)) == (Idle(MIND), [TimeWished(at=AT)])


def test_a_word_to_cancel_is_about_the_job_that_was_asked_about() -> None:
    second = Card("other", "searching", FORM)
    step = decided(replace(ASKED, mind=MIND.with_card(second)), AskedCancel(at=AT, said=SAID))
    assert (step.state.mind.cards, told(step)) == ((second,), [ClientCancelled(at=AT)])
    assert isinstance(step.state, Idle)


NEWS_THAT_CLOSE: tuple[LeadNews, ...] = (
    LeadEnded(at=AT, lead=LEAD, status=Status.CANCELLED, by=Actor.PRO),
    LeadEnded(at=AT, lead=LEAD, status=Status.CLOSED, by=Actor.SYSTEM, quiet=True),
    TimeAgreed(at=AT, lead=LEAD, pro=CARD, slot=SLOT, moved=True),
    JobReturned(at=AT, lead=LEAD),
    WorkDone(at=AT, lead=LEAD, pro=CARD),
    TimesOffered(at=AT, lead=LEAD, pro=CARD, slots=(SLOT,), why="pro_moves"),
)


@pytest.mark.parametrize("news", NEWS_THAT_CLOSE, ids=lambda news: type(news).__name__)
def test_what_settles_it_closes_the_question(news: LeadNews) -> None:
    state = decided(ASKED, news).state
    expected = {WorkDone: RatingAsked, TimesOffered: SlotAsked}.get(type(news), Idle)
    assert isinstance(state, expected)


@pytest.mark.parametrize("news", NEWS_THAT_CLOSE[:5], ids=lambda news: type(news).__name__)
def test_what_settles_it_takes_the_waiting_question_away(news: LeadNews) -> None:
    other = NeedAsked(MIND.queued(DoneAsk(LEAD, CARD)), "other", yes_or_no(Ask.STILL_NEEDED, "q1", AT, "other"))
    assert not [ask for ask in decided(other, news).state.mind.queue if isinstance(ask, DoneAsk)]


def test_news_of_another_lead_leave_it_open() -> None:
    for news in NEWS_THAT_CLOSE:
        assert isinstance(decided(ASKED, replace(news, lead="other")).state, DoneCheckAsked)


def test_while_a_person_has_the_chat_nothing_is_said_and_the_question_waits() -> None:
    step = decided(InHuman(Idle(MIND), AT), CHECKED)
    assert step.effects == ()
    assert isinstance(step.state, InHuman)
    assert isinstance(step.state.back, DoneCheckAsked)


def test_who_wants_to_hear_nothing_is_not_asked() -> None:
    assert decided(Stopped(MIND), CHECKED) == Step(Stopped(MIND))


def test_questions_of_two_kinds_about_one_lead_wait_side_by_side() -> None:
    asks = MIND.queued(NeedAsk(LEAD)).queued(DoneAsk(LEAD, CARD)).queued(DoneAsk(LEAD, CARD, again=True)).queue
    assert asks == (NeedAsk(LEAD), DoneAsk(LEAD, CARD, again=True))
