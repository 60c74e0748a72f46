"""What shall happen, in the imperative. A row returns effects; it never does anything itself.

- `Inquiry`: asked or claimed at once, in the same turn, and answered by one event. Every claim is idempotent.
- `Errand`: done inside the system after the save; may be done twice without harm.
- `Say`: goes out to a person after the save, in order, once.
- `Hush` and `Outcome` are notes to whoever saves.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from fixi.domain.audit import Deed
from fixi.domain.events import Event, Said
from fixi.domain.forms import Field, Form, OpenCase
from fixi.domain.questions import Question
from fixi.domain.values import Key, Language, Media, Param, Place, Slot, Trade


@dataclass(frozen=True, slots=True)
class Effect:
    """Base of all effects."""


# Asked at once


@dataclass(frozen=True, slots=True)
class Inquiry(Effect):
    """Base of what is asked or claimed inside the turn."""


@dataclass(frozen=True, slots=True)
class Read(Inquiry):
    """What do these words mean? Answered by Understood. `cases` are what this person has open, `lead` what is
    being talked about."""

    said: Said
    asked: Field | None = None
    known: Form = field(default_factory=Form)
    cases: tuple[OpenCase, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Find(Inquiry):
    """Who has this trade within `km` of the place, or holds a place for this lead? Answered by Found."""

    trade: Trade
    place: Place
    km: float
    lead: str


@dataclass(frozen=True, slots=True)
class Reserve(Inquiry):
    """Take a place of this professional for this lead, if he has fewer than `cap`.

    Answered by PlaceTaken or PlaceRefused; a place that the lead holds already is PlaceTaken.
    """

    pro: str
    lead: str
    cap: int


@dataclass(frozen=True, slots=True)
class ReadCalendar(Inquiry):
    """The professional and his bookings in this stretch. Answered by CalendarRead."""

    pro: str
    span: Slot


@dataclass(frozen=True, slots=True)
class TakeSlot(Inquiry):
    """Book this slot with him for this lead, unless it overlaps another lead's. Answered by SlotTaken or SlotGone.

    A lead has one slot with one professional: taking another gives the first one back in the same step.
    """

    pro: str
    lead: str
    slot: Slot


# Done inside


@dataclass(frozen=True, slots=True)
class Errand(Effect):
    """Base of what is done inside the system after the save."""


@dataclass(frozen=True, slots=True)
class Tell(Errand):
    """Put an event into the inbox of another machine."""

    to: Key
    event: Event


@dataclass(frozen=True, slots=True)
class Release(Errand):
    """Give back the place (and any slot) that this lead has with him, and wake the oldest lead that waits for one."""

    pro: str
    lead: str


@dataclass(frozen=True, slots=True)
class NoteReply(Errand):
    """How an offer ended: accepted, declined, expired or excused; counted once for each lead."""

    pro: str
    lead: str
    outcome: str
    seconds: float


@dataclass(frozen=True, slots=True)
class NoteReview(Errand):
    """Stars, and later words, for a job; one review for each lead."""

    pro: str
    lead: str
    stars: int
    at: datetime
    words: str = ""


@dataclass(frozen=True, slots=True)
class NoteDone(Errand):
    """A job of his is done; counted once for each lead."""

    pro: str
    lead: str


@dataclass(frozen=True, slots=True)
class Pause(Errand):
    """No new offers to him until then; None ends a pause."""

    pro: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class WriteDeed(Errand):
    """Into the audit, once, that an operator did this."""

    deed: Deed


@dataclass(frozen=True, slots=True)
class Admit(Errand):
    """Whether this professional, who waited for it, is one of us."""

    pro: str
    yes: bool


@dataclass(frozen=True, slots=True)
class SeekWork(Errand):
    """Wake the oldest leads that wait for somebody like him, as many as he has free places."""

    pro: str


@dataclass(frozen=True, slots=True)
class Alert(Errand):
    """A person of the business should look: `kind` is a wording key under `alert.`, `about` a lead or a masked chat.

    `detail` is what else he should know, never anything that a client said.
    """

    kind: str
    about: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PutSwitch(Errand):
    """Put the kill switch like this, on the word of this person, given at that moment; a later word stays."""

    on: bool
    by: str
    at: datetime


# Said to a person


class Tone(StrEnum):
    """Whether a message answers, informs about what was asked for, or comes unasked for (and can wait for the day)."""

    REPLY = "reply"
    NEWS = "news"
    COLD = "cold"


@dataclass(frozen=True, slots=True)
class Say(Effect):
    """Words for the person of this chat: a wording key, what fills it, and the question it opens, if it opens one.

    `by` is the operator whose own words they are; empty: the bot speaks.
    """

    text: str
    language: Language
    params: tuple[tuple[str, Param], ...] = ()
    question: Question | None = None
    tone: Tone = Tone.REPLY
    media: tuple[Media, ...] = ()
    by: str = ""


# The key of an operator's own words.
SPOKEN = "operator.words"


def spoken(text: str, language: Language, by: str) -> Say:
    """An operator's own words, as he wrote them."""
    return replace(say(SPOKEN, language, words=text), by=by)


# Notes


@dataclass(frozen=True, slots=True)
class Hush(Effect):
    """Drop what was about to be said in this chat and has not gone out."""


@dataclass(frozen=True, slots=True)
class Outcome(Effect):
    """What became of the person's message when it is not answered: `handed` to a person, or `ignored` for a reason."""

    outcome: str
    reason: str


def say(
    text: str, language: Language, question: Question | None = None, tone: Tone = Tone.REPLY, /, **params: Param
) -> Say:
    """A `Say` with its parameters by name."""
    return Say(text, language, tuple(sorted(params.items())), question, tone)


def news(text: str, language: Language, /, **params: Param) -> Say:
    """A `Say` that tells what has changed."""
    return say(text, language, None, Tone.NEWS, **params)


def cold(text: str, language: Language, /, **params: Param) -> Say:
    """A `Say` that comes unasked for, and can wait for the day."""
    return say(text, language, None, Tone.COLD, **params)
