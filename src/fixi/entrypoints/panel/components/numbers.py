"""The numbers of the business as people read and type them: "1 h 30 min", a clock time, yes or no."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal

from fixi.domain.policy_text import duration, duration_text, kind_of, limits_of
from fixi.domain.values import Language
from fixi.entrypoints.panel.components.forms import choice, length_field, switch, text_field
from fixi.entrypoints.panel.texts import Texts

UNITS = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)
NOT_LATIN_OR_BLANK = str.maketrans({",": ".", "\u202f": None, "\u00a0": None, " ": None})


def length(span: timedelta, texts: Texts) -> str:
    """A length of time in its units: 90 minutes are "1 h 30 min"."""
    rest, parts = span, list[str]()
    for name, unit in UNITS:
        seconds = rest.total_seconds() / unit.total_seconds() if name == "second" else rest // unit
        rest -= seconds * unit
        if seconds:
            parts.append(texts(f"unit.{name}", n=f"{seconds:g}"))
    return " ".join(parts) or texts("unit.nothing")


def shown(name: str, text: str, texts: Texts) -> str:
    """One number as people read it; `text` is as it is written down."""
    kind = kind_of(name)
    if kind is timedelta:
        return length(duration(text), texts)
    if kind is bool:
        return texts(f"unit.{text}")
    if kind is Language:
        return texts.name("tongue", text)
    if kind is tuple:
        text = " · ".join(part.strip() for part in text.split(","))
    return texts(f"policy_unit.{name}", n=text) if f"policy_unit.{name}" in texts else text


def accepts(name: str, texts: Texts) -> str:
    """What can be put in, in words, with its bounds."""
    limits, kind = limits_of(name), kind_of(name)
    least, most = ("", "") if limits is None else (shown(name, limit.removesuffix(".0"), texts) for limit in limits)
    what = KINDS.get(kind, "")
    said = texts(f"accepts.{what}", least=least, most=most) if what else texts.name("accepts", name)
    return f"{said} {texts(f'accepts.{name}')}" if what and f"accepts.{name}" in texts else said


# Of these the kind says what can be put in; of other texts their own name does. Yes and no need no words.
KINDS: dict[type, str] = {
    timedelta: "length",
    time: "clock",
    tuple: "list",
    int: "whole",
    float: "number",
    Decimal: "number",
    bool: "yes_no",
    Language: "either",
}


@dataclass(frozen=True, slots=True)
class Editor:
    """A field for one number: `text()` is what is in it as it is written down, `wrong` says what is the matter."""

    text: Callable[[], str]
    wrong: Callable[[str], None]


def editor(name: str, text: str, languages: tuple[Language, ...], texts: Texts) -> Editor:
    """The field that fits to the kind of this number."""
    kind, hint, label = kind_of(name), accepts(name, texts), texts("settings.value")
    if kind is bool:
        flag = switch(texts.name("policy", name), value=text == "yes")
        return Editor(lambda: "yes" if flag.value else "no", flag.wrong)
    if kind is Language:
        pick = choice(label, {each.value: texts.name("tongue", each.value) for each in languages}, text)
        return Editor(lambda: str(pick.value), pick.wrong)
    if kind is timedelta:
        span = duration(text)
        unit, size = next(((name, size) for name, size in UNITS if span and not span % size), UNITS[2])
        units = {name: texts(f"unit.{name}s") for name, _ in UNITS}
        sized = length_field(label, f"{span / size:g}", unit, units, hint)
        return Editor(lambda: written(str(sized.value), str(sized.unit.value)), sized.wrong)
    field = text_field(label, text, hint, longest=100)
    field.control.props["dir"] = "ltr"
    return Editor(lambda: str(field.value or "").strip(), field.wrong)


def written(count: str, unit: str) -> str:
    """So many of this unit as a length of time; what is no number stays what it is, and is refused."""
    try:
        return duration_text(float(count.translate(NOT_LATIN_OR_BLANK)) * dict(UNITS)[unit])
    except (ValueError, OverflowError):
        return count
