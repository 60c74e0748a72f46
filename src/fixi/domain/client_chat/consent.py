"""The rows before the consent, and after a stop: nothing is read by anybody until the person agrees."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.client_chat.asking import language
from fixi.domain.client_chat.states import (
    BEFORE_CONSENT,
    ClientState,
    ConsentAsked,
    Declined,
    Idle,
    InHuman,
    Mind,
    Stopped,
    Stranger,
    joined,
)
from fixi.domain.client_chat.table import CLIENT, Facts, Step
from fixi.domain.effects import Alert, Outcome, Read, say
from fixi.domain.events import (
    Answered,
    AskedCancel,
    AskedHuman,
    AskedMenu,
    AskedMove,
    AskedStatus,
    LateAnswer,
    PersonEvent,
    Said,
    SaidDone,
    SaidThanks,
    Spoke,
)
from fixi.domain.questions import Ask, yes_or_no

KEPT_AT_MOST = 20


def ask_consent(mind: Mind, kept: tuple[Said, ...], at: datetime, facts: Facts) -> Step[ClientState]:
    """May we? What was said is kept, and read after the yes."""
    question = yes_or_no(Ask.CONSENT, facts.new_id("consent", at), at)
    return Step(ConsentAsked(mind, question, kept), (say("consent.ask", language(mind, facts.policy), question),))


@CLIENT.on_each((Stranger, Declined, Stopped), Spoke)
def first_words(state: Stranger | Declined | Stopped, event: Spoke, facts: Facts) -> Step[ClientState]:
    return hears_words(state.mind, (event.said,), event.at, facts)


def hears_words(mind: Mind, said: tuple[Said, ...], at: datetime, facts: Facts) -> Step[ClientState]:
    """The first words of somebody who has not agreed: kept until he does, or read at once where nobody needs to."""
    if not facts.policy.consent_required:
        return Step(Idle(mind), (Read(joined(said)),))
    return ask_consent(mind, said, at, facts)


@CLIENT.on_each((Stranger, Declined), AskedStatus, AskedMenu, AskedCancel, AskedMove, SaidDone, LateAnswer)
def first_command(state: Stranger | Declined, event: PersonEvent, facts: Facts) -> Step[ClientState]:
    """There is nothing to show yet; a word that commands nothing is not worth keeping."""
    if not facts.policy.consent_required:
        return Step(Idle(state.mind), (say("welcome", language(state.mind, facts.policy)),))
    return ask_consent(state.mind, (), event.at, facts)


@CLIENT.on_each((Stopped,), AskedMenu, AskedMove, SaidDone, LateAnswer)
def command_after_stop(state: Stopped, event: PersonEvent, facts: Facts) -> Step[ClientState]:
    if not facts.policy.consent_required:
        return Step(Idle(state.mind), (say("welcome", language(state.mind, facts.policy)),))
    return ask_consent(state.mind, (), event.at, facts)


@CLIENT.on(ConsentAsked, Spoke)
def keeps_what_is_said(state: ConsentAsked, event: Spoke, facts: Facts) -> Step[ClientState]:
    kept = (*state.kept, event.said)[-KEPT_AT_MOST:]
    again = say("consent.again", language(state.mind, facts.policy), state.question)
    return Step(replace(state, kept=kept), (again,))


@CLIENT.on(ConsentAsked, LateAnswer)
def answers_past_consent(state: ConsentAsked, event: LateAnswer, facts: Facts) -> Step[ClientState]:
    """A digit typed before the question could be seen is no answer to it, and no reason to ask it twice."""
    if event.said.at < state.question.at:
        return Step(state, (Outcome("ignored", "before_question"),))
    return Step(state, (say("consent.again", language(state.mind, facts.policy), state.question),))


@CLIENT.on_each((ConsentAsked,), AskedStatus, AskedMenu, AskedCancel, AskedMove, SaidDone)
def command_before_consent(state: ConsentAsked, event: PersonEvent, facts: Facts) -> Step[ClientState]:
    if isinstance(event, AskedCancel):
        return Step(Declined(state.mind), (say("consent.refused", language(state.mind, facts.policy)),))
    return Step(state, (say("consent.again", language(state.mind, facts.policy), state.question),))


@CLIENT.on_each((*BEFORE_CONSENT, Stopped), SaidThanks)
def thanks_before_consent(
    state: Stranger | ConsentAsked | Declined | Stopped, event: SaidThanks, facts: Facts
) -> Step[ClientState]:
    return Step(state, (say("thanks", language(state.mind, facts.policy)),))


@CLIENT.on(ConsentAsked, Answered)
def answers_consent(state: ConsentAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    tongue = language(state.mind, facts.policy)
    if event.value != "yes":
        return Step(Declined(state.mind), (say("consent.refused", tongue),))
    mind = replace(state.mind, consent_at=event.at, consent_version=facts.policy.consent_version)
    if not state.kept:
        return Step(Idle(mind), (say("welcome", tongue),))
    return Step(Idle(mind), (Read(joined(state.kept)),))


@CLIENT.on_each((*BEFORE_CONSENT, Stopped), AskedHuman)
def person_before_consent(
    state: Stranger | ConsentAsked | Declined | Stopped, event: AskedHuman, facts: Facts
) -> Step[ClientState]:
    """A person may be asked for without agreeing to anything."""
    words = say("human.taken", language(state.mind, facts.policy))
    alert = Alert("human.asked", state.mind.chat.masked)
    return Step(InHuman(state, event.at + facts.policy.human_idle, (), event.at, "asked"), (words, alert))


@CLIENT.on_each((Stranger, Declined, Stopped), Answered)
def answers_what_was_closed(state: Stranger | Declined | Stopped, event: Answered, facts: Facts) -> Step[ClientState]:
    """Nothing is open here; said all the same, should it ever come."""
    return Step(state, (Outcome("ignored", "nothing_open"),))
