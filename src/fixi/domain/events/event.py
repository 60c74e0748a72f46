"""The base of all events."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fixi.domain.values import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events: when it happened (aware), and by whom."""

    actor: ClassVar[Actor] = Actor.SYSTEM
    at: datetime
