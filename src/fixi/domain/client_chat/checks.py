"""The rows for what the client is asked along the way: whether another one is wanted, and whether the work is done."""

from fixi.domain.client_chat.asking import language, open_next
from fixi.domain.client_chat.states import AnotherAsked, ClientState, DoneCheckAsked
from fixi.domain.client_chat.table import CLIENT, Facts, Step
from fixi.domain.client_chat.understood import main_road
from fixi.domain.client_chat.words import confirms_done
from fixi.domain.effects import Tell, say
from fixi.domain.events import AnotherWanted, Answered, Understood
from fixi.domain.forms import Intent
from fixi.domain.values import Key


@CLIENT.on(AnotherAsked, Answered)
def says_whether_another(state: AnotherAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    """Whom the lead asks next, it tells itself; patience is thanked for here."""
    told = Tell(Key.lead(state.lead), AnotherWanted(at=event.at, pro=state.pro, yes=event.value == "yes"))
    step = open_next(state.mind, event.at, facts)
    if event.value == "yes":
        return Step(step.state, (told, *step.effects))
    return Step(step.state, (told, say("another.waits", language(state.mind, facts.policy)), *step.effects))


@CLIENT.on(DoneCheckAsked, Answered)
def says_whether_done(state: DoneCheckAsked, event: Answered, facts: Facts) -> Step[ClientState]:
    if event.value == "yes":
        return confirms_done(state, event.at, facts)
    step = open_next(state.mind, event.at, facts)
    return Step(step.state, (say("job_done.not_yet", language(state.mind, facts.policy)), *step.effects))


@CLIENT.on(AnotherAsked, Understood)
def talks_while_nobody_answers(state: AnotherAsked, event: Understood, facts: Facts) -> Step[ClientState]:
    """More about the request; the question stays open as long as nothing else is asked."""
    return main_road(state, event, facts)


@CLIENT.on(DoneCheckAsked, Understood)
def talks_about_the_work(state: DoneCheckAsked, event: Understood, facts: Facts) -> Step[ClientState]:
    """A sentence that says so is a yes; any other leaves the question open as long as nothing else is asked."""
    if event.reading.intent is Intent.DONE and event.reading.form.trade is None:
        return confirms_done(state, event.at, facts)
    return main_road(state, event, facts)
