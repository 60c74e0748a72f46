"""Foreign words, phones and numbers as they may stand inside a text of ours."""

import unicodedata
from decimal import Decimal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

LRI, FSI, PDI = "\u2066", "\u2068", "\u2069"
# Joiners belong to words of some scripts and to emoji; every other invisible mark can only deceive.
_HARMLESS = frozenset("\u200c\u200d")
_CUT = 20  # times the limit: how much of a text is looked at before it is cut


def cleaned(text: str, limit: int) -> str:
    """One line of at most this many characters, without control characters, bidi marks and broken surrogates."""
    line = " ".join(text[: _CUT * limit].split())
    kept = "".join(char for char in line if char in _HARMLESS or unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    kept = " ".join(kept.split())
    return kept if len(kept) <= limit else f"{kept[: limit - 1].rstrip()}…"


def isolated(text: str, *, rtl: bool) -> str:
    """The text between isolates if it has letters that run against the text around it.

    Without them an English word in a Hebrew line drags the digits beside it to its other side.
    """
    other = {"L"} if rtl else {"R", "AL"}
    return f"{FSI}{text}{PDI}" if any(unicodedata.bidirectional(char) in other for char in text) else text


def without_isolates(text: str) -> str:
    """The text as it is without marks of direction."""
    return text.translate(dict.fromkeys(map(ord, (LRI, FSI, PDI))))


def phone_number(digits: str) -> str:
    """Digits of a phone in international form as people read them, always from left to right."""
    shown = f"+{digits}"
    try:
        number = phonenumbers.parse(shown)
    except NumberParseException:
        return f"{LRI}{shown}{PDI}"
    if phonenumbers.is_valid_number(number):
        shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return f"{LRI}{shown}{PDI}"


def plain_number(value: float | Decimal) -> str:
    """The number in digits, at most two after the point, without idle zeros: 4.8, 250, 12.5."""
    shown = f"{value:.2f}"
    return shown.rstrip("0").rstrip(".")
