"""The issue: what is wrong, in the client's words, with nothing in it that tells who or where he is.

A professional reads this line before he may know the client. So street, number, place, time, name, phone numbers,
addresses of any kind and long numbers go, and a line that says nothing of a problem is none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fixi.adapters.rules.lexicon import Token
from fixi.adapters.rules.text import HIDDEN, hide, word_set
from fixi.adapters.rules.trades import Work

LONGEST_ISSUE = 300
_MANY = 2

_FILLERS = word_set(
    """
    i im ive id we you u he she it its is are am was be been a an the this that these my our your me us to for
    of in on at with and or but so if from by as need needs needed want wants would like could can please pls
    plz have has had get got looking look find send someone somebody anyone help come fix do does hi hello hey
    good morning evening afternoon day there thanks thank dear ok okay yes no not urgent urgently asap now
    soon today tomorrow professional pro service guy person house home apartment flat place here where when
    what how much cost price possible there's theres just some any one job work team sir available call near
    street st road number address floor name quote recommend recommendation know anybody שלום היי הי אהלן בוקר
    ערב טוב צהריים אני אנחנו את אתה אתם הוא היא זה זו זאת יש אין לי לנו לך לכם שלי שלנו של על עם אל או גם רק
    כי אם כן לא צריך צריכה צריכים רוצה רוצים מחפש מחפשת מחפשים מבקש מבקשת אשמח אפשר להזמין הזמנה לקבל מישהו
    מישהי איש בעל מקצוע בבקשה תודה רבה נא דחוף דחופה בדחיפות עכשיו מיד היום מחר בית הביתה דירה בדירה בבית אצלי
    אצלנו כאן פה איפה מתי מה מי כמה עולה מחיר הצעת יעזור לעזור עזרה שיבוא שיגיע שיוכל לבוא להגיע יכול יכולה
    קוראים שמי רחוב רח דרך שדרות בעיר העיר גר גרה גרים ליד מקצועי טוב אחד אחת ביותר מאוד עוד כבר אז ב ל מ ה ו
    ש כתובת הכתובת שם מספר קומה כניסה המלצה ממליצים להמליץ хочу нужен нужна нужно мне у меня я мы нам
    пожалуйста здравствуйте привет срочно завтра сегодня в на и мастер вызвать найти можно день добрый بدي
    اريد محتاج احتاج انا لو سمحت مرحبا السلام عليكم في على من عندي ضروري بكرا اليوم
    """
)
_LONG_DIGITS = re.compile(r"\+?\d(?:[\s\-().]{0,2}\d){4,}")
_DANGLING = re.compile(
    r"(?:^|(?<=\s))(?:[בלמוהש]-?|in|at|from|to|on|ב-|ל-|אני|אנחנו|i am|i'm|im|we are|and|"
    r"and i|is|,)(?=\s*(?:[,.;!?]|$))",
    re.IGNORECASE,
)
_HELLO = re.compile(
    r"^(?:(?:hi|hello|hey|good morning|good evening|good afternoon|שלום(?: רב)?|היי|הי|"
    r"אהלן|בוקר טוב|ערב טוב|צהריים טובים|привет|здравствуйте|مرحبا)(?: there|"
    r" לכם)?[\s,!.:-]+)+",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"(?<!\w)(?:משפחת|משפ'|גברת|גב'|mrs?\.?|ms\.?|"
    r"the (?=\w+ family))\s[^\W\d_]{2,20}(?: family)?",
    re.IGNORECASE,
)
_LOCATION = re.compile(
    r"(?:^|(?<=[\s,]))(?:i live(?: in| at)?|i'?m(?: in| at)|the address is|"
    r"my address(?: is)?|address:?|my phone(?: number)?(?: is)?|call me(?: at| on)?|"
    r"phone:?|tel:?|"
    r"(?:אני )?(?:גר|גרה|גרים)(?: ב)?|הכתובת(?: שלי)?(?: היא)?|כתובת:?|"
    r"הטלפון(?: שלי)?(?: הוא)?|טלפון:?|נייד:?|טל:?|מספר(?: שלי)?|דירה \d+|קומה \d+|"
    r"כניסה [א-ת](?![א-ת])|(?:apt|apartment|floor|flat)\.? \d+)"
    r"(?=\s*(?:[,.;!?\n]|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """A text, what was taken out of it and why (`gone` identifies, `times` do not), and the words that remain."""

    text: str
    low: str
    gone: tuple[tuple[int, int], ...]
    times: tuple[tuple[int, int], ...]
    tokens: tuple[Token, ...]
    work: Work

    def text_less(self, spans: Sequence[tuple[int, int]]) -> str:
        """The text without these stretches, on one line."""
        return re.sub(rf"[{HIDDEN}\s]+", " ", hide(self.text, spans)).strip()

    def rest(self) -> str:
        """The text without anything that was understood, on one line."""
        return self.text_less([*self.gone, *self.times])


def issue_line(left: Leftover, *, any_words: bool) -> str | None:
    """The issue, at most 300 characters, or None. With `any_words` (asked for, or danger) a letter is enough."""
    line = re.sub(rf"[{HIDDEN}]+", " ", hide(left.text, [*left.gone, *left.times]))
    line = _LONG_DIGITS.sub(" ", re.sub(r"\s*\n\s*", ", ", line.strip()))
    line = _HELLO.sub("", _tidy(_FAMILY.sub(" ", line)))
    for _ in range(2):  # what stood before a name may now stand before nothing
        line = _tidy(_DANGLING.sub("", _LOCATION.sub("", line)))
    if not any(char.isalpha() for char in line):
        return None
    if not any_words and not _says_something(left):
        return None
    return _cut(line)


def _says_something(left: Leftover) -> bool:
    """True when words tell of a problem, or a trade was called and enough other words stand with it."""
    if left.work.problems:
        return True
    plain = [
        token.key
        for at, token in enumerate(left.tokens)
        if at not in left.work.named
        and token.key not in _FILLERS
        and not token.key.isdigit()
        and not any(start <= token.start < end for start, end in left.times)
    ]
    return bool(left.work.named) and len(plain) >= _MANY


def _tidy(line: str) -> str:
    line = re.sub(r"\s+", " ", line)
    line = re.sub(r"\s+([,.;!?])", r"\1", line)
    line = re.sub(r"([,;])(?:\s*[,;.])+", r"\1", line)
    line = re.sub(r"\(\s*\)|\"\s*\"", "", line)
    return re.sub(r"^(?:and|but|so|also|ו-|и)\s", "", line.strip(" ,;:-–|/\t."), flags=re.IGNORECASE)


def _cut(line: str) -> str:
    if len(line) <= LONGEST_ISSUE:
        return line
    return line[: LONGEST_ISSUE - 1].rsplit(" ", 1)[0][: LONGEST_ISSUE - 1] + "…"
