"""Messages in and out."""

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
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
    """The provider says how the account is from now on; `id` is unique, `at` the moment it reached us.

    Good news is as old as it says: what was held back for an hour proves nothing about now.
    """

    id: str
    at: datetime
    state: AccountState


@dataclass(frozen=True, slots=True)
class Odd:
    """A part of a notification that nobody understands, beside others that are understood.

    `body` is a notification that holds this part alone, so that it can be kept and read anew; `reason` as in Refused.
    """

    id: str
    at: datetime
    reason: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Echo:
    """The provider repeats what was sent through it: by us, or by another program of the business.

    `message` is the provider's id of it, as `Messenger.send` has returned it if it was us.
    """

    id: str
    at: datetime
    chat: ChatKey
    message: str
    text: str = ""


type Inbound = Heard | Receipt | AccountNews | Echo | Ignored | Odd


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
        - Where one notification holds many things, one that cannot be understood is Odd, and the others are received.
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

        Where the provider carries our own id along, of those with this very id. In order of time. Asked before a send
        whose outcome is unknown is repeated. Raises Unavailable when it cannot be known now.
        """


class Presence(Protocol):
    """Shows a person that somebody is there."""

    @abstractmethod
    async def attend(self, chat: ChatKey, heard: str) -> None:
        """His words (`Heard.id` of the last of them) are being worked on: mark them read, show that we type.

        Costs nobody any time, and never raises: where it cannot be shown now, it is not.
        """


class Notifications(Protocol):
    """What the provider keeps for us until we fetch it, for those whom it cannot post to."""

    @abstractmethod
    async def next(self, take: Callable[[bytes], Awaitable[object]]) -> bool:
        """Hand the oldest one to `take`, and let go of it when that has returned; False when there is none.

        Waits a while for one. When `take` raises, or letting go fails, the same one comes again. Raises Unavailable.
        """


class Journal(Protocol):
    """What the provider itself remembers of what came in: from here comes back what a lost queue has forgotten."""

    @abstractmethod
    async def incoming(self, since: datetime) -> tuple[Inbound, ...]:
        """What the provider has handed over since then, or has tried to, and what was sent through it; oldest first.

        With the ids that the WebhookParser gave it, and the moment it came as `at`. The same thing may be in it twice.
        Raises Unavailable.
        """
