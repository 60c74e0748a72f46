"""Words by which something is found again: small letters without points and accents, and the ends of phones."""

import re
import unicodedata
from collections.abc import Iterable

SHORTEST_TAIL = 3
LONGEST_WORD = 24
WORDS_AT_MOST = 40
_WORD = re.compile(r"[^\W_]+")
_NOT_DIGITS = re.compile(r"\D")


def words(*texts: str | None) -> tuple[str, ...]:
    """The words of these texts as they are compared, each once: cut short, and not more than WORDS_AT_MOST."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _WORD.findall(_plain(text or "")):
            found[word[:LONGEST_WORD]] = None
            if len(found) == WORDS_AT_MOST:
                return tuple(found)
    return tuple(found)


def tails(phone: str) -> tuple[str, ...]:
    """The last digits of a phone, from three of them to all."""
    digits = _NOT_DIGITS.sub("", phone)
    return tuple(digits[-length:] for length in range(SHORTEST_TAIL, len(digits) + 1))


def looks_like_phone(text: str) -> str:
    """The digits, when this is the end of a phone and nothing else; else nothing. A trunk zero is left out."""
    digits = _NOT_DIGITS.sub("", text)
    if len(digits) < SHORTEST_TAIL or not re.fullmatch(r"[\d\s()+.\-]+", text.strip()):
        return ""
    return digits.removeprefix("0") if len(digits) > SHORTEST_TAIL else digits


def tagged(tag: str, values: Iterable[str]) -> tuple[str, ...]:
    """Each with the tag of its kind in front, so that one index serves all kinds."""
    return tuple(f"{tag}:{value}" for value in values)


def _plain(text: str) -> str:
    """Without points, accents and other marks above and below letters; one letter for its shapes."""
    spread = unicodedata.normalize("NFKD", text[:4000].casefold())
    return unicodedata.normalize("NFC", "".join(letter for letter in spread if not unicodedata.combining(letter)))
