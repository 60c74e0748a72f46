"""The client's name, where he says it."""

import re
from collections.abc import Callable

from fixi.adapters.rules.text import word_set

_EN = re.compile(
    r"\b(?:my name is|my name's|name is|name:|call me|"
    r"i am called)\s{1,3}([^\W\d_][\w'-]{0,24}(?:[ ][^\W\d_][\w'-]{0,24}){0,2})",
    re.IGNORECASE,
)
_HE = re.compile(
    r"(?<![א-ת])(?:ו?קוראים לי|השם שלי(?: הוא)?|שמי(?: הוא)?|שם:|אני נקרא|"
    r"אני נקראת)\s{1,3}([א-ת][א-ת'-]{1,20}(?:[ ][א-ת][א-ת'-]{1,20}){0,2}|"
    r"[A-Za-z]{2,20}(?: [A-Z][a-z]{1,20})?)"
)
_RU = re.compile(r"(?:меня зовут|мо[её] имя)\s{1,3}([а-яё-]{2,20}(?: [А-ЯЁ][а-яё-]{1,20})?)", re.IGNORECASE)
_AR = re.compile(r"(?:اسمي|إسمي|انا اسمي)\s{1,3}([\u0621-\u064a]{2,20}(?: [\u0621-\u064a]{2,20})?)")
# "this is Dan", "זה דני": only as a part of its own, and only a word that means nothing else.
_THIS_EN = re.compile(
    r"(?:^|[,.!\n]\s?)(?:(?:hi|hello|hey),?\s)?(?:this is|i'm|i am|it's|"
    r"im)\s([A-Z][a-z'-]{1,20}(?: [A-Z][a-z'-]{1,20})?)(?=\s?(?:[,.!\n]|$|from\b|in\b))",
    re.IGNORECASE,
)
_CALLING_HE = re.compile(r"(?<![א-ת])מדברת?\s([א-ת]{2,15})(?=\s(?:אני|מ|יש|פה|כאן|לגבי|בקשר))")
_THIS_HE = re.compile(
    r"(?:^|[,.!\n]\s?)(?:(?:היי|הי|שלום|אהלן),?\s)?(?:זה|זאת|מדבר|מדברת|כאן|"
    r"אני)\s([א-ת]{2,15}(?: [א-ת]{2,15})?)(?=\s?(?:[,.!\n]|$))"
)
_STOP = word_set(
    """
    and i we from in at my the a is are need have has there with it its it's living live on of to but because
    your you so or for not here this that ואני אני יש צריך צריכה מ ב גר גרה מחיפה רוצה ויש וצריך וצריכה אצלי
    הגעתי פונה לגבי בקשר עם מתל וגר וגרה נזילה דחוף לא כן עובד עובדת קורה עכשיו היום מחר בבית בדרך פה כאן שם
    הכל טוב בסדר תודה רבה אותו דבר נכון ממש מאוד קצת יותר פחות פנוי פנויה זמין זמינה לבד גם אז כי רק עוד אחד
    אחת ליד שוב ready done busy sorry sure fine ok okay urgent locked out home waiting available free late
    interested good great back looking calling writing и я у мне من في عندي انا و
    """
)


def person(text: str, low: str, is_other: Callable[[str], bool]) -> tuple[str, int, int] | None:
    """The name with where the whole phrase stands, or None. `is_other` tells whether a word means something else."""
    for pattern in (_EN, _HE, _RU, _AR, _CALLING_HE):
        match = pattern.search(text)
        if match and (name := _taken(match[1], is_other, sure=True)):
            return name, match.start(), match.start(1) + len(name)
    for pattern in (_THIS_EN, _THIS_HE):
        match = pattern.search(text)
        if match and (name := _taken(match[1], is_other, sure=False)) and name == match[1]:
            start = match.start() + (1 if low[match.start()] in ",.!\n" else 0)
            return name, start, match.end(1)
    return None


def _taken(words: str, is_other: Callable[[str], bool], *, sure: bool) -> str | None:
    """The words up to the first that belongs to no name; a second word in small Latin letters is none either."""
    taken: list[str] = []
    for word in words.split(" "):
        known = (
            word.lower() in _STOP or (taken and word[0] == "و") or (is_other(word.lower()) and not (sure and not taken))
        )
        if known or (taken and word[0].isascii() and not word[0].isupper()):
            break
        taken.append(word)
    name = " ".join(taken)
    if not name or (not sure and name[0].isascii() and not name[0].isupper()):
        return None
    return name.title() if name.isascii() and name.islower() else name
