"""What a delivery must know of a chat: what waits to be said there, and what was said and heard lately."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fixi.domain.guard import Spoken
from fixi.domain.values import Key
from fixi.ports.storage import Entry, State

# So many of the last things said are remembered with a document.
SAID_KEPT = 5


@dataclass(frozen=True, slots=True)
class Talk:
    """One document of a chat: its state and outbox, when the person wrote last, and what was said to him last.

    `heard_at` None: he never wrote, or the provider has said that he did not write lately enough.
    """

    state: State | None = None
    pending: tuple[Entry, ...] = ()
    heard_at: datetime | None = None
    said: tuple[Spoken, ...] = ()

    @property
    def answered(self) -> bool:
        """True when the person has written after the last thing that was said to him."""
        return self.heard_at is not None and bool(self.said) and self.heard_at > self.said[-1].at


class Chats(Protocol):
    """The documents as a delivery looks at them."""

    @abstractmethod
    async def talk(self, key: Key) -> Talk:
        """All of it in one question; an empty one where there is no document."""

    @abstractmethod
    async def shut(self, key: Key, at: datetime) -> None:
        """The provider says that nothing was heard of this person lately: forget what was heard up to this moment."""
