"""The closed table of a client's chat, and `decide`: the only way in."""

from dataclasses import replace

from fixi.domain.client_chat import checks, consent, files, human, news, words  # noqa: F401 - they place their rows
from fixi.domain.client_chat.states import BEFORE_CONSENT, SPEAKING, ClientState, InHuman, Stopped, Stranger
from fixi.domain.client_chat.table import CLIENT
from fixi.domain.events import BotResumed, Event, HumanIdle, OperatorGaveBack, PersonEvent, Understood
from fixi.domain.language import spoken_language
from fixi.domain.machine import Facts, Step

# The alarm of a state that was left, or a resume where no person has the chat.
CLIENT.ignore((*BEFORE_CONSENT, *SPEAKING, Stopped), HumanIdle, BotResumed, OperatorGaveBack)
# Nothing is read before the consent.
CLIENT.ignore((*BEFORE_CONSENT, Stopped), Understood)


def decide(state: ClientState, event: Event, facts: Facts) -> Step[ClientState]:
    """The step of a client's chat; his name and language are noted on the way."""
    if isinstance(event, PersonEvent):
        state = introduced(state, event)
    return CLIENT.decide(state, event, facts)


def introduced(state: ClientState, event: PersonEvent) -> ClientState:
    """The state with the name that WhatsApp shows, and the language of the first words."""
    if isinstance(state, InHuman):
        back = introduced(state.back, event)
        return state if isinstance(back, InHuman) else replace(state, back=back)
    mind = state.mind
    if event.said.name and not mind.name:
        mind = replace(mind, name=event.said.name)
    if mind.language is None or isinstance(state, Stranger):
        mind = replace(mind, language=spoken_language(event.said.text) or mind.language)
    return state if mind == state.mind else replace(state, mind=mind)
