"""Messages in and out."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fixi.domain.account import AccountState
from fixi.domain.events import Heard, Receipt
from fixi.domain.guard import Channel
from fixi.domain.values import ChatKey, Media


@dataclass(frozen=True, slots=True)
class Ignored:
    """A notification that needs nothing from us; `id` is unique, `reason` a short code such as `group`.

    `message` is true when a person's message is being left alone, so that it counts in the balance.
    """

    id: str
    reason: str
    message: bool = False


@dataclass(frozen=True, slots=True)
class AccountNews:
    """The provider says how the account is from now on; `id` is unique, `at` the moment it reached us."""

    id: str
    at: datetime
    state: AccountState


type Inbound = Heard | Receipt | AccountNews | Ignored


@dataclass(frozen=True, slots=True)
class Button:
    """A tappable answer: its id comes back in `Heard.button`, its label is what the person sees."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A message template that the provider has approved: its name and language there, and what fills its variables."""

    name: str
    language: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered message. `buttons` repeat the numbered choices that the text already lists; never more than three.

    With a `template` that is what goes out, and `text` is how a person reads it.
    """

    id: str
    chat: ChatKey
    text: str
    buttons: tuple[Button, ...] = ()
    media: tuple[Media, ...] = ()
    template: Filled | None = None


class WebhookParser(Protocol):
    """Understands what a provider posts to us."""

    @abstractmethod
    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """True when the provider itself sent this; header names are lower case. Compares in constant time."""

    @abstractmethod
    def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
        """What the body says; `at` is the moment of arrival and becomes the events' `at`.

        - The same notification gives the same ids, however often it comes.
        - Unknown fields and unknown types are no error: an unknown type is Ignored with a reason.
        - Raises Refused with a short reason when the body cannot be understood at all (it goes to quarantine).
        """


class Messenger(Protocol):
    """Sends one message to one person."""

    @property
    @abstractmethod
    def channel(self) -> Channel:
        """What may go out this way, and what the policy guard must look at."""

    @abstractmethod
    async def send(self, message: Message) -> str:
        """Hand the message over; returns the provider's id of it.

        - Raises Unavailable (with `unknown=True` if it may have been sent all the same), AccountStopped when it is the
          account that cannot send, or Refused for ever.
        - Sends once per call: it does not retry by itself.
        """

    @abstractmethod
    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        """The provider's ids of messages with this very text to this chat that were accepted at or after `since`.

        In order of time. Asked before a send whose outcome is unknown is repeated. Raises Unavailable when it cannot be
        known now.
        """


class Journal(Protocol):
    """What the provider itself remembers of what came in: from here comes back what a lost queue has forgotten."""

    @abstractmethod
    async def incoming(self, since: datetime) -> tuple[Inbound, ...]:
        """What the provider has handed over, or has tried to, since then; the oldest first.

        With the ids that the WebhookParser gave it, and the moment it came as `at`. The same thing may be in it twice.
        Raises Unavailable.
        """
