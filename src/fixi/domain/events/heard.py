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
    button, reaction, call, contact, edited, deleted, undecryptable or other. `alias` is the other name of the same
    person, where the provider told both: his opaque id beside his phone. `corrects` is the `id` of the message that
    this one edits or takes back.
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
    alias: ChatKey | None = None
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Event):
    """What became of a message of ours: sent, delivered, read, played or failed. `message` is the provider's id of it.

    `ours` is our own id of it, where the provider carries that along; `reason` a short code of why it failed: `window`
    when free words were no longer allowed. `alias` as in Heard.
    """

    id: str
    chat: ChatKey
    message: str
    status: str
    ours: str = ""
    reason: str = ""
    alias: ChatKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCame(Event):
    """A file that could not be had when its message came: `file` stands from now on where `stand_in` stood.

    It is kept, or it is refused: then it will never come.
    """

    stand_in: str
    file: Media
