"""Reads JSON that somebody else wrote: what is missing or of a wrong type reads as empty.

A notification that is refused for one odd field would hold every later one of the account, so the fields are not
declared with types and validated: each is read by itself, and says what it can.
"""

import hashlib
import json
import math
import re
from typing import Any

import msgspec

from fixi.domain.errors import Refused

MAX_DEPTH = 32
MAX_TEXT = 20_000  # the longest message that the provider knows
MAX_LINE = 200
LONGEST_NUMBER = 30  # digits; longer ones are noise, and turning them into text costs quadratic time

# A string counts as one piece even when it is not closed, so the scan never goes back and stays linear.
PIECES = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)
SURROGATES = re.compile("[\ud800-\udfff]")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# In a line also line ends, the second half of the controls, and what turns the reading direction of its neighbours.
LINE_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def digest(*parts: str) -> str:
    """A short name for something that shall not be seen, or that is too long or too odd for an id."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def decode(body: bytes) -> "Body":
    """The JSON object in these bytes.

    Raises Refused: too-deep, not-json, not-an-object.
    """
    if _too_deep(body):
        raise Refused("too-deep")
    try:
        value: object = msgspec.json.decode(body)
    except ValueError:  # all that msgspec raises here, DecodeError and UnicodeDecodeError, is one
        value = _decode_loosely(body)
    if not isinstance(value, dict):
        raise Refused("not-an-object")
    return Body(value)


def _decode_loosely(body: bytes) -> object:
    """What a stricter reader refused: half a surrogate pair, bytes that are not UTF-8, control characters, a BOM."""
    try:
        return json.loads(body.decode("utf-8-sig", "replace"), strict=False, parse_int=_whole)
    except ValueError:
        raise Refused("not-json") from None  # the cause would carry the body


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_NUMBER else None


def _too_deep(body: bytes) -> bool:
    """Looked at before decoding, since a decoder answers deep nesting with RecursionError, or worse."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return False
    depth = 0
    for piece in PIECES.finditer(body):
        match piece[0]:
            case b"[" | b"{":
                depth += 1
                if depth > MAX_DEPTH:
                    return True
            case b"]" | b"}":
                depth -= 1
            case _:  # a string
                pass
    return False


def clean(value: object) -> str:
    """The value as text that every store and every encoder can take, at most 20,000 characters; empty if it is none."""
    match value:
        case str():
            if value.isprintable():  # then there is nothing to take out, as nearly always
                return value[:MAX_TEXT]
            return CONTROLS.sub("", SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value))[:MAX_TEXT]
        case bool():
            return ""
        case int():
            return str(value) if abs(value) < 10**LONGEST_NUMBER else ""
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 10**LONGEST_NUMBER else _fraction(value)
        case _:
            return ""


def _fraction(value: float) -> str:
    return str(value) if math.isfinite(value) else ""


class Body:
    """One JSON object. Where several names are given, the first one that holds something counts."""

    __slots__ = ("_fields",)

    def __init__(self, value: object) -> None:
        self._fields: dict[str, Any] = value if isinstance(value, dict) else {}

    def __bool__(self) -> bool:
        return bool(self._fields)

    @property
    def fields(self) -> dict[str, Any]:
        """All of it, as it came."""
        return self._fields

    def get(self, name: str) -> Any:
        """The value as it came, or None."""
        return self._fields.get(name)

    def text(self, *names: str) -> str:
        """Words, with their line ends; a number counts as its digits."""
        for name in names:
            if words := clean(self._fields.get(name)):
                return words
        return ""

    def line(self, *names: str, limit: int = MAX_LINE) -> str:
        """One line without control characters, cut: names, codes, ids."""
        for name in names:
            value = self._fields.get(name)
            if value is None:
                continue
            # What is printable holds no control character, as nearly always.
            plain = isinstance(value, str) and value.isprintable()
            words = value[:MAX_TEXT] if plain else LINE_CONTROLS.sub(" ", clean(value))
            if line := " ".join(words.split())[:limit].rstrip():
                return line
        return ""

    def number(self, name: str) -> float | None:
        """A finite number, also when it was written as text."""
        value = self.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return None
        return number if math.isfinite(number) else None

    def body(self, *names: str) -> "Body":
        """The object inside; an empty one where there is none."""
        for name in names:
            value = self._fields.get(name)
            if value and isinstance(value, dict):
                return Body(value)
        return NOTHING

    def bodies(self, name: str) -> list["Body"]:
        """The objects of a list; whatever else is in it is left out."""
        value = self.get(name)
        return [Body(item) for item in value if isinstance(item, dict)] if isinstance(value, list) else []


NOTHING = Body(None)
