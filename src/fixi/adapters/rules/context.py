"""What stands around a time: the past, a denial, a greeting."""

import re

from fixi.adapters.rules import calendar_words as words

_NEGATION = re.compile(
    r"(?<!\w)(?:not|no|isn't|isnt|non|never|nothing|without|less|לא|אין|בלי|ללא|ואין|שאין|не|нет|без|مش|ليس|لا|مو)"
    r"(?:\s\w+)?\s{1,2}$"
)


_UNSUITED = re.compile(
    r"(?<!\w)(?:not|no|can't|cant|cannot|won't|wont|don't|dont|instead of(?! that| it)|לא|במקום(?! זה)|אי אפשר|"
    r"не|вместо|مش|لا|بدل)(?!\w)[^,.!?;\n]{0,24}$"
)


def fresh(low: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The first match that is no tale of the past and no greeting."""
    for match in pattern.finditer(low):
        if not past(low, match.start()) and not words.GREETING_AFTER.match(low, match.end()):
            return match
    return None


def past(low: str, start: int) -> bool:
    """True when words shortly before, in the same part, tell of what was."""
    before = low[max(0, start - 28) : start]
    return words.PAST.search(re.split(r"[,.!?\n]", before)[-1]) is not None


def negated(low: str, start: int) -> bool:
    """True when a word of denial stands right before, or one word before."""
    return _NEGATION.search(re.split(r"[,.!?;\n]", low[max(0, start - 24) : start])[-1]) is not None


def unsuited(low: str, start: int) -> bool:
    """True when the words before, in the same part, say that this day will not do."""
    return _UNSUITED.search(low[max(0, start - 40) : start]) is not None


def count_of(word: str) -> int:
    """The number that a word or digits stand for; "a few" is three."""
    if word.isdigit():
        return int(word)
    return {"כמה": 3, "a": 1, "an": 1}.get(word, words.NUMBER_WORDS.get(word, 1))
