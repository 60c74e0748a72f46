"""The table: one row for each pair, or an ignore on purpose."""

from dataclasses import dataclass

import pytest

from fixi.domain.effects import Alert
from fixi.domain.errors import NotAllowed
from fixi.domain.events import AskedMenu, AskedStatus, Event, SaidThanks
from fixi.domain.machine import Facts, Step, Table
from fixi.domain.values import ChatKey, Key
from tests.support.samples import AT, SAID, facts


@dataclass(frozen=True)
class Red:
    n: int = 0


@dataclass(frozen=True)
class Green:
    n: int = 0


type Light = Red | Green
RING = Alert("test", "x")


@pytest.fixture
def table() -> Table[Light]:
    table: Table[Light] = Table("light", (Red, Green), (AskedMenu, AskedStatus))

    @table.on(Red, AskedMenu)
    def turns_green(state: Red, event: AskedMenu, facts: Facts) -> Step[Light]:
        return Step(Green(state.n + 1), (RING,))

    return table


def rule(state: Light, event: Event, facts: Facts) -> Step[Light]:
    return Step(state)


def test_a_row_decides_its_pair(table: Table[Light]) -> None:
    assert table.decide(Red(1), AskedMenu(at=AT, said=SAID), facts()) == Step(Green(2), (RING,))


def test_a_pair_has_one_row(table: Table[Light]) -> None:
    with pytest.raises(NotAllowed, match="second row"):
        table.on(Red, AskedMenu)(rule)
    assert table.decide(Red(), AskedMenu(at=AT, said=SAID), facts()).state == Green(1)


def test_nobody_decides_what_was_ignored_on_purpose(table: Table[Light]) -> None:
    table.ignore((Green,), AskedMenu)
    with pytest.raises(NotAllowed, match="second row"):
        table.on(Green, AskedMenu)(rule)


def test_a_row_is_of_a_known_state_and_a_known_event(table: Table[Light]) -> None:
    with pytest.raises(NotAllowed):
        table.on_each((Key,), AskedMenu)(rule)
    with pytest.raises(NotAllowed):
        table.ignore((Red,), SaidThanks)


def test_an_undecided_pair_is_not_allowed_and_changes_nothing(table: Table[Light]) -> None:
    state = Green(7)
    with pytest.raises(NotAllowed, match="AskedMenu in Green"):
        table.decide(state, AskedMenu(at=AT, said=SAID), facts())
    assert state == Green(7)


def test_what_is_ignored_changes_nothing_and_does_nothing(table: Table[Light]) -> None:
    table.ignore((Red, Green), AskedMenu, AskedStatus)
    state = Green(7)
    step = table.decide(state, AskedStatus(at=AT, said=SAID), facts())
    assert step == Step(state)
    assert step.state is state
    assert table.decide(Red(), AskedMenu(at=AT, said=SAID), facts()).effects == (RING,)


def test_a_general_row_leaves_particular_ones_alone(table: Table[Light]) -> None:
    table.on_each((Red, Green), AskedMenu, AskedStatus)(rule)
    assert table.decide(Red(), AskedMenu(at=AT, said=SAID), facts()).state == Green(1)
    assert table.decide(Green(), AskedMenu(at=AT, said=SAID), facts()) == Step(Green())
    assert list(table.undecided()) == []


def test_the_undecided_pairs_are_named(table: Table[Light]) -> None:
    assert set(table.undecided()) == {(Red, AskedStatus), (Green, AskedMenu), (Green, AskedStatus)}


def test_more_effects_come_behind() -> None:
    assert Step(Red(), (RING,)).then(Alert("b", "y")).effects == (RING, Alert("b", "y"))


def test_ids_follow_from_document_and_version() -> None:
    chat = Key.client(ChatKey("972541111111"))
    assert facts(chat, 3).new_id("lead") == facts(chat, 3).new_id("lead")
    assert len({facts(chat, 3).new_id("lead"), facts(chat, 4).new_id("lead"), facts(version=3).new_id("lead")}) == 3
