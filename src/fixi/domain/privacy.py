"""What a professional may read before his yes: the issue, less everything that says who the client is or where."""

import re
from functools import lru_cache

from fixi.domain.forms import Form

# What may stand between the digits of a phone: blanks, signs, and marks that nobody sees.
BETWEEN = r"[\s().\-/\\_,*+~|·•‐-―−\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\u20e3\ufeff]{0,6}"
PHONE = re.compile(rf"[+(]{{0,2}}\d(?:{BETWEEN}\d){{6,}}")
MAIL = re.compile(r"\S+@\S+")
LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![a-z0-9])(?:[a-z0-9-]{1,63}\.){1,5}(?:[a-z]{2,10}/\S*|(?:com|net|org|me|il|io|ly|app)\b)",
    re.IGNORECASE,
)
# A person who is named to be asked for: after such words a name comes, and it goes with them.
PERSON = re.compile(
    r"(?<!\w)(?:ask for|speak to|talk to|call|contact|my (?:husband|wife|son|daughter|mother|father|tenant|neighbou?r))"
    r"(?:\s+(?:[Mm]r|[Mm]rs|[Mm]s)\.?)?(?:\s+[A-Z][\w'-]{1,30}){1,3}"
    r"|(?<!\w)(?:תשאלו|לשאול|תבקשו|לבקש|תדברו|לדבר|תתקשרו|להתקשר)\s+(?:את|עם|על|אל|ל)\s?[א-ת'-]{2,20}(?:\s[א-ת'-]{2,20})?"
    r"|(?<!\w)(?:על שם|השם|בעלי|אשתי|הבן שלי|הבת שלי|השכן|השכנה)\s[א-ת'-]{2,20}(?:\s[א-ת'-]{2,20})?(?=[\s,.]|$)"
    r"|(?:[A-Z][\w'-]{1,30}\s+){1,2}on the door"
)
GAPS = re.compile(r"\s{2,}")
WORD = re.compile(r"[^\W_]+")
PREFIX = "[בהוכלמש]{0,3}"  # Hebrew writes in, the, and, as, to, from, that as one word with what follows
LONGEST = 300


def scrubbed(words: str, form: Form) -> str:
    """The words on one line without phones, addresses of mail and web, the client's name, street and house number."""
    return _scrubbed(words, form.street, form.name)


@lru_cache(maxsize=256)  # the same words are shown to one professional after the other
def _scrubbed(words: str, street: str | None, name: str | None) -> str:
    line = " ".join(words.split())[: 2 * LONGEST]
    for pattern in (MAIL, LINK, PHONE, PERSON):
        line = pattern.sub(" ", line)
    for secret in filter(None, (street, name)):
        line = _without(line, re.escape(secret))
        for word in dict.fromkeys((*secret.split(), *WORD.findall(secret))):
            if word.isdigit():
                line = _without(line, rf"{word}[^\W\d_]?")  # a house number may carry a letter
            elif len(word) >= 2:
                line = _without(line, rf"{PREFIX}{re.escape(word)}")
    line = PHONE.sub(" ", line)  # what was taken out may have stood between digits
    return GAPS.sub(" ", line).strip(" ,.;:-")[:LONGEST]


def _without(line: str, pattern: str) -> str:
    return re.sub(rf"(?<!\w){pattern}(?!\w)", " ", line, flags=re.IGNORECASE)
