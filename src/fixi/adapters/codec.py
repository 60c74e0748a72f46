"""Documents of the core as plain JSON values and back: every value says which class it is.

Dataclasses carry their class name under `_`; a missing field takes its default, an unknown one is dropped, so that
old documents stay readable. Moments come back aware, sequences as tuples.
"""

import hashlib
import importlib
import json
import pkgutil
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

import fixi.domain
from fixi.domain.effects import Alert
from fixi.domain.errors import Invalid
from fixi.domain.events import Event
from fixi.domain.values import Key, aware
from fixi.ports.alerts import Raised
from fixi.ports.queues import Letter, Unreadable
from fixi.ports.storage import LedgerEntry

TAG = "_"
_PLAIN = frozenset({str, int, float, bool, type(None)})

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@cache
def _classes() -> dict[str, type[Any]]:
    """All dataclasses and enums of the core by name; a name is used once."""
    found: dict[str, type[Any]] = {}
    for module in pkgutil.walk_packages(fixi.domain.__path__, "fixi.domain."):
        for name, thing in vars(importlib.import_module(module.name)).items():
            ours = isinstance(thing, type) and thing.__module__ == module.name and not name.startswith("_")
            if ours and (is_dataclass(thing) or issubclass(thing, Enum)):
                if name in found:
                    raise Invalid(f"two classes of the core are called {name}")
                found[name] = thing
    return found


@cache
def _fields(kind: Any) -> tuple[tuple[str, bool], ...]:
    """(name, whether it may be missing) of each field."""
    return tuple((f.name, f.default is not MISSING or f.default_factory is not MISSING) for f in fields(kind) if f.init)


def to_plain(value: Any) -> Any:
    """The value as dicts, lists, strings, numbers and None."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple or kind is list:
        return [item if type(item) in _PLAIN else to_plain(item) for item in value]
    if kind is datetime:
        if value.tzinfo is None:
            raise Invalid("a moment needs a time zone")
        return {TAG: "datetime", "v": value.isoformat()}
    if isinstance(value, Enum):
        return {TAG: kind.__name__, "v": value.value}
    if is_dataclass(value):
        plain = {TAG: kind.__name__}
        for name, _ in _fields(kind):
            item = getattr(value, name)
            plain[name] = item if type(item) in _PLAIN else to_plain(item)
        return plain
    if kind is date or kind is time:
        return {TAG: kind.__name__, "v": value.isoformat()}
    if kind is timedelta:
        return {TAG: "timedelta", "v": value.total_seconds()}
    if kind is Decimal:
        return {TAG: "Decimal", "v": str(value)}
    raise Invalid(f"{kind.__name__} cannot be stored")


def from_plain(plain: Any) -> Any:
    """The value that `to_plain` made these from; raises Invalid for anything that it cannot have made."""
    try:
        return _value(plain)
    except Invalid:
        raise
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Invalid(f"this is no value of the core: {type(error).__name__}") from error


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(item) for item in plain)
    if not isinstance(plain, dict):
        return plain
    name = plain[TAG]
    simple = _SIMPLE.get(name)
    if simple is not None:
        return simple(plain["v"])
    kind: Any = _classes().get(name)
    if kind is None:
        raise Invalid(f"the core has no {name}")
    if issubclass(kind, Enum):
        return kind(plain["v"])
    return kind(**{field: _value(plain[field]) for field, _ in _fields(kind) if field in plain})


def _moment(text: str) -> datetime:
    return aware(datetime.fromisoformat(text))


_SIMPLE: dict[str, Any] = {
    "datetime": _moment,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
    "Decimal": Decimal,
}


def dump(value: Any) -> str:
    """The value as JSON text."""
    return _encode(to_plain(value))


def load(text: str) -> Any:
    """The value that `dump` wrote."""
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise Invalid("this is no JSON") from error
    return from_plain(plain)


def dump_letter(letter: Letter) -> str:
    """What is in the letter, as JSON text; its id and its address are kept beside it."""
    if isinstance(letter.event, Unreadable):
        return letter.event.text
    return dump((letter.event, letter.to))


def load_letter(name: str, address: str, text: str) -> Letter:
    """The letter that `dump_letter` wrote, Unreadable when this version cannot have written it."""
    try:
        event, to = load(text)
    except (KeyError, TypeError, ValueError):  # Invalid is a ValueError
        return Letter(name, address, Unreadable(text))
    if not isinstance(event, Event) or not isinstance(to, Key | None):
        return Letter(name, address, Unreadable(text))
    return Letter(name, address, event, to)


def letter_digest(letter: Letter) -> str:
    """A short id that follows from the letter's own; it shows no phone."""
    return hashlib.sha256(f"letter {letter.id}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


_ALERT = "alert:"


def alert_id(name: str) -> str:
    """The id of the alert's line in the ledger."""
    return f"{_ALERT}{name}"


def alert_line(name: str, alert: Alert, at: datetime) -> LedgerEntry:
    """The alert as a line of the ledger."""
    return LedgerEntry(alert_id(name), at, "alert", alert.about, alert.kind, alert.detail)


def raised(line: LedgerEntry, told: frozenset[str]) -> Raised:
    """The alert of a line that `alert_line` made."""
    return Raised(line.id.removeprefix(_ALERT), line.at, Alert(line.outcome, line.chat, line.reason), told)
