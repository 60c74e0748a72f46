"""The typed transition table that the three machines are made of.

A rule is a row: one function on (state, event, facts) that returns a `Step`. A pair without a row must be ignored
on purpose; anything else raises `NotAllowed` and changes nothing. The table is data: tests walk it, the diagrams
are drawn from it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fixi.domain.effects import Effect
from fixi.domain.errors import NotAllowed
from fixi.domain.events import Event
from fixi.domain.policy import Policy
from fixi.domain.values import Key, derived_id


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row may know besides state and event: the policy in force, and which document at which version this is."""

    policy: Policy
    key: Key
    version: int

    def new_id(self, *parts: object) -> str:
        """An id that follows from this document, its version and `parts`: ids are derived, never drawn."""
        return derived_id(self.key, self.version, *parts)


@dataclass(frozen=True, slots=True)
class Step[S]:
    """What a row decides: the next state, and what shall happen."""

    state: S
    effects: tuple[Effect, ...] = ()

    def then(self, *effects: Effect) -> "Step[S]":
        """The same step with more effects behind."""
        return Step(self.state, self.effects + effects)


@dataclass(frozen=True, slots=True)
class Alarm:
    """When a state wants to be woken, and by which event (its `at` is that due time)."""

    due: datetime
    event: Event


type Rule[S] = Callable[[Any, Any, Facts], Step[S]]


class Table[S]:
    """Rows and explicit ignores of one machine whose states are `S`."""

    def __init__(self, name: str, states: tuple[type[Any], ...], events: tuple[type[Event], ...]) -> None:
        self.name = name
        self.states = states
        self.events = events
        self.rows: dict[tuple[type[Any], type[Any]], Rule[S]] = {}
        self.ignored: set[tuple[type[Any], type[Any]]] = set()

    def on[A, E](
        self, state: type[A], event: type[E]
    ) -> Callable[[Callable[[A, E, Facts], Step[S]]], Callable[[A, E, Facts], Step[S]]]:
        """Register the rule for this pair; a pair has one rule."""

        def register(rule: Callable[[A, E, Facts], Step[S]]) -> Callable[[A, E, Facts], Step[S]]:
            self._place(state, event)
            self.rows[state, event] = rule
            return rule

        return register

    def on_each[F: Callable[..., Any]](self, states: tuple[type[Any], ...], *events: type[Event]) -> Callable[[F], F]:
        """Register one rule for every pair of these states and events that has no rule of its own yet.

        Particular rows come first in a file, general ones behind them.
        """

        def register(rule: F) -> F:
            for state in states:
                for event in events:
                    if not self.decided(state, event):
                        self._place(state, event)
                        self.rows[state, event] = rule
            return rule

        return register

    def ignore(self, states: tuple[type[Any], ...], *events: type[Any]) -> None:
        """These pairs change nothing, on purpose; pairs that have a row keep it."""
        for state in states:
            for event in events:
                if not self.decided(state, event):
                    self._place(state, event)
                    self.ignored.add((state, event))

    def _place(self, state: type[Any], event: type[Any]) -> None:
        if state not in self.states or event not in self.events:
            raise NotAllowed(f"{self.name} knows no {event.__name__} in {state.__name__}")
        if self.decided(state, event):
            raise NotAllowed(f"{self.name}: a second row for {event.__name__} in {state.__name__}")

    def decided(self, state: type[Any], event: type[Any]) -> bool:
        """True when this pair has a row or is ignored."""
        return (state, event) in self.rows or (state, event) in self.ignored

    def undecided(self) -> Iterator[tuple[type[Any], type[Any]]]:
        """Pairs with neither row nor ignore; a complete table has none."""
        return ((state, event) for state in self.states for event in self.events if not self.decided(state, event))

    def decide(self, state: S, event: Event, facts: Facts) -> Step[S]:
        """The step for this pair; raises NotAllowed when nobody decided it."""
        pair = type(state), type(event)
        rule = self.rows.get(pair)
        if rule is not None:
            return rule(state, event, facts)
        if pair in self.ignored:
            return Step(state)
        raise NotAllowed(f"{self.name}: {pair[1].__name__} in {pair[0].__name__}")
