"""The form: what is known of a request. A reader proposes one, the core checks it, a lead carries it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from fixi.domain.values import Language, Media, Place, Slot, Trade, Urgency, Wish

LONGEST = 500  # characters of joined words


class Intent(StrEnum):
    """What a message wants. The list is closed."""

    NEW_REQUEST = "new_request"
    ANSWER = "answer"
    STATUS = "status"
    MOVE = "move"
    CANCEL = "cancel"
    DONE = "done"
    COMPLAINT = "complaint"
    THANKS = "thanks"
    HUMAN = "human"
    STOP = "stop"
    JOB_TALK = "job_talk"
    GREETING = "greeting"
    OTHER = "other"


class Proposal(StrEnum):
    """What a reader would do next. The tables decide."""

    ROUTE = "route"
    CONVERSE = "converse"
    BOOK = "book"


class Field(StrEnum):
    """Fields that a question can ask for, the most useful first."""

    ISSUE = "issue"
    TRADE = "trade"
    AREA = "area"
    STREET = "street"
    WISH = "wish"


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of a request; None means not known yet.

    `street` holds street and number as one line, `floor` and `apartment` are what a person calls them, `pin` is the
    exact spot that he shared. `issue` is one line in the client's words, `media` and `transcript` come from the
    messages themselves, `picture` says in one line what his pictures show.
    """

    trade: Trade | None = None
    issue: str | None = None
    area: Place | None = None
    street: str | None = None
    wish: Wish | None = None
    urgency: Urgency = Urgency.NORMAL
    name: str | None = None
    language: Language | None = None
    transcript: str | None = None
    media: tuple[Media, ...] = ()
    floor: str | None = None
    apartment: str | None = None
    pin: Place | None = None
    picture: str | None = None

    @property
    def emergency(self) -> bool:
        """True when nothing may wait."""
        return self.urgency is Urgency.EMERGENCY

    @property
    def described(self) -> bool:
        """True when somebody has said what is the matter, or a picture shows it."""
        return self.issue is not None or self.picture is not None

    def missing(self) -> tuple[Field, ...]:
        """Fields worth asking for, the most useful first; an emergency needs neither street nor time."""
        wanted: list[Field] = []
        if self.trade is None and not self.described:
            wanted.append(Field.ISSUE)
        elif self.trade is None:
            wanted.append(Field.TRADE)
        elif not self.described and not self.emergency:
            wanted.append(Field.ISSUE)
        if self.area is None:
            wanted.append(Field.AREA)
        if not self.emergency:
            wanted += [Field.STREET] * (self.street is None) + [Field.WISH] * (self.wish is None)
        return tuple(wanted)

    @property
    def routable(self) -> bool:
        """Enough to look for a professional, even if a question more would be nice."""
        return self.trade is not None and self.area is not None

    def filled(self, known: "Form") -> "Form":
        """This form, and where it says nothing what only the other one knows: a street and a door only of this town."""
        there = self.area is None or known.area is None or self.area.name == known.area.name
        here = there and (self.street is None or self.street == known.street)
        return replace(
            self,
            trade=self.trade or known.trade,
            area=self.area or known.area,
            issue=self.issue or known.issue,
            wish=self.wish or known.wish,
            name=self.name or known.name,
            street=self.street or (known.street if there else None),
            floor=self.floor or (known.floor if here else None),
            apartment=self.apartment or (known.apartment if here else None),
        )

    def merged(self, newer: "Form") -> "Form":
        """This form with what is newly known on top; what was known is never forgotten, urgency never falls.

        Only what belongs to the old address goes: with another town the street, with another street floor and door.
        """
        ranks = list(Urgency)
        moved = newer.area is not None and self.area is not None and newer.area.name != self.area.name
        elsewhere = moved or (newer.street is not None and self.street is not None and newer.street != self.street)
        return Form(
            trade=newer.trade or self.trade,
            issue=_joined(self.issue, newer.issue),
            area=newer.area or self.area,
            # A street belongs to its town: with another town it is not known any more.
            street=newer.street or (None if moved else self.street),
            wish=newer.wish or self.wish,
            urgency=max(self.urgency, newer.urgency, key=ranks.index),
            name=newer.name or self.name,
            language=newer.language or self.language,
            transcript=_joined(self.transcript, newer.transcript),
            media=(*self.media, *(m for m in newer.media if m not in self.media)),
            floor=newer.floor or (None if elsewhere else self.floor),
            apartment=newer.apartment or (None if elsewhere else self.apartment),
            pin=newer.pin or (None if elsewhere else self.pin),
            picture=_joined(self.picture, newer.picture),
        )


