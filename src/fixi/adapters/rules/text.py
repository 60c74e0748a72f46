"""The words as they come, made fit for tables: invisible characters gone, one kind of quote, ASCII digits."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 3_000  # characters in which danger is looked for: a voice note of three minutes
_HEAD, _TAIL = 1_000, 400  # characters of a longer text that are read for all else: where it begins and where it ends
HIDDEN = "\0"  # stands where something was taken out, so that no pattern joins what was apart

_ONE_FOR_ONE = str.maketrans(
    "’‘‛`´′׳״“”„″־‐‑‒–—−٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹،؛؟\u00a0\u202f\u2009\r\u2028\u2029",
    "'''''''\"\"\"\"\"-------01234567890123456789,;?   \n\n\n",
)
_INVISIBLE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u061c\u064b-\u0652\u0670"
    "\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written with blanks between them."""
    return frozenset(words.split())


def clean(text: str) -> str:
    """The first characters of a text with nothing in them that only machines see. Never raises."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text[:LONGEST]).translate(_ONE_FOR_ONE))


def brief(text: str) -> str:
    """The beginning and the end of a long text, which is where people say what they need and where they are."""
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"


def lowered(text: str) -> str:
    """The text in small letters, every letter at its old position."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(x if len(x := char.lower()) == 1 else char for char in text)


_ALIKE = str.maketrans("أإآٱىةؤئё", "اااايهويе")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


def folded(words: str) -> str:
    """Letters that people write for one another as one, and a letter that is held down as one letter."""
    return _STRETCHED.sub(r"\1", words).translate(_ALIKE)


def hide(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans overwritten; positions stay."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            pieces += (text[at : max(at, start)], HIDDEN * (end - max(at, start)))
            at = end
    return "".join((*pieces, text[at:]))


_LINK = re.compile(r"(?:https?://|www\.)\S{1,500}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[ \t\-().]{0,2}\d){6,14}(?!\d)")
_CODE = re.compile(
    r"(?:קוד|code|пароль|код|رمز)[ :]{1,3}(?:\w{1,12} ){0,2}(?:is )?[#*]?\d{3,8}[#*]?|[#*]\d{3,8}[#*]?", re.IGNORECASE
)
_PRICE = re.compile(
    r"(?:[₪$€]\s?\d[\d,.]{0,9}|\d[\d,.]{0,9}\s?(?:₪|\$|€|ש\"ח|שח\b|שקל\w{0,3}|nis\b|ils\b|shekels?\b|dollars?\b|euros?\b|"
    r"usd\b|шекел\w{0,3}|شيكل|شاقل))",
    re.IGNORECASE,
)


def contacts(low: str) -> list[tuple[int, int]]:
    """Links, e-mail addresses, phone numbers and door codes."""
    spans = [match.span() for match in _LINK.finditer(low)]
    spans += [match.span() for match in _PHONE.finditer(hide(low, spans)) if not _DATE_TIME.fullmatch(match[0].strip())]
    return spans + [match.span() for match in _CODE.finditer(hide(low, spans))]


_DATE_TIME = re.compile(
    r"\d{1,2}[.\-]\d{1,2}(?:[.\-](?:20)?\d\d)?(?:[ \t]+\d{1,2}(?:[ .\-]\d\d)?(?:-\d{1,2})?)?|20\d\d-\d\d-\d\d"
)


def prices(low: str) -> list[tuple[int, int]]:
    """Amounts of money."""
    return [match.span() for match in _PRICE.finditer(low)]
