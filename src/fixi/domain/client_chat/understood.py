"""The rows for words that were read, and for answers to the open question."""

import re
from dataclasses import replace

from fixi.domain.client_chat.asking import language, open_next, repeat_question, which_question
from fixi.domain.client_chat.requests import (
    add_to,
    ask_new_or_same,
    begin,
    go_on,
    tell_lead,
    to_person,
    understood_nothing,
)
from fixi.domain.client_chat.states import (
    SPEAKING,
    Card,
    ClientState,
    DoneAsk,
    Gathering,
    Idle,
    Mind,
    NeedAsked,
    NewOrSameAsked,
    RatingAsked,
    ReviewAsked,
    SlotAsked,
    Speaking,
    WhichAsked,
)
from fixi.domain.client_chat.table import CLIENT, Facts, Step
from fixi.domain.client_chat.words import (
    booked,
    cancel_card,
    done_card,
    move_card,
    status_lines,
)
from fixi.domain.effects import Effect, Outcome, Read, Tell, say
from fixi.domain.events import (
    Answered,
    ClientCancelled,
    Rated,
    Reviewed,
    Said,
    SlotPicked,
    Spoke,
    StillNeeded,
    TimeWished,
    Understood,
    Wordless,
)
from fixi.domain.fixed_words import NO, YES, tidy
from fixi.domain.forms import Field, Form, Intent, OpenCase, Proposal, Reading
from fixi.domain.language import has_letters_of
from fixi.domain.privacy import scrubbed
from fixi.domain.values import Key

NOTE_LENGTH = 300
QUESTION_MARKS = frozenset("?؟")
# Said after a job, these words make a new request of what would else be praise or blame.
MORE = re.compile(
    r"(?<!\w)(?:another|again|also need|i need|new|עוד|שוב|צריך|צריכה|צריכים|חדש|חדשה)(?!\w)", re.IGNORECASE
)


# Free words go to the reader, with what was asked and what is known


@CLIENT.on(Gathering, Spoke)
def answers_a_field(state: Gathering, event: Spoke, facts: Facts) -> Step[ClientState]:
    return Step(state, (Read(event.said, state.asked[-1], state.form, cases(state.mind), state.lead),))


@CLIENT.on(SlotAsked, Spoke)
def names_a_time(state: SlotAsked, event: Spoke, facts: Facts) -> Step[ClientState]:
    return Step(state, (Read(event.said, Field.WISH, cases=cases(state.mind), lead=state.lead),))


@CLIENT.on_each(SPEAKING, Spoke)
def speaks(state: Speaking, event: Spoke, facts: Facts) -> Step[ClientState]:
    about = state.mind.cards[-1].lead if state.mind.cards else ""
    return Step(state, (Read(event.said, cases=cases(state.mind), lead=about),))


def cases(mind: Mind) -> tuple[OpenCase, ...]:
    """His open requests, as far as a reader may know of them."""
    return tuple(
        OpenCase(card.stage, card.form.trade, card.form.area, scrubbed(card.form.issue or "", card.form), card.slot)
        for card in mind.cards
    )


@CLIENT.on_each(CLIENT.states[:-1], Wordless)
def says_nothing(state: ClientState, event: Wordless, facts: Facts) -> Step[ClientState]:
    """A call or a message that did not decrypt gets a line; a sticker or a reaction asks for none."""
    if event.said.kind in {"undecryptable", "call"}:
        return Step(state, (say(f"wordless.{event.said.kind}", language(state.mind, facts.policy)),))
    return Step(state, (Outcome("ignored", event.said.kind),))


# What was read


def asks_for_something_new(reading: Reading) -> bool:
    """True when the words by themselves describe a job."""
    return reading.form.emergency or (
        reading.form.trade is not None and reading.intent in {Intent.NEW_REQUEST, Intent.ANSWER}
    )


@CLIENT.on(Gathering, Understood)
def fills_the_form(state: Gathering, event: Understood, facts: Facts) -> Step[ClientState]:
    return heard(filled(state, event, facts), event, facts)


