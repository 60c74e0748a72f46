"""The town: simulated phones to try the system on, what can go wrong between them and us, and a time that is moved."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from fixi.domain.values import ChatKey, Place
from fixi.ports.clock import Clock
from fixi.ports.messaging import Button


class Fault(StrEnum):
    """What can be made to go wrong. Where it says "a message", it is one of a person to us."""

    DUPLICATE = "duplicate"  # every message is delivered twice
    REORDER = "reorder"  # every second message comes some seconds late
    DROP = "drop"  # messages are not delivered: only the provider's journal has them
    AI_DOWN = "ai_down"  # whoever reads gives no answer
    PROVIDER_DOWN = "provider_down"  # nothing can be sent, and the journal cannot be asked


class Faults(Protocol):
    """The switches, the same for all processes."""

    @abstractmethod
    def on(self, fault: Fault) -> bool:
        """Whether it is on now."""

    @abstractmethod
    def put(self, fault: Fault, *, on: bool) -> None:
        """Put it on or off."""


class Tick(StrEnum):
    """How far a message has come; none of them: it is still with its sender."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a phone's screen; `ours` when the system sent it, and then `message` is our own id of it.

    `kind` of what a person sent is text, photo, voice, location, button, or other.
    """

    id: str
    at: datetime
    ours: bool
    text: str
    buttons: tuple[Button, ...] = ()
    media: tuple[str, ...] = ()
    message: str = ""
    kind: str = "text"
    tick: Tick | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the town whose phone lies on the table, or was put away."""

    chat: ChatKey
    name: str
    away: bool = False


class MovableClock(Clock, Protocol):
    """A clock that can be moved."""

    @abstractmethod
    def move_to(self, at: datetime) -> None:
        """Be this moment now."""


class Town(Protocol):
    """The phones, and the provider between them and us. All of it raises Unavailable when its store is away."""

    @abstractmethod
    def people(self) -> tuple[Person, ...]:
        """Everybody who was ever placed here or has anything on his screen, in the order of their coming."""

    @abstractmethod
    def place(self, person: Person) -> None:
        """Put his phone on the table, or away; again with another name he is called so."""

    @abstractmethod
    def screen(self, chat: ChatKey) -> tuple[Bubble, ...]:
        """Everything on this phone, the oldest first."""

    @abstractmethod
    def edition(self) -> int:
        """A number that grows whenever a screen, a tick or a person has changed."""

    @abstractmethod
    async def say(self, chat: ChatKey, text: str, name: str = "") -> None:
        """A person types this."""

    @abstractmethod
    async def photo(self, chat: ChatKey, content: bytes, caption: str = "", name: str = "") -> None:
        """A person sends a photo, a JPEG."""

    @abstractmethod
    async def voice(self, chat: ChatKey, words: str, name: str = "") -> None:
        """A person speaks these words into a voice note; they stand in the file, for a stand-in that can hear."""

    @abstractmethod
    async def location(self, chat: ChatKey, spot: Place, name: str = "") -> None:
        """A person sends a place on the map."""

    @abstractmethod
    async def press(self, chat: ChatKey, button: Button, name: str = "") -> None:
        """A person presses a button on his screen."""

    @abstractmethod
    async def receive(self, chat: ChatKey) -> None:
        """His phone is on: the provider says of all that lies on it that it was delivered."""

    @abstractmethod
    async def look(self, chat: ChatKey) -> None:
        """He looks at his phone: the provider says of all on it that it was read."""

    @abstractmethod
    def photos(self) -> Mapping[str, bytes]:
        """Photos that lie ready to be sent, by their names: JPEGs."""

    @abstractmethod
    def file(self, url: str) -> bytes | None:
        """A file that somebody in the town has sent; None when there is none at this address."""
