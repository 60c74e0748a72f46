"""The checker: what a reader proposes is looked at field by field; what is odd is refused and named, the rest stays.

Pure, and the same for every reader: a model can be talked into things, and tables have mistakes.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fixi.domain.errors import Invalid
from fixi.domain.fixed_words import command
from fixi.domain.forms import LONGEST, Form, Reading, ReadingTask
from fixi.domain.privacy import LINK, MAIL, PHONE
from fixi.domain.speech import bare, is_hidden, why_unsayable, word_set
from fixi.domain.values import MediaKind, Place, Urgency, Wish

LONGEST_ADDRESS = 120
LONGEST_NAME = 40
LONGEST_TRANSCRIPT = 4_000
LONGEST_PICTURE = 300
LONGEST_WISH_WORDS = 120
MOST_NAMES = 4
A_MOMENT = timedelta(minutes=1)
FARTHEST = timedelta(days=366)
WIDEST = timedelta(days=62)
MARKUP = re.compile(r"[<>{}\[\]`|\\]")
ROOM = re.compile(r"[\w][\w /'\"׳״.-]{0,11}")
NAME = re.compile(r"[^\W\d_]+(?:[ '’׳\"״.-]{1,2}[^\W\d_]+)*[.'׳]?")
# Nobody is called so; whoever calls himself so wants something of the machine that reads it.
NO_NAMES = word_set(
    "system assistant admin administrator operator ignore instructions instruction prompt user model developer root "
    "gemini fixi bot null none undefined select drop delete urgent emergency מערכת מנהל מפעיל התעלם הוראות בוט דחוף "
    "النظام المدير مشغل تجاهل تعليمات عاجل система администратор оператор игнорируй инструкции бот срочно"
)
CONFIDENT = word_set(
    "intent proposal trade issue area street floor apartment pin wish urgency name language transcript picture sentence"
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A field that does not count, and a short code that says why."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a reading, and what was refused."""

    reading: Reading
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the checker goes by: the trades there are, the place that the gazetteer answered with, and how urgent the
    words are by themselves: a reader may see more danger than they tell, never less."""

    trades: tuple[str, ...]
    area: Place | None = None
    urgency: Urgency = Urgency.NORMAL


def wished(earliest: datetime, latest: datetime, words: str = "") -> Wish | None:
    """The wish of these times; None when they cannot be one: without a zone, or ending before they begin."""
    try:
        return Wish(earliest, latest, words)
    except (Invalid, TypeError):
        return None


def checked(reading: Reading, task: ReadingTask, known: Known) -> Checked:
    """The reading without what is odd. Never raises; a reading that was checked comes out as it went in."""
    form, refused = reading.form, list[Refusal]()
    kept: dict[str, object] = {}

    def refuse(field: str, why: str | None, instead: object = None) -> None:
        if why is not None:
            refused.append(Refusal(field, why))
            kept[field] = instead

    if form.trade is not None and form.trade.code not in known.trades:
        refuse("trade", "unknown")
    refuse("issue", _text(form.issue, LONGEST))
    if form.area is not None and known.area is None:
        refuse("area", "unknown")
    refuse("street", _address(form.street))
    refuse("floor", _room(form.floor))
    refuse("apartment", _room(form.apartment))
    if form.pin is not None and form.pin != task.pin:
        refuse("pin", "not_shared")
    refuse("wish", _time(form.wish, task.at))
    ranks = list(Urgency)
    if ranks.index(form.urgency) < ranks.index(known.urgency):
        refuse("urgency", "lowered", known.urgency)
    refuse("name", _name(form.name))
    refuse("transcript", _transcript(form, task))
    refuse("picture", _picture(form, task))
    if not set(form.media) <= set(task.media):
        refuse("media", "not_sent", tuple(media for media in form.media if media in task.media))
    place = _address(reading.place)
    if place is not None:
        refused.append(Refusal("place", place))
    spoken = form.language or task.language
    sentence = why_unsayable(reading.sentence, spoken) if reading.sentence is not None else None
    if sentence is not None:
        refused.append(Refusal("sentence", sentence))

    clean = _settled(replace(form, **kept), task.at)  # type: ignore[arg-type] # each under its own field's name
    if known.area is not None and "area" not in kept and (form.area is not None or (reading.place and not place)):
        clean = replace(clean, area=known.area)
    gone = {refusal.field for refusal in refused} - {"urgency", "media"}
    confidence, told = _confidence(reading.confidence, gone)
    if not told:
        refused.append(Refusal("confidence", "no_share"))
    return Checked(
        replace(
            reading,
            form=clean,
            place=None if place or clean.area is not None else reading.place,
            sentence=None if sentence else reading.sentence,
            confidence=confidence,
        ),
        tuple(refused),
    )


def _text(text: str | None, longest: int) -> str | None:
    if text is None:
        return None
    if not text.strip():
        return "empty"
    if len(text) > longest:
        return "too_long"
    return "hidden" if is_hidden(text.replace("\n", " ")) else None


def _address(text: str | None) -> str | None:
    why = _text(text, LONGEST_ADDRESS)
    if text is None or why is not None:
        return why
    if "\n" in text:
        return "lines"
    plain = bare(text)
    if MARKUP.search(plain):
        return "markup"
    if MAIL.search(plain) or LINK.search(plain):
        return "link"
    return "phone" if PHONE.search(plain) else None


def _room(text: str | None) -> str | None:
    if text is None:
        return None
    return None if ROOM.fullmatch(text) and not is_hidden(text) else "odd"


def _time(wish: Wish | None, at: datetime) -> str | None:
    if wish is None:
        return None
    if wish.latest < at - A_MOMENT:
        return "past"
    if wish.earliest > at + FARTHEST:
        return "years_ahead"
    return "too_wide" if wish.latest - wish.earliest > WIDEST else None


def _name(name: str | None) -> str | None:
    if name is None:
        return None
    why = _text(name, LONGEST_NAME)
    if why is not None:
        return why
    words = re.findall(r"[^\W\d_]+", bare(name))
    if not NAME.fullmatch(name) or len(words) > MOST_NAMES:
        return "odd"
    return "command" if command(name) is not None or not NO_NAMES.isdisjoint(words) else None


def _transcript(form: Form, task: ReadingTask) -> str | None:
    if form.transcript is None:
        return None
    if not any(media.kind is MediaKind.VOICE for media in task.media):
        return "no_voice"
    return _text(form.transcript, LONGEST_TRANSCRIPT)


def _picture(form: Form, task: ReadingTask) -> str | None:
    if form.picture is None:
        return None
    if not any(media.kind is MediaKind.IMAGE for media in task.media):
        return "no_picture"
    why = _text(form.picture, LONGEST_PICTURE)
    if why is not None:
        return why
    plain = bare(form.picture)
    if MAIL.search(plain) or LINK.search(plain) or MARKUP.search(plain):
        return "link"
    return "phone" if PHONE.search(plain) else None


def _settled(form: Form, at: datetime) -> Form:
    """What needs no refusal: a wish that began a while ago begins now, and its words stay short."""
    wish = form.wish
    if wish is None:
        return form
    words = wish.words if len(wish.words) <= LONGEST_WISH_WORDS and not is_hidden(wish.words) else ""
    settled = wished(max(wish.earliest, min(at, wish.latest)), wish.latest, words)
    return form if settled in {None, wish} else replace(form, wish=settled)


def _confidence(told: tuple[tuple[str, float], ...], gone: set[str]) -> tuple[tuple[tuple[str, float], ...], bool]:
    """How sure the reader is of what is left, each once; and whether all of it made sense."""
    sound = {field: share for field, share in told if field in CONFIDENT and 0 <= share <= 1}
    return tuple((field, share) for field, share in sound.items() if field not in gone), len(sound) == len(dict(told))
