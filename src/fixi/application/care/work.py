"""What every periodic job looks like from outside."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a job has found: a lead or a masked person, why, and what was done about it; fit for a log.

    `new` is false when it was found before and is being dealt with already.
    """

    about: str
    why: str
    done: str
    new: bool = True


class Work(Protocol):
    """One periodic job. It may run at any time and again: natural keys keep a thing from being done twice."""

    @abstractmethod
    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        """Look, and do; with `dry` only look, and say what would be done. Raises Unavailable half-way."""
