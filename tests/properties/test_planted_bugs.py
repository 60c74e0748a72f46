"""The net holds: for each invariant one planted bug, and a day that is quiet without it finds it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

import fixi.application.fold
import fixi.domain.lead.offers
from fixi.adapters.memory.documents import MemoryOutbox
from fixi.adapters.memory.professionals import MemoryCalendar, MemoryCapacity
from fixi.adapters.memory.runs import MemoryRuns
from fixi.domain.client_chat.states import InHuman
from fixi.domain.client_chat.table import CLIENT
from fixi.domain.effects import say
from fixi.domain.events import ClientCancelled, Spoke
from fixi.domain.lead.states import Case, Closed, Offered
from fixi.domain.lead.table import LEAD
from fixi.domain.machine import Step
from fixi.domain.professional import Booking
from fixi.domain.values import Language, Slot
from tests.properties.day import busy_day
from tests.properties.harness import System

type Plant = Callable[[pytest.MonkeyPatch], None]


def forgets_the_cap(patch: pytest.MonkeyPatch) -> None:
    reserve = MemoryCapacity.reserve

    async def planted(self: MemoryCapacity, pro: str, lead: str, cap: int, at: Any) -> bool:
        return await reserve(self, pro, lead, cap + 1, at)

    refusal = fixi.domain.matching._refusal

    def lenient(pro: Any, *rest: Any) -> str | None:
        reason = refusal(pro, *rest)
        return None if reason == "full" else reason

    patch.setattr(MemoryCapacity, "reserve", planted)
    patch.setattr(fixi.domain.matching, "_refusal", lenient)


def keeps_the_place(patch: pytest.MonkeyPatch) -> None:
    async def planted(self: MemoryCapacity, pro: str, lead: str) -> None:
        return None

    patch.setattr(MemoryCapacity, "release", planted)


def books_twice(patch: pytest.MonkeyPatch) -> None:
    async def planted(self: MemoryCalendar, pro: str, lead: str, slot: Slot) -> bool:
        store = self._store
        store.bookings[pro] = (*store.bookings.get(pro, ()), Booking(lead, slot))
        return True

    async def nothing_booked(self: MemoryCalendar, pro: str, span: Slot) -> tuple[Booking, ...]:
        return ()

    patch.setattr(MemoryCalendar, "take", planted)
    patch.setattr(MemoryCalendar, "bookings", nothing_booked)


def asks_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Case, "asked", property(lambda case: ()))


def loses_the_merged(patch: pytest.MonkeyPatch) -> None:
    heard = fixi.application.fold._heard

    def planted(messages: Any, fold: Any, outcome: Any) -> Any:
        return heard(messages, fold, outcome)[-1:]

    patch.setattr(fixi.application.fold, "_heard", planted)


def loses_its_words(patch: pytest.MonkeyPatch) -> None:
    done = MemoryOutbox.done

    async def planted(self: MemoryOutbox, key: Any, entries: tuple[str, ...], *_: Any) -> Any:
        return await done(self, key, entries)

    patch.setattr(MemoryOutbox, "done", planted)


def talks_into_a_persons_chat(patch: pytest.MonkeyPatch) -> None:
    row = CLIENT.rows[InHuman, Spoke]

    def planted(state: Any, event: Any, facts: Any) -> Step[Any]:
        return row(state, event, facts).then(say("welcome", Language.EN))

    rows: dict[Any, Any] = CLIENT.rows
    patch.setitem(rows, (InHuman, Spoke), planted)


def tells_the_name(patch: pytest.MonkeyPatch) -> None:
    view = fixi.domain.lead.offers.view

    def planted(case: Any, pro: Any) -> Any:
        return replace(view(case, pro), issue=f"{case.form.name} {case.form.street}")

    patch.setattr(fixi.domain.lead.offers, "view", planted)


def sets_no_alarm(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(fixi.application.fold, "next_alarm", lambda key, state, policy: None)


def closes_what_was_cancelled(patch: pytest.MonkeyPatch) -> None:
    row = LEAD.rows[Offered, ClientCancelled]

    def planted(state: Any, event: Any, facts: Any) -> Step[Any]:
        step: Any = row(state, event, facts)
        return Step(Closed(step.state.case), step.effects)

    rows: dict[Any, Any] = LEAD.rows
    patch.setitem(rows, (Offered, ClientCancelled), planted)


def forgets_what_has_run(patch: pytest.MonkeyPatch) -> None:
    async def planted(self: MemoryRuns, job: str, tick: str, at: datetime) -> bool:
        return True

    patch.setattr(MemoryRuns, "start", planted)


PLANTS: dict[str, Plant] = {
    "I1": forgets_the_cap,
    "I2": keeps_the_place,
    "I3": books_twice,
    "I4": asks_again,
    "I5": loses_the_merged,
    "I6": loses_its_words,
    "I7": talks_into_a_persons_chat,
    "I8": tells_the_name,
    "I9": sets_no_alarm,
    "I10": closes_what_was_cancelled,
    "I11": forgets_what_has_run,
}


def live_through() -> None:
    """The busy day, with the world looked at after every step."""
    system = System()
    try:
        for _ in busy_day(system):
            system.check()
        system.check(resting=True)
        assert system.agendas, "nobody had a morning"
    finally:
        system.close()


def test_a_busy_day_without_a_bug_keeps_everything() -> None:
    live_through()


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_bug_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTS[name](monkeypatch)
    with pytest.raises(AssertionError, match=rf"'{name} "):
        live_through()
