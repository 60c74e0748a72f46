"""The rows while a person has the chat: the bot is silent, what is said is kept, and it comes back with a line."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.client_chat.asking import language, repeat_question
from fixi.domain.client_chat.consent import KEPT_AT_MOST, hears_words
from fixi.domain.client_chat.news import noted
from fixi.domain.client_chat.states import (
    BEFORE_CONSENT,
    SPEAKING,
    Back,
    ClientState,
    ConsentAsked,
    Gathering,
    InHuman,
    Stopped,
    joined,
)
from fixi.domain.client_chat.table import CLIENT, NEWS, Facts, Step
from fixi.domain.client_chat.words import status_lines
from fixi.domain.effects import Effect, Errand, Hush, Outcome, Read, say, spoken
from fixi.domain.events import (
    Answered,
    AskedCancel,
    AskedHuman,
    AskedMenu,
    AskedMove,
    AskedStatus,
    BotResumed,
    HumanIdle,
    LateAnswer,
    LeadNews,
    OperatorGaveBack,
    OperatorSaid,
    OperatorTookOver,
    OwnerSpoke,
    PersonEvent,
    SaidDone,
    SaidThanks,
    Spoke,
    Understood,
    Wordless,
)
from fixi.domain.handover import OPERATOR, OWNER

BACK_STATES = (*BEFORE_CONSENT, *SPEAKING, Stopped)


@CLIENT.on_each(BACK_STATES, OwnerSpoke)
def person_takes_over(state: ClientState, event: OwnerSpoke, facts: Facts) -> Step[ClientState]:
    """Somebody wrote on the business phone itself: the bot steps back, what it was about to say is dropped."""
    if isinstance(state, InHuman):
        return Step(state)
    taken = InHuman(state, event.at + facts.policy.human_idle, (), event.at, OWNER)
    return Step(taken, (Hush(), Outcome("handed", "owner")))


@CLIENT.on(InHuman, OwnerSpoke)
def person_goes_on(state: InHuman, event: OwnerSpoke, facts: Facts) -> Step[ClientState]:
    longer = max(state.until, event.at + facts.policy.human_idle)
    # What a person has answered needs no answer of the bot when it is back; but what fills a form is not asked again.
    needed = state.kept if isinstance(state.back, Gathering) else ()
    return Step(replace(state, until=longer, kept=needed, taken=OWNER), (Outcome("handed", "owner"),))


@CLIENT.on_each(BACK_STATES, OperatorTookOver, OperatorSaid)
def operator_takes_over(state: ClientState, event: OperatorTookOver | OperatorSaid, facts: Facts) -> Step[ClientState]:
    """The bot steps back for longer; his own words go out."""
    if isinstance(state, InHuman):
        return Step(state)
    taken = InHuman(state, event.at + facts.policy.takeover_idle, (), event.at, f"{OPERATOR}{event.by}")
    step: Step[ClientState] = Step(taken, (Hush(),))
    return step.then(*_said(state, event, facts))


@CLIENT.on_each((InHuman,), OperatorTookOver, OperatorSaid)
def operator_goes_on(state: InHuman, event: OperatorTookOver | OperatorSaid, facts: Facts) -> Step[ClientState]:
    needed = state.kept if isinstance(state.back, Gathering) or isinstance(event, OperatorTookOver) else ()
    until = max(state.until, event.at + facts.policy.takeover_idle)
    still = replace(state, until=until, kept=needed, taken=f"{OPERATOR}{event.by}")
    return Step(still, _said(state, event, facts))


def _said(state: ClientState, event: OperatorTookOver | OperatorSaid, facts: Facts) -> tuple[Effect, ...]:
    if isinstance(event, OperatorTookOver):
        return ()
    return (spoken(event.text, language(state.mind, facts.policy), event.by),)


@CLIENT.on(InHuman, AskedCancel)
def cancels_while_a_person_has_it(state: InHuman, event: AskedCancel, facts: Facts) -> Step[ClientState]:
    """The one word that must not wait: it is carried out in silence, the person sees it."""
    inner = CLIENT.decide(state.back, event, facts)
    still = replace(kept(state, event, facts), back=_back(inner.state, state))
    return Step(still, (*_silent(inner.effects), Outcome("handed", "person")))


@CLIENT.on_each((InHuman,), Spoke)
def talks_to_the_person(state: InHuman, event: Spoke, facts: Facts) -> Step[ClientState]:
    still = kept(state, event, facts)
    said = (*state.kept, event.said)[-KEPT_AT_MOST:]
    return Step(replace(still, kept=said), (Outcome("handed", "person"),))


@CLIENT.on_each(
    (InHuman,), Answered, LateAnswer, Wordless, AskedStatus, AskedMove, AskedMenu, AskedHuman, SaidThanks, SaidDone
)
def says_a_word_to_the_person(state: InHuman, event: PersonEvent, facts: Facts) -> Step[ClientState]:
    return Step(kept(state, event, facts), (Outcome("handed", "person"),))


def kept(state: InHuman, event: PersonEvent, facts: Facts) -> InHuman:
    """Every word of his keeps the person's turn alive."""
    return replace(state, until=max(state.until, event.at + facts.policy.human_idle))


