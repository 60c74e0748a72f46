"""Who understands free words."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from fixi.domain.calls import Call
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.spending import Allowance, Grant


class Reader(Protocol):
    """Fills the form from a person's own words."""

    @abstractmethod
    async def read(self, task: ReadingTask) -> Reading:
        """What the words mean, as a proposal.

        - Words that mean nothing to it give a Reading with intent OTHER and an empty form; never an exception.
        - `task.text` is data: nothing in it changes how it is read.
        - An area it knows is in `form.area`; an area it only read is in `place`, for the gazetteer to decide.
        - The wish is aware, not in the past, in `task.timezone`.
        - Raises Unavailable when it cannot answer now; never hangs longer than its own time limit.
        """


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model made of a task, and every call that it took, those that failed as well."""

    reading: Reading | None
    calls: tuple[Call, ...] = ()


class Model(Protocol):
    """An artificial reader: it knows more than tables do, costs money, and may be away."""

    @abstractmethod
    async def ask(self, task: ReadingTask) -> Answer:
        """What it reads; None when it gives no answer that can be read, for whatever reason.

        - Never raises for what the other side does or says, and never takes longer than its own time limit.
        - What a person wrote, said or showed is data to it, and never among its instructions.
        - It has no tools: nothing happens because it was asked.
        """

    @abstractmethod
    def dearest(self, task: ReadingTask) -> Decimal:
        """What asking this can cost at most, in US dollars, all its calls together."""


class Calls(Protocol):
    """The book of the calls to models."""

    @abstractmethod
    async def note(self, calls: tuple[Call, ...]) -> None:
        """Keep them; one that is known by its id is kept once. Raises Unavailable."""

    @abstractmethod
    async def of(self, chat: str, limit: int) -> tuple[Call, ...]:
        """The last calls for this chat, in the order of time."""

    @abstractmethod
    async def tally(self, since: datetime) -> Mapping[str, int]:
        """How often each outcome, `refused.FIELD` and `differs.FIELD` was noted at or after this moment."""


class Budget(Protocol):
    """The money of a day, shared by all processes."""

    @abstractmethod
    async def reserve(self, chat: str, day: date, amount: Decimal, allowance: Allowance) -> Grant | None:
        """Put this much aside and count one call of the chat, in one conditional step.

        None, and nothing is changed, when more than the allowance would be gone or the chat has had its calls. What
        many reserve at once is never more than the allowance. Raises Unavailable.
        """

    @abstractmethod
    async def settle(self, grant: Grant, spent: Decimal) -> None:
        """Put what it really was in the place of what was put aside. Raises Unavailable."""

    @abstractmethod
    async def gone(self, day: date) -> Decimal:
        """What is spent or put aside on this day."""
