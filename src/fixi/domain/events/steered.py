"""What an operator does from the panel; `by` is his name."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fixi.domain.audit import Deed
from fixi.domain.events.event import Event
from fixi.domain.forms import FormEdit
from fixi.domain.values import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Steered(Event):
    """Base of what an operator does. `deed` is what the audit says of it, written when it has happened."""

    actor: ClassVar[Actor] = Actor.OPERATOR
    by: str
    deed: Deed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadAssigned(Steered):
    """Ask this professional, instead of whoever is asked or has the job now."""

    pro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRerouted(Steered):
    """Look for another professional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCalledOff(Steered):
    """Cancel it; `reason` is for operators only."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadShut(Steered):
    """Close it."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRefused(Steered):
    """The business does not serve this."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadEdited(Steered):
    """These facts are otherwise."""

    edit: FormEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadNoted(Steered):
    """A line for other operators."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorTookOver(Steered):
    """A person has this chat now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSaid(Steered):
    """These words are for the person of this chat."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorGaveBack(Steered):
    """The bot has this chat again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProPaused(Steered):
    """No new work for this professional until then; the year 9999 means until he or an operator says so."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProUnpaused(Steered):
    """New work for him again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProAdmitted(Steered):
    """He waited to be approved, and is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProTurnedAway(Steered):
    """He waited to be approved, and is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Steered):
    """What he does, where, when or how much is otherwise: a lead that waits may suit him now."""