@CLIENT.on_each((InHuman,), *(kind for kind in NEWS if kind is not BotResumed))
def news_meanwhile(state: InHuman, event: LeadNews, facts: Facts) -> Step[ClientState]:
    """The bot's side goes on in silence; it will tell where things stand when it is back."""
    inner = CLIENT.decide(state.back, event, facts)
    return Step(replace(state, back=_back(inner.state, state)), _silent(inner.effects))


def _back(inner: ClientState, state: InHuman) -> Back:
    return state.back if isinstance(inner, InHuman) else inner


def _silent(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    return tuple(effect for effect in effects if isinstance(effect, Errand))


@CLIENT.on_each((InHuman,), HumanIdle, BotResumed, OperatorGaveBack)
def bot_comes_back(state: InHuman, event: HumanIdle | BotResumed | OperatorGaveBack, facts: Facts) -> Step[ClientState]:
    return come_back(state, event.at, facts)


def come_back(state: InHuman, at: datetime, facts: Facts) -> Step[ClientState]:
    """A line that says so, then what was said meanwhile is read (after the consent), or the open question repeated."""
    back = state.back
    if isinstance(back, Stopped):
        return Step(back)
    effects: list[Effect] = [say("human.over", language(state.mind, facts.policy))]
    if state.kept and isinstance(back, SPEAKING):
        return Step(back, (*effects, Read(joined(state.kept))))
    if state.kept and isinstance(back, ConsentAsked):
        back = replace(back, kept=(*back.kept, *state.kept)[-KEPT_AT_MOST:])
    elif state.kept and isinstance(back, BEFORE_CONSENT):
        step = hears_words(back.mind, state.kept, at, facts)
        return Step(step.state, (*effects, *step.effects))
    if isinstance(back, SPEAKING) and state.mind.cards:
        effects += status_lines(state.mind, facts)
    return Step(back, (*effects, *repeat_question(back, facts)))


@CLIENT.on_each((InHuman,), Understood)
def read_too_late(state: InHuman, event: Understood, facts: Facts) -> Step[ClientState]:
    """A person took over while the words were being read: they are kept for him."""
    said = (*state.kept, event.said)[-KEPT_AT_MOST:]
    return Step(replace(state, kept=said), (Outcome("handed", "person"),))


@CLIENT.on_each((*BEFORE_CONSENT, Stopped), *NEWS)
def news_for_one_who_does_not_listen(state: ClientState, event: LeadNews, facts: Facts) -> Step[ClientState]:
    """No consent, or stopped: the cards are kept up to date, nothing is said."""
    if isinstance(state, InHuman):
        return Step(state)
    return Step(replace(state, mind=noted(state.mind, event)))
