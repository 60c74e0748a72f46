"""The rows for the fixed words: they work in every state, and what they do is the same whoever understood them."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.client_chat.asking import card_params, language, open_next, repeat_question, which_question
from fixi.domain.client_chat.requests import to_person
from fixi.domain.client_chat.states import (
    ASKING,
    SPEAKING,
    AnotherAsked,
    Card,
    ClientState,
    DoneAsk,
    DoneCheckAsked,
    Gathering,
    Idle,
    InHuman,
    Mind,
    NeedAsked,
    NewOrSameAsked,
    RatingAsked,
    ReviewAsked,
    SlotAsked,
    Speaking,
    Stopped,
    WhichAsked,
)
from fixi.domain.client_chat.table import CLIENT, Facts, Step
from fixi.domain.effects import Effect, Hush, Say, Tell, say
from fixi.domain.events import (
    AskedCancel,
    AskedHuman,
    AskedMenu,
    AskedMove,
    AskedStatus,
    AskedStop,
    ClientCancelled,
    ClientSaidDone,
    LateAnswer,
    SaidDone,
    SaidThanks,
    TimeWished,
)
from fixi.domain.values import Key


def status_lines(mind: Mind, facts: Facts, gathering: bool = False) -> tuple[Say, ...]:
    """Where every lead of his stands, one line each."""
    tongue = language(mind, facts.policy)
    lines = [status_line(card, mind, facts) for card in mind.cards]
    if gathering:
        lines.append(say("status.gathering", tongue))
    return tuple(lines) or (say("status.none", tongue),)


def status_line(card: Card, mind: Mind, facts: Facts) -> Say:
    """Where this lead stands."""
    tongue = language(mind, facts.policy)
    named = dict(card_params(card))
    if card.stage != "booked" or card.pro is None:
        return say(f"status.{card.stage}", tongue, **named)
    if card.slot is not None:
        return say("status.booked", tongue, pro=card.pro.name, phone=card.pro.phone, slot=card.slot, **named)
    return say("status.booked_no_time", tongue, pro=card.pro.name, phone=card.pro.phone, **named)


@CLIENT.on_each((*SPEAKING, Stopped), AskedStatus)
def tells_status(state: Speaking | Stopped, event: AskedStatus, facts: Facts) -> Step[ClientState]:
    return Step(state, status_lines(state.mind, facts, gathering=isinstance(state, Gathering)))


@CLIENT.on_each(SPEAKING, AskedMenu)
def shows_menu(state: Speaking, event: AskedMenu, facts: Facts) -> Step[ClientState]:
    """Only what is possible now; nothing changes."""
    mind = state.mind
    booked = any(card.stage == "booked" for card in mind.cards)
    busy = bool(mind.cards) or isinstance(state, Gathering)
    possible = ["menu.request"]
    possible += ["menu.status", "menu.cancel"] if busy else []
    possible += ["menu.move", "menu.done"] if booked else []
    possible += ["menu.human", "menu.stop"]
    return Step(state, (say("menu", language(mind, facts.policy), lines=tuple(possible)),))


@CLIENT.on_each(SPEAKING, SaidThanks)
def welcomes(state: Speaking, event: SaidThanks, facts: Facts) -> Step[ClientState]:
    if isinstance(state, ReviewAsked):
        return open_next(state.mind, event.at, facts).then(say("thanks", language(state.mind, facts.policy)))
    return Step(state, (say("thanks", language(state.mind, facts.policy)),))


@CLIENT.on_each(ASKING, LateAnswer)
def answers_past_the_question(
    state: SlotAsked | RatingAsked | WhichAsked | NewOrSameAsked | NeedAsked | DoneCheckAsked | AnotherAsked,
    event: LateAnswer,
    facts: Facts,
) -> Step[ClientState]:
    """A digit that is no option, or a press on an old button: what is open is asked again."""
    return Step(state, repeat_question(state, facts))


@CLIENT.on_each(SPEAKING, LateAnswer)
def answers_nothing(state: Speaking, event: LateAnswer, facts: Facts) -> Step[ClientState]:
    return Step(state, (say("late_answer", language(state.mind, facts.policy)),))


@CLIENT.on_each(SPEAKING, AskedHuman)
def calls_a_person(state: Speaking, event: AskedHuman, facts: Facts) -> Step[ClientState]:
    return to_person(state, event.at, facts, "asked")


# Cancel


@CLIENT.on(Gathering, AskedCancel)
def cancels_this_request(state: Gathering, event: AskedCancel, facts: Facts) -> Step[ClientState]:
    tell = Tell(Key.lead(state.lead), ClientCancelled(at=event.at))
    step = open_next(state.mind, event.at, facts)
    return Step(step.state, (tell, say("cancelled", language(state.mind, facts.policy)), *step.effects))


@CLIENT.on_each((SlotAsked, NeedAsked, DoneCheckAsked, AnotherAsked), AskedCancel)
def cancels_what_is_asked_about(
    state: SlotAsked | NeedAsked | DoneCheckAsked | AnotherAsked, event: AskedCancel, facts: Facts
) -> Step[ClientState]:
    return cancel_card(state, state.lead, event.at, facts)


@CLIENT.on(WhichAsked, AskedCancel)
def cancels_from_the_list(state: WhichAsked, event: AskedCancel, facts: Facts) -> Step[ClientState]:
    return cancel(Idle(state.mind), event, facts)


@CLIENT.on_each(SPEAKING, AskedCancel)
def cancels(state: Speaking, event: AskedCancel, facts: Facts) -> Step[ClientState]:
    return cancel(state, event, facts)


def cancel(state: Speaking, event: AskedCancel, facts: Facts) -> Step[ClientState]:
    """The only lead there is, or the one that is picked."""
    cards = state.mind.cards
    if not cards:
        return Step(state, (say("cancel.nothing", language(state.mind, facts.policy)),))
    if len(cards) > 1:
        return which_question(state.mind, "cancel", cards, event.at, facts)
    return cancel_card(state, cards[0].lead, event.at, facts)


def cancel_card(state: Speaking | Stopped, lead: str, at: datetime, facts: Facts) -> Step[ClientState]:
    """Call this lead off; a question about it is closed with it."""
    mind = state.mind.without(lead)
    effects: tuple[Effect, ...] = (
        Tell(Key.lead(lead), ClientCancelled(at=at)),
        say("cancelled", language(mind, facts.policy)),
    )
    if isinstance(state, (Gathering, RatingAsked, ReviewAsked, Stopped)):
        return Step(replace(state, mind=mind), effects)
    step = open_next(mind, at, facts)
    return Step(step.state, (*effects, *step.effects))


@CLIENT.on(Stopped, AskedCancel)
def cancels_after_stop(state: Stopped, event: AskedCancel, facts: Facts) -> Step[ClientState]:
    if not state.mind.cards:
        return Step(state, (say("cancel.nothing", language(state.mind, facts.policy)),))
    step: Step[ClientState] = Step(state)
    for card in state.mind.cards:
        done = cancel_card(Stopped(step.state.mind), card.lead, event.at, facts)
        step = Step(done.state, (*step.effects, done.effects[0]))
    return step.then(say("cancelled", language(state.mind, facts.policy)))


# Another time, done


def booked(mind: Mind) -> tuple[Card, ...]:
    """His leads that a professional has accepted."""
    return tuple(card for card in mind.cards if card.stage == "booked")


@CLIENT.on(DoneCheckAsked, AskedMove)
def moves_what_may_be_done(state: DoneCheckAsked, event: AskedMove, facts: Facts) -> Step[ClientState]:
    """Whoever wants another time has answered that it is not done."""
    step = open_next(state.mind, event.at, facts)
    return Step(step.state, (*move_card(state, state.lead, event.at, facts).effects, *step.effects))


@CLIENT.on_each(SPEAKING, AskedMove)
def moves(state: Speaking, event: AskedMove, facts: Facts) -> Step[ClientState]:
    cards = booked(state.mind)
    if isinstance(state, SlotAsked):
        cards = tuple(card for card in cards if card.lead == state.lead)
    if not cards:
        return Step(state, (say("move.nothing", language(state.mind, facts.policy)),))
    if len(cards) > 1:
        return which_question(state.mind, "move", cards, event.at, facts)
    return move_card(state, cards[0].lead, event.at, facts)


def move_card(state: Speaking, lead: str, at: datetime, facts: Facts) -> Step[ClientState]:
    """Ask the lead for other times; they come as news."""
    return Step(state, (Tell(Key.lead(lead), TimeWished(at=at)),))


@CLIENT.on(DoneCheckAsked, SaidDone)
def says_that_it_is_done(state: DoneCheckAsked, event: SaidDone, facts: Facts) -> Step[ClientState]:
    return confirms_done(state, event.at, facts)


def confirms_done(state: DoneCheckAsked, at: datetime, facts: Facts) -> Step[ClientState]:
    """The work that was asked about is done."""
    done = done_card(Idle(state.mind), state.lead, at, facts)
    step = open_next(done.state.mind, at, facts)
    return Step(step.state, (*done.effects, *step.effects))


@CLIENT.on_each(SPEAKING, SaidDone)
def is_done(state: Speaking, event: SaidDone, facts: Facts) -> Step[ClientState]:
    cards = booked(state.mind)
    if not cards:
        return Step(state, (say("done.nothing", language(state.mind, facts.policy)),))
    if len(cards) > 1:
        return which_question(state.mind, "done", cards, event.at, facts)
    return done_card(state, cards[0].lead, event.at, facts)


def done_card(state: Speaking, lead: str, at: datetime, facts: Facts) -> Step[ClientState]:
    """The professional is asked to confirm; whether it is done is no question any more."""
    told = Tell(Key.lead(lead), ClientSaidDone(at=at))
    words = say("done.noted", language(state.mind, facts.policy))
    return Step(replace(state, mind=state.mind.without_ask(lead, DoneAsk)), (told, words))


# Stop


@CLIENT.on_each(CLIENT.states, AskedStop)
def stops(state: ClientState, event: AskedStop, facts: Facts) -> Step[ClientState]:
    """At once, in every state: what is being looked for is called off, a booked job stands, nothing more is sent."""
    mind = state.mind
    effects: list[Effect] = [Hush()]
    inner = state.back if isinstance(state, InHuman) else state
    if isinstance(inner, Gathering):
        effects.append(Tell(Key.lead(inner.lead), ClientCancelled(at=event.at, why="stop")))
    for card in mind.cards:
        if card.stage != "booked":
            effects.append(Tell(Key.lead(card.lead), ClientCancelled(at=event.at, why="stop")))
            mind = mind.without(card.lead)
    mind = replace(mind, consent_at=None, queue=(), misses=0)
    key = "stopped.booked" if mind.cards else "stopped"
    return Step(Stopped(mind), (*effects, say(key, language(mind, facts.policy))))
