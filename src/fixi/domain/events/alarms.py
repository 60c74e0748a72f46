"""Alarms of a chat, and what wakes a machine of any kind."""

from dataclasses import dataclass
from datetime import date

from fixi.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanIdle(Event):
    """No person has written for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTimedOut(Event):
    """The professional leaves a question open while an offer waits behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBegins(Event):
    """A new working day of a professional begins; `day` is the date in the business's zone."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Woken(Event):
    """Look at your alarms: one of them is due. No table knows this event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang(Event):
    """An alarm of this machine was due (at `at`); `event` is what it was set for. No table knows this event."""

    event: Event