def filled(state: Gathering, event: Understood, facts: Facts) -> Step[ClientState]:
    """The form with what was read, or what else the words want."""
    command = sentence_command(state, event, facts)
    if command is not None:
        return command
    form = state.form.merged(event.reading.form)
    mind = spoken_by(state.mind, event)
    if event.said.media and not event.said.text.strip() and state.asked[-1] in form.missing():
        # A photo by itself answers nothing and uses up nothing: the question stays open.
        told = tell_lead(mind, state.lead, form, event.at, facts, ready=False)
        return Step(replace(state, mind=mind, form=form), (told, say("added", language(mind, facts.policy))))
    safety: tuple[Effect, ...] = ()
    if form.emergency and not state.form.emergency:
        safety = (say("safety", language(mind, facts.policy)),)
    words = suggestion(event.reading, form, state.suggested)
    return go_on(mind, state.lead, form, state.asked, event.at, facts, *safety, suggestion=words)


def suggestion(reading: Reading, form: Form, before: str = "") -> str:
    """The reader's sentence where it may stand before our question: it only has to be kind, ours is what is asked.

    Not what asks something itself, not twice in a row, and not where nothing may wait.
    """
    sentence = reading.sentence or ""
    talks = reading.proposal is Proposal.CONVERSE and not form.emergency
    return sentence if talks and sentence != before and QUESTION_MARKS.isdisjoint(sentence) else ""


@CLIENT.on(SlotAsked, Understood)
def wishes_a_time(state: SlotAsked, event: Understood, facts: Facts) -> Step[ClientState]:
    wish = event.reading.form.wish
    if wish is not None and not event.reading.form.emergency:
        return Step(state, (Tell(Key.lead(state.lead), TimeWished(at=event.at, wish=wish)),))
    form = event.reading.form
    command = sentence_command(state, event, facts)
    if command is None and not (form.trade or form.area or form.street or form.emergency or event.said.media):
        # Words that name no time, such as "none of these", are no news for the professional.
        return Step(state, repeat_question(state, facts))
    return command or main_road(state, event, facts)


@CLIENT.on(RatingAsked, Understood)
def says_words_for_stars(state: RatingAsked, event: Understood, facts: Facts) -> Step[ClientState]:
    """A rating never blocks a new request, and is asked for once more at most."""
    if asks_for_something_new(event.reading) or sentence_command(state, event, facts) is not None:
        return main_road(Idle(state.mind), event, facts)
    if state.repeated:
        return main_road(open_next(state.mind, event.at, facts).state, event, facts)
    return Step(replace(state, repeated=True), repeat_question(state, facts))


@CLIENT.on(ReviewAsked, Understood)
def reviews(state: ReviewAsked, event: Understood, facts: Facts) -> Step[ClientState]:
    """Words for the stars; but an emergency, or a request with a place, is a request."""
    form = event.reading.form
    wants_more = form.trade is not None and (form.area is not None or MORE.search(event.said.text) is not None)
    if form.emergency or wants_more:
        return main_road(Idle(state.mind), event, facts)
    words = event.said.text[:NOTE_LENGTH]
    step = open_next(state.mind, event.at, facts)
    noted = Tell(Key.lead(state.lead), Reviewed(at=event.at, words=words))
    return Step(step.state, (noted, say("review.thanks", language(state.mind, facts.policy)), *step.effects))


@CLIENT.on(WhichAsked, Understood)
def does_not_pick(state: WhichAsked, event: Understood, facts: Facts) -> Step[ClientState]:
    if asks_for_something_new(event.reading):
        return main_road(Idle(state.mind), event, facts)
    return Step(state, repeat_question(state, facts))


@CLIENT.on(NewOrSameAsked, Understood)
def says_more_before_choosing(state: NewOrSameAsked, event: Understood, facts: Facts) -> Step[ClientState]:
    form = state.form.merged(event.reading.form)
    said = replace(state.said, text=f"{state.said.text}\n{event.said.text}")
    return Step(replace(state, form=form, said=said), repeat_question(state, facts))


