"""How a client's chat asks: one question at a time, the next one when the open one is closed."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.client_chat.states import (
    AnotherAsk,
    AnotherAsked,
    Card,
    ClientState,
    ConsentAsked,
    DoneAsk,
    DoneCheckAsked,
    Gathering,
    Idle,
    Mind,
    NeedAsk,
    NeedAsked,
    NewOrSameAsked,
    Pending,
    RatingAsk,
    RatingAsked,
    ReviewAsked,
    SlotAsk,
    SlotAsked,
    Speaking,
    WhichAsked,
)
from fixi.domain.client_chat.table import Facts, Step
from fixi.domain.effects import Effect, Say, Tone, say
from fixi.domain.forms import Field
from fixi.domain.policy import Policy
from fixi.domain.questions import Ask, Option, Question, yes_or_no
from fixi.domain.values import Language, Param, Trade, line

STARS = tuple(Option(str(stars), "option.stars", (("stars", stars),)) for stars in range(1, 6))


def language(mind: Mind, policy: Policy) -> Language:
    """The language that this person is written to in."""
    return mind.language or policy.language


def field_question(mind: Mind, asked: tuple[Field, ...], facts: Facts, suggestion: str = "") -> Say:
    """The words for the last field of `asked`, never the same twice; what a reader suggests stands before them."""
    field = asked[-1]
    times = min(asked.count(field), 3)
    question = f"ask.{field}.{times}"
    if suggestion:
        return say("ask.suggested", language(mind, facts.policy), words=suggestion, question=line(question))
    return say(question, language(mind, facts.policy))


def slots_question(ask: SlotAsk, at: datetime, facts: Facts) -> Question:
    """The times as numbered options."""
    options = tuple(Option(slot.start.isoformat(), "option.slot", (("slot", slot),)) for slot in ask.slots)
    return Question(Ask.SLOT, facts.new_id("slot", ask.lead, at), options, at, ask.lead)


def open_next(mind: Mind, at: datetime, facts: Facts) -> Step[ClientState]:
    """The first waiting question is asked now; with none waiting the chat is idle."""
    if not mind.queue:
        return Step(Idle(mind))
    ask, rest = mind.queue[0], mind.queue[1:]
    return _open(replace(mind, queue=rest), ask, at, facts)


def _open(mind: Mind, ask: Pending, at: datetime, facts: Facts) -> Step[ClientState]:
    tongue = language(mind, facts.policy)
    match ask:
        case SlotAsk():
            question = slots_question(ask, at, facts)
            state: ClientState = SlotAsked(mind, ask.lead, question, ask.slots, ask.pro)
            return Step(state, (say(f"times.{ask.why}", tongue, question, Tone.NEWS, pro=ask.pro.name),))
        case RatingAsk():
            question = Question(Ask.RATING, facts.new_id("rating", ask.lead, at), STARS, at, ask.lead)
            key, tone = ("rating.remind", Tone.COLD) if ask.reminder else ("rating.ask", Tone.NEWS)
            return Step(
                RatingAsked(mind, ask.lead, question, ask.pro), (say(key, tongue, question, tone, pro=ask.pro.name),)
            )
        case NeedAsk():
            question = yes_or_no(Ask.STILL_NEEDED, facts.new_id("need", ask.lead, at), at, ask.lead)
            return Step(NeedAsked(mind, ask.lead, question), (say("need.ask", tongue, question, Tone.COLD),))
        case DoneAsk():
            question = yes_or_no(Ask.JOB_DONE, facts.new_id("job_done", ask.lead, at), at, ask.lead)
            key = "job_done.repeat" if ask.again else "job_done.ask"
            words = say(key, tongue, question, Tone.COLD, pro=ask.pro.name)
            return Step(DoneCheckAsked(mind, ask.lead, question, ask.pro), (words,))
        case AnotherAsk():
            question = yes_or_no(Ask.ANOTHER, facts.new_id("another", ask.lead, at), at, ask.lead)
            words = say("another.ask", tongue, question, Tone.NEWS, minutes=ask.minutes)
            return Step(AnotherAsked(mind, ask.lead, question, ask.pro), (words,))


def ask_when_free(state: Speaking, ask: Pending, at: datetime, facts: Facts) -> Step[ClientState]:
    """Ask now if nothing else is open (or only a question that this one replaces), else later."""
    if isinstance(state, (Idle, ReviewAsked)) or replaced(state, ask):
        return _open(state.mind, ask, at, facts)
    return Step(replace(state, mind=state.mind.queued(ask)))


def replaced(state: Speaking, ask: Pending) -> bool:
    """True when an older question of the same kind and lead is open, or a job is given a time that may be done."""
    match state:
        case SlotAsked():
            return isinstance(ask, SlotAsk) and ask.lead == state.lead
        case RatingAsked():
            return isinstance(ask, RatingAsk) and ask.lead == state.lead
        case NeedAsked():
            return isinstance(ask, NeedAsk) and ask.lead == state.lead
        case DoneCheckAsked():
            return isinstance(ask, (DoneAsk, SlotAsk)) and ask.lead == state.lead
        case AnotherAsked():
            return isinstance(ask, AnotherAsk) and ask.lead == state.lead
        case _:
            return False


def repeat_question(state: ClientState, facts: Facts) -> tuple[Effect, ...]:
    """The open question again, in the words for a second time."""
    tongue = language(state.mind, facts.policy)
    match state:
        case ConsentAsked():
            return (say("consent.again", tongue, state.question),)
        case Gathering():
            return (field_question(state.mind, state.asked, facts),)
        case SlotAsked():
            return (say("times.repeat", tongue, state.question, pro=state.pro.name),)
        case RatingAsked():
            return (say("rating.repeat", tongue, state.question, pro=state.pro.name),)
        case WhichAsked():
            return (say(f"which.{state.purpose}", tongue, state.question),)
        case NewOrSameAsked():
            return (say("new_or_same.ask", tongue, state.question),)
        case NeedAsked():
            return (say("need.repeat", tongue, state.question),)
        case DoneCheckAsked():
            return (say("job_done.repeat", tongue, state.question, pro=state.pro.name),)
        case AnotherAsked():
            return (say("another.repeat", tongue, state.question),)
        case _:
            return ()


def which_question(mind: Mind, purpose: str, cards: tuple[Card, ...], at: datetime, facts: Facts) -> Step[ClientState]:
    """Which of these is meant? One more option takes it back."""
    options = tuple(Option(card.lead, "option.lead", card_params(card)) for card in cards[:8])
    question = Question(
        Ask.WHICH, facts.new_id("which", purpose, at), (*options, Option("none", "option.none")), at, purpose
    )
    words = say(f"which.{purpose}", language(mind, facts.policy), question)
    return Step(WhichAsked(mind, purpose, question), (words,))


def card_params(card: Card) -> tuple[tuple[str, Param], ...]:
    """How one lead is named: its trade and area, worded in the person's language at the last moment."""
    trade = card.form.trade or Trade("general")
    return (("area", card.form.area or ""), ("trade", trade))
