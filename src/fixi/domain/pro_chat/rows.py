"""The rows while a person has a professional's chat, the closed table, and `decide`: the only way in."""

from dataclasses import replace

from fixi.domain.effects import Effect, Errand, Hush, Outcome, say, spoken
from fixi.domain.events import (
    AskedStop,
    AskTimedOut,
    DayBegins,
    Event,
    HumanIdle,
    LeadNews,
    OfferNudged,
    OperatorGaveBack,
    OperatorSaid,
    OperatorTookOver,
    OwnerSpoke,
    PersonEvent,
)
from fixi.domain.handover import OPERATOR, OWNER
from fixi.domain.language import spoken_language
from fixi.domain.machine import Facts, Step
from fixi.domain.pro_chat import agenda, jobs, steered  # noqa: F401 - importing them places their rows
from fixi.domain.pro_chat.offers import language, offer_words
from fixi.domain.pro_chat.states import ATTENDING, Attending, OfferShown, ProInHuman, ProState
from fixi.domain.pro_chat.table import COMMANDS, NEWS, PRO, WORDS


@PRO.on_each(ATTENDING, OwnerSpoke)
def person_takes_over(state: Attending, event: OwnerSpoke, facts: Facts) -> Step[ProState]:
    taken = ProInHuman(state, event.at + facts.policy.human_idle, event.at, OWNER)
    return Step(taken, (Hush(), Outcome("handed", "owner")))


@PRO.on_each((*ATTENDING, ProInHuman), OperatorTookOver, OperatorSaid)
def operator_has_it(state: ProState, event: OperatorTookOver | OperatorSaid, facts: Facts) -> Step[ProState]:
    """The bot steps back for longer; an operator's own words go out."""
    until = event.at + facts.policy.takeover_idle
    step: Step[ProState]
    if isinstance(state, ProInHuman):
        step = Step(replace(state, until=max(state.until, until), taken=f"{OPERATOR}{event.by}"))
    else:
        step = Step(ProInHuman(state, until, event.at, f"{OPERATOR}{event.by}"), (Hush(),))
    if isinstance(event, OperatorSaid):
        return step.then(spoken(event.text, language(state.desk, facts.policy), event.by))
    return step


@PRO.on(ProInHuman, AskedStop)
def stops_while_a_person_has_it(state: ProInHuman, event: AskedStop, facts: Facts) -> Step[ProState]:
    inner = PRO.decide(state.back, event, facts)
    return Step(inner.state, inner.effects)


@PRO.on_each((ProInHuman,), *(kind for kind in (*COMMANDS, *WORDS) if kind is not AskedStop))
def talks_to_the_person(state: ProInHuman, event: PersonEvent, facts: Facts) -> Step[ProState]:
    until = max(state.until, event.at + facts.policy.human_idle)
    taken = OWNER if isinstance(event, OwnerSpoke) else state.taken
    return Step(replace(state, until=until, taken=taken), (Outcome("handed", "person"),))


@PRO.on_each((ProInHuman,), *NEWS)
def news_meanwhile(state: ProInHuman, event: LeadNews, facts: Facts) -> Step[ProState]:
    """His desk goes on in silence."""
    inner = PRO.decide(state.back, event, facts)
    if isinstance(inner.state, ProInHuman):
        return Step(state)
    errands: tuple[Effect, ...] = tuple(effect for effect in inner.effects if isinstance(effect, Errand))
    return Step(replace(state, back=inner.state), errands)


@PRO.on_each((ProInHuman,), HumanIdle, OperatorGaveBack)
def bot_comes_back(state: ProInHuman, event: HumanIdle | OperatorGaveBack, facts: Facts) -> Step[ProState]:
    """With a line that says so, and the offer that is open."""
    words = say("human.over", language(state.desk, facts.policy))
    if isinstance(state.back, OfferShown):
        view = state.desk.offers[0]
        return Step(state.back, (words, offer_words(view, state.back.question, state.desk, facts.policy, "offer")))
    return Step(state.back, (words,))


# A person has the chat: the bot is silent, also in the morning.
PRO.ignore((ProInHuman,), DayBegins)
# The alarm of a state that was left; an offer that is not shown is not nudged.
PRO.ignore((*ATTENDING, ProInHuman), AskTimedOut, HumanIdle, OperatorGaveBack)
PRO.ignore((*(kind for kind in ATTENDING if kind is not OfferShown),), OfferNudged)


def decide(state: ProState, event: Event, facts: Facts) -> Step[ProState]:
    """The step of a professional's chat."""
    if isinstance(event, PersonEvent) and state.desk.language is None and not isinstance(state, ProInHuman):
        state = replace(state, desk=replace(state.desk, language=spoken_language(event.said.text)))
    return PRO.decide(state, event, facts)
