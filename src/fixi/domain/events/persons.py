"""What a person did, as far as it is understood; every row of a chat that answers him reads one of these."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fixi.domain.events.event import Event
from fixi.domain.forms import Reading
from fixi.domain.questions import Question
from fixi.domain.values import Actor, Media, Place


@dataclass(frozen=True, slots=True)
class Said:
    """The words and files of one turn: messages of a burst joined by new lines.

    `pieces` are words and files as they came; they are told where there are both.
    """

    at: datetime
    text: str = ""
    media: tuple[Media, ...] = ()
    pin: Place | None = None
    name: str | None = None
    kind: str = "text"
    pieces: tuple[str | Media, ...] = ()

    @property
    def in_order(self) -> tuple[str | Media, ...]:
        """Words and files in the order in which they came."""
        return self.pieces or ((*self.media, self.text) if self.text else self.media)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvent(Event):
    """Something that the person in front of the chat did."""

    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoke(PersonEvent):
    """Free words, or media, that no rule can answer by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(PersonEvent):
    """The open question was answered with this value."""

    question: Question
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateAnswer(PersonEvent):
    """A digit or a button that answers nothing that is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordless(PersonEvent):
    """Something that cannot be understood at all: a sticker, a reaction, a call, a message that did not decrypt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerSpoke(PersonEvent):
    """A person typed on the business phone itself."""

    actor: ClassVar[Actor] = Actor.OPERATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedStatus(PersonEvent):
    """Where do I stand?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCancel(PersonEvent):
    """Call it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMove(PersonEvent):
    """Another time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedHuman(PersonEvent):
    """I want to talk to a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMenu(PersonEvent):
    """What can I do here?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedStop(PersonEvent):
    """Write to me no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidThanks(PersonEvent):
    """Thanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDone(PersonEvent):
    """The work is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedJobs(PersonEvent):
    """Which jobs do I have?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPause(PersonEvent):
    """No new work for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAvailable(PersonEvent):
    """I take work again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOnMyWay(PersonEvent):
    """I am on my way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedResume(PersonEvent):
    """The bot may speak again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(PersonEvent):
    """A reader read the words."""

    reading: Reading