@CLIENT.on(NeedAsked, Understood)
def still_talks_about_it(state: NeedAsked, event: Understood, facts: Facts) -> Step[ClientState]:
    """Whoever goes on talking still needs it."""
    step = main_road(Idle(state.mind), event, facts)
    return Step(step.state, (Tell(Key.lead(state.lead), StillNeeded(at=event.at)), *step.effects))


@CLIENT.on(Idle, Understood)
def understands(state: Idle, event: Understood, facts: Facts) -> Step[ClientState]:
    return heard(main_road(state, event, facts), event, facts)


def heard(step: Step[ClientState], event: Understood, facts: Facts) -> Step[ClientState]:
    """Whoever sent a voice note reads first how it was heard, so that he can put it right."""
    words = event.reading.form.transcript
    if words is None:
        return step
    told = say("heard", language(step.state.mind, facts.policy), words=words[:NOTE_LENGTH])
    return Step(step.state, (told, *step.effects))


def main_road(state: ClientState, event: Understood, facts: Facts) -> Step[ClientState]:
    """Words that answer no question: a wish to do something, a new request, or more about one."""
    if not isinstance(state, SPEAKING):
        return Step(state)
    command = sentence_command(state, event, facts)
    if command is not None:
        return command
    mind = spoken_by(state.mind, event)
    reading, at = event.reading, event.at
    form = replace(reading.form, media=event.said.media) if event.said.media else reading.form
    if not mind.cards:
        if reading.intent is Intent.THANKS:
            return Step(replace(state, mind=mind), (say("thanks", language(mind, facts.policy)),))
        worth = form.trade or form.issue or form.area or form.media or form.emergency
        if not worth:
            return understood_nothing(mind, at, facts)
        return begin(mind, form, at, facts, suggestion=suggestion(reading, form))
    card = mind.cards[-1]
    if form.emergency and (card.stage == "booked" or form.trade not in {None, card.form.trade}):
        # Danger is not kept waiting by a question.
        return begin(mind, form, at, facts)
    if card.stage == "booked" and form.wish is not None and not (form.trade or form.issue or form.area or form.street):
        return Step(replace(state, mind=mind), (Tell(Key.lead(card.lead), TimeWished(at=at, wish=form.wish)),))
    if form.trade is not None and (card.stage == "booked" or form.trade != card.form.trade):
        return ask_new_or_same(replace(state, mind=mind), card, form, event.said, at, facts)
    nothing = Form(language=form.language, transcript=form.transcript, picture=form.picture)
    if form == nothing and reading.intent in {Intent.GREETING, Intent.THANKS}:
        return Step(replace(state, mind=mind), status_lines(mind, facts))
    mind, effects = add_to(mind, card, with_note(form, event.said), at, facts)
    return Step(replace(state, mind=mind), effects)


def with_note(form: Form, said: Said) -> Form:
    """Words that no field holds are kept: they may be just what the professional needs.

    What a field does hold is taken out of them: with another address nobody would know any more that it was one.
    """
    words = tidy(said.text)
    if form.issue is not None or not said.text.strip() or words in YES or words in NO:
        return form
    return replace(form, issue=scrubbed(said.text, form)[:NOTE_LENGTH] or None)


def spoken_by(mind: Mind, event: Understood) -> Mind:
    """The chat goes on in the language of what was read; a few foreign words in one's own change nothing."""
    spoken = event.reading.form.language
    if spoken is None or spoken is mind.language:
        return mind
    if mind.language is not None and has_letters_of(mind.language, event.said.text):
        return mind
    return replace(mind, language=spoken)


