"""How a person of the business is called."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fixi.domain.effects import Alert


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert that was raised; `told` are the ways by which people have been told of it."""

    id: str
    at: datetime
    alert: Alert
    told: frozenset[str] = frozenset()


class Alerts(Protocol):
    """Tells the people of the business that something needs them. Each alert is a line of the ledger as well."""

    @abstractmethod
    async def call(self, alert_id: str, alert: Alert, at: datetime) -> None:
        """Raise it; the same id again is the same alert and is raised once. It is kept until it is settled."""

    @abstractmethod
    async def untold(self, limit: int) -> tuple[Raised, ...]:
        """What is not settled, the oldest first. Its cost does not grow with all alerts that there were."""

    @abstractmethod
    async def told(self, ids: tuple[str, ...], way: str) -> None:
        """People were told of these by this way. Harmless when repeated."""

    @abstractmethod
    async def settle(self, ids: tuple[str, ...]) -> None:
        """Nobody needs to be told of these any more, though they stay in the ledger. Harmless when repeated."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What people are told: one alert, or several of them in one.

    `id` follows from the ids of its alerts and shows nothing of them: who gets it twice can tell. `about` is empty
    where there are several. `title` is one line. `rtl`: the words are of a script that runs from right to left.
    """

    id: str
    at: datetime
    kind: str
    about: str
    title: str
    text: str
    rtl: bool = False


class Way(Protocol):
    """A way to people that does not depend on WhatsApp."""

    @property
    @abstractmethod
    def name(self) -> str:
        """A short name of this way, always the same."""

    @property
    @abstractmethod
    def together(self) -> bool:
        """Whether several alerts of one moment are better told as one notice."""

    @abstractmethod
    async def tell(self, notice: Notice) -> None:
        """Tell them; returns within half a minute, when the other side has taken it.

        Raises Unavailable when it could not be told now, Refused when the other side did not want it; both say why in
        a few words, and neither says an address, a secret, or what the other side answered.
        """
