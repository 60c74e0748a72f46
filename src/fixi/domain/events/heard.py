"""What comes in from outside, before anybody has understood it."""

from dataclasses import dataclass
from datetime import datetime

from fixi.domain.events.event import Event
from fixi.domain.values import ChatKey, Media, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Event):
    """One message as the provider delivered it; `at` is our clock at arrival, `sent_at` the provider's.

    `id` is unique over all chats and providers. `button` is the id of a pressed button, `quoted` the provider's id
    of the message replied to. `own` means it was typed on the business phone itself. `kind` is text, media, pin,
    button, reaction, call, contact, edited, deleted, undecryptable or other.
    """

    id: str
    chat: ChatKey
    kind: str = "text"
    text: str = ""
    media: tuple[Media, ...] = ()
    pin: Place | None = None
    button: str | None = None
    quoted: str | None = None
    name: str | None = None
    sent_at: datetime | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Event):
    """What became of a message of ours: sent, delivered, read or failed. `message` is the provider's id of it.

    `ours` is our own id of it, where the provider carries that along; `reason` a short code of why it failed.
    """

    id: str
    chat: ChatKey
    message: str
    status: str
    ours: str = ""
    reason: str = ""