def sentence_command(state: ClientState, event: Understood, facts: Facts) -> Step[ClientState] | None:
    """A whole sentence that wants what a fixed word wants. What cannot be undone is asked back first."""
    if not isinstance(state, SPEAKING) or event.reading.form.trade is not None:
        return None
    mind = spoken_by(state.mind, event)
    state = state if mind is state.mind else replace(state, mind=mind)
    cards: tuple[Card, ...] = mind.cards
    match event.reading.intent:
        case Intent.HUMAN:
            return to_person(state, event.at, facts, "asked")
        case Intent.COMPLAINT:
            return to_person(state, event.at, facts, "complaint")
        case Intent.STATUS if cards or isinstance(state, Gathering):
            return Step(state, status_lines(mind, facts, gathering=isinstance(state, Gathering)))
        case Intent.CANCEL if cards:
            return which_question(state.mind, "cancel", cards, event.at, facts)
        case Intent.MOVE if booked(mind):
            wish = event.reading.form.wish
            if wish is not None and len(booked(mind)) == 1:
                return Step(state, (Tell(Key.lead(booked(mind)[0].lead), TimeWished(at=event.at, wish=wish)),))
            return which_question(state.mind, "move", booked(mind), event.at, facts)
        case Intent.DONE if booked(mind):
            return which_question(state.mind, "done", booked(mind), event.at, facts)
        case Intent.STOP:
            return Step(state, (say("stop.how", language(mind, facts.policy)),))
        case _:
            return None


# Answers


@CLIENT.on(SlotAsked, Answered)
def picks_a_time(state: SlotAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    slot = next((slot for slot in state.slots if slot.start.isoformat() == event.value), None)
    if slot is None:
        return Step(state, repeat_question(state, facts))
    step = open_next(state.mind, event.at, facts)
    return Step(step.state, (Tell(Key.lead(state.lead), SlotPicked(at=event.at, slot=slot)), *step.effects))


@CLIENT.on(RatingAsked, Answered)
def rates(state: RatingAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    told = Tell(Key.lead(state.lead), Rated(at=event.at, stars=int(event.value)))
    words = say("review.ask", language(state.mind, facts.policy), stars=int(event.value))
    return Step(ReviewAsked(state.mind, state.lead), (told, words))


@CLIENT.on(ReviewAsked, Answered)
def answers_a_review(state: ReviewAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    return Step(state, (say("late_answer", language(state.mind, facts.policy)),))


@CLIENT.on(WhichAsked, Answered)
def picks_one(state: WhichAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    done = state.purpose == "done"
    mind = state.mind.without_ask(event.value, DoneAsk) if done else state.mind
    idle = open_next(mind, event.at, facts)
    if event.value == "none" or state.mind.card(event.value) is None:
        return idle.then(say("kept", language(state.mind, facts.policy)))
    if state.purpose == "cancel":
        return cancel_card(Idle(state.mind), event.value, event.at, facts)
    acted = (done_card if done else move_card)(Idle(mind), event.value, event.at, facts)
    return Step(idle.state, (*acted.effects, *idle.effects))


@CLIENT.on(NewOrSameAsked, Answered)
def chooses_new_or_same(state: NewOrSameAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    card = state.mind.card(state.question.about)
    if event.value == "new" or card is None:
        return begin(state.mind, state.form, event.at, facts)
    mind, effects = add_to(state.mind, card, with_note(same_job(state.form, card), state.said), event.at, facts)
    step = open_next(mind, event.at, facts)
    return Step(step.state, (*effects, *step.effects))


def same_job(form: Form, card: Card) -> Form:
    """What was said belongs to this job: its trade and place stand."""
    return replace(form, trade=card.form.trade, area=card.form.area)


@CLIENT.on(NeedAsked, Answered)
def says_whether_needed(state: NeedAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    tongue = language(state.mind, facts.policy)
    if event.value == "yes":
        step = open_next(state.mind, event.at, facts)
        told = Tell(Key.lead(state.lead), StillNeeded(at=event.at))
        return Step(step.state, (told, say("need.goes_on", tongue), *step.effects))
    step = open_next(state.mind.without(state.lead), event.at, facts)
    told = Tell(Key.lead(state.lead), ClientCancelled(at=event.at))
    return Step(step.state, (told, say("cancelled", tongue), *step.effects))


@CLIENT.on_each((Idle, Gathering), Answered)
def answers_what_is_not_asked(state: Idle | Gathering, event: Answered, facts: Facts) -> Step[ClientState]:
    return Step(state, (say("late_answer", language(state.mind, facts.policy)),))
