"""How a client's chat fills the form of a request, and hands it to its lead."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.client_chat.asking import field_question, language, open_next
from fixi.domain.client_chat.states import Card, ClientState, Gathering, Idle, InHuman, Mind, NewOrSameAsked, Speaking
from fixi.domain.client_chat.table import Facts, Step
from fixi.domain.effects import Alert, Effect, Tell, say
from fixi.domain.events import QuestionsUsedUp, RequestTold, Said
from fixi.domain.forms import Field, Form
from fixi.domain.questions import Ask, Option, Question
from fixi.domain.values import Key

MOST_LEADS = 5


def tell_lead(mind: Mind, lead: str, form: Form, at: datetime, facts: Facts, *, ready: bool) -> Tell:
    """The request as far as it is known, for its lead."""
    told = RequestTold(at=at, client=mind.chat, form=form, language=language(mind, facts.policy), ready=ready)
    return Tell(Key.lead(lead), told)


def begin(mind: Mind, form: Form, at: datetime, facts: Facts, *, suggestion: str = "") -> Step[ClientState]:
    """A new request: its lead is opened, and what is missing is asked."""
    if len(mind.cards) >= MOST_LEADS:
        return Step(Idle(mind), (say("too_many", language(mind, facts.policy)),))
    lead = facts.new_id("lead", mind.leads)
    mind = replace(mind, leads=mind.leads + 1, misses=0)
    form = form if form.name or not mind.name else replace(form, name=mind.name)
    safety = (say("safety", language(mind, facts.policy)),) if form.emergency else ()
    return go_on(mind, lead, form, (), at, facts, *safety, suggestion=suggestion)


def go_on(
    mind: Mind,
    lead: str,
    form: Form,
    asked: tuple[Field, ...],
    at: datetime,
    facts: Facts,
    *first: Effect,
    suggestion: str = "",
) -> Step[ClientState]:
    """Ask the most useful missing field, or hand the request over when it is enough or nothing more may be asked."""
    missing = form.missing()
    left = facts.policy.questions_max - len(asked)
    wanted = next_field(missing, asked)
    if wanted is None or (left <= 0 and form.routable):
        return hand_over(mind, lead, form, at, facts, *first)
    if left <= 0:
        return give_to_operator(mind, lead, form, at, facts, *first)
    asked = (*asked, wanted)
    told = tell_lead(mind, lead, form, at, facts, ready=False)
    question = field_question(mind, asked, facts, suggestion)
    return Step(Gathering(mind, lead, form, asked, suggestion), (*first, told, question))


def next_field(missing: tuple[Field, ...], asked: tuple[Field, ...]) -> Field | None:
    """What to ask next; what is only nice to have is asked once."""
    needed = {Field.ISSUE, Field.TRADE, Field.AREA}
    return next((field for field in missing if field in needed or field not in asked), None)


def hand_over(mind: Mind, lead: str, form: Form, at: datetime, facts: Facts, *first: Effect) -> Step[ClientState]:
    """Enough is known: the lead looks for a professional."""
    mind = mind.with_card(Card(lead, "searching", form))
    taken = say(
        "taken.emergency" if form.emergency else "taken",
        language(mind, facts.policy),
        area=form.area or "",
        trade=form.trade or "",
        when=form.wish or "",
    )
    step = open_next(mind, at, facts)
    return Step(step.state, (*first, taken, tell_lead(mind, lead, form, at, facts, ready=True), *step.effects))


def give_to_operator(
    mind: Mind, lead: str, form: Form, at: datetime, facts: Facts, *first: Effect
) -> Step[ClientState]:
    """Every question was used and it is still unclear: a person takes it from here; the lead tells the client so."""
    mind = mind.with_card(Card(lead, "review", form))
    used_up = QuestionsUsedUp(at=at, client=mind.chat, form=form, language=language(mind, facts.policy))
    step = open_next(mind, at, facts)
    return Step(step.state, (*first, Tell(Key.lead(lead), used_up), *step.effects))


def add_to(mind: Mind, card: Card, form: Form, at: datetime, facts: Facts) -> tuple[Mind, tuple[Effect, ...]]:
    """More about a request that is on its way."""
    merged = card.form.merged(form)
    mind = replace(mind.with_card(replace(card, form=merged)), misses=0)
    effects: list[Effect] = []
    if merged.emergency and not card.form.emergency:
        effects.append(say("safety", language(mind, facts.policy)))
    told = tell_lead(mind, card.lead, merged, at, facts, ready=merged.routable)
    return mind, (*effects, told, say("added", language(mind, facts.policy)))


def ask_new_or_same(
    state: Speaking, card: Card, form: Form, said: Said, at: datetime, facts: Facts
) -> Step[ClientState]:
    """A new request, or more about the one there is?"""
    options = (Option("new", "option.new_or_same.new"), Option("same", "option.new_or_same.same"))
    question = Question(Ask.NEW_OR_SAME, facts.new_id("new_or_same", at), options, at, card.lead)
    return Step(
        NewOrSameAsked(state.mind, question, form, said),
        (say("new_or_same.ask", language(state.mind, facts.policy), question),),
    )


def understood_nothing(mind: Mind, at: datetime, facts: Facts) -> Step[ClientState]:
    """Ask what it is about, in other words each time; then a person."""
    tongue = language(mind, facts.policy)
    misses = mind.misses + 1
    mind = replace(mind, misses=misses)
    if misses > facts.policy.questions_max:
        return to_person(Idle(replace(mind, misses=0)), at, facts, "unclear")
    return Step(Idle(mind), (say("welcome" if misses == 1 else f"ask.issue.{min(misses, 3)}", tongue),))


def to_person(state: Speaking, at: datetime, facts: Facts, why: str) -> Step[ClientState]:
    """A person takes the chat; the bot is silent after this line."""
    words = say("human.taken", language(state.mind, facts.policy))
    return Step(
        InHuman(state, at + facts.policy.human_idle, (), at, why),
        (words, Alert(f"human.{why}", state.mind.chat.masked)),
    )