def _joined(old: str | None, new: str | None) -> str | None:
    if not old or not new:
        return old or new
    return old if new in old else f"{old}; {new}"[: max(LONGEST, len(old))]


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader's answer: the filled form, what the message wants, what to do next, and how sure it is.

    `sentence` is one that could be said next. `place` is the area in the reader's words where it could not name a known
    place itself; `confidence` maps a field's name to 0..1; `source` says who read it (`rules`, or a model's name). All
    of it is a proposal: the tables decide.
    """

    intent: Intent = Intent.OTHER
    form: Form = field(default_factory=Form)
    place: str | None = None
    confidence: tuple[tuple[str, float], ...] = ()
    sentence: str | None = None
    source: str = "rules"
    proposal: Proposal | None = None


def proposed(form: Form) -> Proposal:
    """What a filled form makes one want to do next: book with a time, route with a trade and a place, else talk."""
    if not form.routable:
        return Proposal.CONVERSE
    return Proposal.ROUTE if form.wish is None else Proposal.BOOK


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation, as the reader is shown it."""

    at: datetime
    ours: bool
    text: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One open request of the person who writes, as a reader is told of it: nothing in it names anybody.

    `stage` is gathering, searching, waiting, review or booked, `slot` the time that is agreed.
    """

    stage: str
    trade: Trade | None = None
    area: Place | None = None
    issue: str | None = None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """What a reader is given: the words and files of one turn, what is known, what was asked, and when it is.

    `text` joins the messages of a burst by new lines, `asked` is the field of the open question, `known` the form so
    far, `lines` the last messages, `at` the moment (aware) in whose zone relative times are meant, `timezone` its
    IANA name. `pieces` are words and files in the order in which they came, `chat` is the key of the chat's document.
    `files_shown` is false when files may only be named to the reader, because looking into them costs too much.
    `cases` are the requests that this person has open, `lead` is the one that is being talked about.
    """

    text: str
    at: datetime
    timezone: str
    asked: Field | None = None
    known: Form = field(default_factory=Form)
    media: tuple[Media, ...] = ()
    pin: Place | None = None
    language: Language | None = None
    lines: tuple[Line, ...] = ()
    pieces: tuple[str | Media, ...] = ()
    chat: str = ""
    files_shown: bool = True
    cases: tuple[OpenCase, ...] = ()
    lead: str = ""


def without_identity(form: Form) -> Form:
    """The form less what a professional may not know before his yes: name, address, and the exact words."""
    return replace(form, street=None, name=None, floor=None, apartment=None, pin=None, transcript=None, picture=None)


@dataclass(frozen=True, slots=True)
class FormEdit:
    """What a person of the business puts right in a form. None leaves a fact as it is, an empty text takes it out."""

    trade: Trade | None = None
    issue: str | None = None
    area: Place | None = None
    street: str | None = None
    floor: str | None = None
    apartment: str | None = None
    wish: Wish | None = None
    urgency: Urgency | None = None
    name: str | None = None

    def applied(self, form: Form) -> Form:
        """The form with these facts; the exact spot of another address is not known any more."""
        edited = replace(
            form,
            trade=self.trade or form.trade,
            area=self.area or form.area,
            wish=self.wish or form.wish,
            urgency=self.urgency or form.urgency,
            issue=_edited(self.issue, form.issue),
            street=_edited(self.street, form.street),
            floor=_edited(self.floor, form.floor),
            apartment=_edited(self.apartment, form.apartment),
            name=_edited(self.name, form.name),
        )
        elsewhere = (edited.area, edited.street) != (form.area, form.street)
        return replace(edited, pin=None) if elsewhere else edited


def _edited(new: str | None, old: str | None) -> str | None:
    return old if new is None else new.strip()[:LONGEST] or None
