"""Names of places in one normal form: a text and a name that look alike have the same keys."""

import re
import unicodedata

MOST_WORDS = 5  # tokens of the longest name

_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670"
_QUOTES = "'\"‘’‚“”„`´ʻʼʽʿʾ׳״′″"
_TOKEN = re.compile(rf"[^\W_][\w{_MARKS}]*(?:[{_QUOTES}]+[^\W_][\w{_MARKS}]*)*")
_GAP = re.compile(r"[\s\-־‐‑‒–.\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,3}")
_DROPPED = re.compile(rf"[{_MARKS}']")


def _base_letters() -> dict[int, str]:
    """Letters with a mark to the letter itself, and every quote to one of two; each maps one character to one."""
    table = {code: unicodedata.normalize("NFD", chr(code))[0] for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))}
    table |= dict.fromkeys(map(ord, '"“”„״″'), '"') | dict.fromkeys(map(ord, "'‘’‚`´ʻʼʽʿʾ׳′"), "'")
    return table | {ord(a): b for a, b in zip("ёأإآٱىةکی", "еاااايهكي", strict=True)}


_BASE = str.maketrans(_base_letters())


type Word = tuple[int, int, str]  # start, end, key; a bare tuple, since a long text has tens of thousands


def words_of(text: str) -> list[Word]:
    """The words of a text with their keys and where they stand, in order. Linear."""
    lowered = text.lower()
    if len(lowered) != len(text):  # the few letters that grow would move every position behind them
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    if not lowered.isascii():
        lowered = lowered.translate(_BASE)
    return [
        (match.start(), match.end(), key if (key := match[0]).isalnum() else _DROPPED.sub("", key))
        for match in _TOKEN.finditer(lowered)
    ]


def joined(text: str, left: Word, right: Word) -> bool:
    """True when nothing but a blank or a hyphen or two stands between the words."""
    gap = text[left[1] : right[0]]
    return gap == " " or ("\n" not in gap and _GAP.fullmatch(gap) is not None)


def key_of(name: str) -> str:
    """The key of a whole name, in which hyphens and blanks are the same; empty when there is no letter."""
    return " ".join(key for _, _, key in words_of(name))


_HEADS = (
    ("qiryat", "kiryat", "kiriat", "qiriat", "kyriat", "kiriyat"),
    ("bet", "beit", "beth", "bayt"),
    ("kfar", "kefar"),
    ("bnei", "bney", "bene", "benei"),
    ("tsur", "tzur", "zur"),
    ("maale", "maaleh"),
    ("mitspe", "mitzpe", "mizpe"),
    ("קרית", "קריית", "קירית", "ק"),
    ("נוה", "נווה"),
    ("кирьят", "кириат", "кирият"),
)
_HEAD_OF = {head: group for group in _HEADS for head in group}


def variants(key: str) -> list[str]:
    """A name's key and those that differ in how its first word is usually written (`kiryat`, `qiryat`)."""
    head, _, rest = key.partition(" ")
    if not rest or head not in _HEAD_OF:
        return [key]
    return [f"{other} {rest}" for other in _HEAD_OF[head]]


def cases(key: str) -> list[str]:
    """A Russian name's key in the cases in which places are spoken of (in, from, to)."""
    if not key or not "а" <= key[-1] <= "я":
        return [key]
    if key.endswith("ия"):
        return [key, *(key[:-1] + ending for ending in ("и", "ю", "ей"))]
    if key[-1] in "ая":
        return [key, *(key[:-1] + ending for ending in ("е", "ы", "и", "у", "ю", "ой"))]
    if key[-1] == "ь":
        return [key, *(key[:-1] + ending for ending in ("е", "я", "ю"))]
    return [key] if key[-1] in "еиоуыэю" else [key, *(key + ending for ending in "еауы")]
