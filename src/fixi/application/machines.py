"""The three machines behind one face, chosen by the kind of a key."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fixi.domain.client_chat import rows as client_rows
from fixi.domain.client_chat import states as client_states
from fixi.domain.events import Event
from fixi.domain.lead import rows as lead_rows
from fixi.domain.lead import states as lead_states
from fixi.domain.machine import Alarm, Facts, Step
from fixi.domain.policy import Policy
from fixi.domain.pro_chat import rows as pro_rows
from fixi.domain.pro_chat import states as pro_states
from fixi.domain.questions import Question
from fixi.domain.values import Key, Kind
from fixi.ports.storage import State


@dataclass(frozen=True, slots=True)
class Machine:
    """How one kind of document starts, decides, asks and wants to be woken."""

    initial: Callable[[Key], State]
    decide: Callable[[Any, Event, Facts], Step[Any]]
    alarms: Callable[[Any, Policy], tuple[Alarm, ...]]
    question: Callable[[Any], Question | None]
    # True while the chat waits for free words, in which a bare number is no stray answer.
    in_words: Callable[[Any], bool]


def _never(_: State) -> bool:
    return False


def _no_question(_: State) -> None:
    return None


def _unopened(_: Key) -> State:
    return lead_states.Unopened()


def _waits_for_words(state: State) -> bool:
    return isinstance(state, client_states.Gathering | client_states.ReviewAsked)


MACHINES: dict[Kind, Machine] = {
    Kind.CLIENT: Machine(
        client_states.initial,
        client_rows.decide,
        client_states.alarms,
        client_states.open_question,
        _waits_for_words,
    ),
    Kind.PRO: Machine(
        pro_states.initial,
        pro_rows.decide,
        pro_states.alarms,
        pro_states.open_question,
        _never,
    ),
    Kind.LEAD: Machine(
        _unopened,
        lead_rows.decide,
        lead_states.alarms,
        _no_question,
        _never,
    ),
}


def next_alarm(key: Key, state: State, policy: Policy) -> datetime | None:
    """When this document wants to be woken."""
    return min((alarm.due for alarm in MACHINES[key.kind].alarms(state, policy)), default=None)
