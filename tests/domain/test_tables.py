"""The three tables are complete, honest about what they take, and every state is met."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, TypeAliasType, Union, get_args, get_origin, get_type_hints

import pytest

from fixi.domain import client_chat, lead, pro_chat
from fixi.domain.client_chat import rows as client_rows
from fixi.domain.client_chat import states as client_states
from fixi.domain.lead import rows as lead_rows
from fixi.domain.lead import states as lead_states
from fixi.domain.machine import Table
from fixi.domain.pro_chat import rows as pro_rows
from fixi.domain.pro_chat import states as pro_states
from tests.support.instances import one_of
from tests.support.samples import POLICY

# Out of the modules that close them, so that every row is in its place.
TABLES: dict[str, Table[Any]] = {
    "client": vars(client_rows)["CLIENT"],
    "pro": vars(pro_rows)["PRO"],
    "lead": vars(lead_rows)["LEAD"],
}
PACKAGES = {"client": client_chat, "pro": pro_chat, "lead": lead}
# Where a machine starts, and what lives inside one turn only.
GIVEN: dict[str, tuple[type[Any], ...]] = {
    "client": (client_states.Stranger,),
    "pro": (pro_states.Ready,),
    "lead": (lead_states.Unopened, *lead_states.TRANSIENT),
}

table_of_each = pytest.mark.parametrize("name", TABLES)


def classes(annotation: Any) -> Iterator[type[Any]]:
    """The classes that an annotation stands for."""
    if isinstance(annotation, TypeAliasType):
        yield from classes(annotation.__value__)
    elif get_origin(annotation) in {Union, UnionType}:
        for part in get_args(annotation):
            yield from classes(part)
    else:
        yield annotation


@table_of_each
def test_every_pair_of_state_and_event_is_decided(name: str) -> None:
    assert list(TABLES[name].undecided()) == []


@table_of_each
def test_nothing_is_both_decided_and_ignored(name: str) -> None:
    table = TABLES[name]
    assert not table.ignored & set(table.rows)
    assert len(table.rows) + len(table.ignored) == len(table.states) * len(table.events)


@table_of_each
def test_every_rule_takes_what_it_is_registered_for(name: str) -> None:
    for (state, event), rule in TABLES[name].rows.items():
        hints = get_type_hints(rule)
        takes_state, takes_event, *_ = (hints[parameter] for parameter in inspect.signature(rule).parameters)
        assert issubclass(state, tuple(classes(takes_state))), f"{rule} does not take {state}"
        assert issubclass(event, tuple(classes(takes_event))), f"{rule} does not take {event}"


@table_of_each
def test_every_state_is_entered_somewhere(name: str) -> None:
    table = TABLES[name]
    folder = Path(next(iter(PACKAGES[name].__path__)))
    made = {
        call.func.id
        for file in folder.glob("*.py")
        if file.name != "states.py"
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    }
    expected = set(table.states) - set(GIVEN[name])
    assert {state.__name__ for state in expected} <= made


@table_of_each
def test_states_and_events_are_listed_once(name: str) -> None:
    table = TABLES[name]
    assert len(set(table.states)) == len(table.states)
    assert len(set(table.events)) == len(table.events)


@pytest.mark.parametrize("kind", [kind for kind in lead_states.LEAD_STATES if kind not in lead_states.TRANSIENT])
def test_every_lead_that_is_not_at_its_end_wants_to_be_woken(kind: type[Any]) -> None:
    at_rest = kind in {lead_states.Unopened, *lead_states.FINAL}
    assert bool(lead_states.alarms(one_of(kind), POLICY)) is not at_rest


@pytest.mark.parametrize("kind", client_states.CLIENT_STATES)
def test_a_client_s_chat_wakes_only_while_a_person_has_it(kind: type[Any]) -> None:
    assert bool(client_states.alarms(one_of(kind), POLICY)) is (kind is client_states.InHuman)


@pytest.mark.parametrize("kind", pro_states.PRO_STATES)
def test_a_question_never_keeps_an_offer_waiting(kind: type[Any]) -> None:
    waiting = {pro_states.ReasonAsked, pro_states.JobAsked, pro_states.DoneAsked, pro_states.ProInHuman}
    assert bool(pro_states.alarms(one_of(kind), POLICY)) is (kind in waiting)
