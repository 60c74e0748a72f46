"""Street and house number in a text, Hebrew and English first, Arabic and Russian where a street word says so."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fixi.adapters.rules.text import hide, word_set

Span = tuple[int, int]

MOST = 20  # streets and cities that are looked at in one text; it keeps the work linear


@dataclass(frozen=True, slots=True)
class Street:
    """A street with its number, as one line, and where it stands; `sure` when a street word or a clear form says so."""

    line: str
    start: int
    end: int
    sure: bool


_HE_STREET = r"(?:[בלמוה]{0,2}(?:רחוב|רח'|רח\b\.?|שדרות|שדרה|שד'|סמטת|סמטה|סמ'|כיכר|ככר|דרך))"
_HE_WORD = r"[א-ת][א-ת'\"]{1,20}"
_NUMBER = r"\d{1,3}(?:\s?[א-ת](?![א-ת'\"\d])|[a-z](?![a-z]))?(?:/\d{1,3})?(?![\d:%₪]|[.,]\d|-\d)"
_EN_NUMBER = r"\d{1,4}(?:[a-z](?![a-z]))?(?:/\d{1,3})?(?![a-z\d:%₪]|[.,]\d|-\d)"
_EN_WORD = r"[a-z][a-z'’]{1,20}\.?"
_EN_KIND = r"(?:street|st|avenue|ave|blvd|boulevard|road|rd|lane|ln|drive|alley|square|sq|str)\b\.?"
_AFTER_HE = (
    r"(?:\s{0,2},?\s{0,2}(?:ב?דירה|ב?קומה|ב?כניסה|ב?בית|דירת|קומת|ד'|"
    r"ק')\s?(?:מספר\s?)?(?:\d{1,3}|[א-ת]'?(?![א-ת])|קרקע|שנייה|שניה|ראשונה|שלישית|"
    r"רביעית)){0,4}"
)
_AFTER_EN = (
    r"(?:\s{0,2},?\s{0,2}(?:apt|apartment|flat|floor|fl|entrance|unit)\b\.?\s?(?:no\.?\s?|"
    r"#)?(?:\d{1,4}[a-z]?|[a-z])\b){0,4}"
)

_PATTERNS = (
    # רחוב הרצל 12, שדרות בן גוריון 7 דירה 5 קומה 2
    re.compile(
        rf"(?<![א-ת]){_HE_STREET}\s{{1,2}}(?:{_HE_WORD}[\s-]{{1,2}}){{1,4}}(?:מספר\s|"
        rf"מס'\s)?{_NUMBER}{_AFTER_HE}"
    ),
    # 12 Herzl St, 5 Ben Yehuda street, apt 3
    re.compile(rf"\b{_EN_NUMBER},?\s{{1,2}}(?:{_EN_WORD}[\s-]{{1,2}}){{1,3}}{_EN_KIND}{_AFTER_EN}"),
    # Jaffa st 3, Ben Yehuda street 5
    re.compile(
        rf"\b(?:{_EN_WORD}[\s-]{{1,2}}){{1,3}}{_EN_KIND},?\s{{0,2}}(?:no\.?\s?|"
        rf"#)?{_EN_NUMBER}{_AFTER_EN}"
    ),
    # rehov Herzl 12, street Herzl 12
    re.compile(
        rf"\b(?:rehov|rechov|rehow|sderot|derech|"
        rf"street)\s(?:{_EN_WORD}[\s-]{{1,2}}){{1,3}}{_EN_NUMBER}{_AFTER_EN}"
    ),
    re.compile(r"(?<!\w)(?:شارع|طريق)\s(?:[\u0621-\u064a]{2,15}\s){1,3}\d{1,3}"),
    re.compile(
        r"(?<!\w)(?:улица|ул\.?|улице|проспект|бульвар|"
        r"бул\.?)\s(?:[а-яё-]{2,20}\s?){1,3},?\s?(?:д\.?\s?|"
        r"дом\s)?\d{1,3}(?:,?\s?кв\.?\s?\d{1,3})?"
    ),
    # ", Герцль 110, кв 14": a part of its own that ends in a number
    re.compile(
        r"(?<=[,.!?\n]\s)(?!(?:после|до|через|этаж|квартира|подъезд|вход|между|около|всего|уже|завтра|сегодня|нас|мне|"
        r"лет|номер|телефон|цена|дира|примерно)\s)(?:[а-яё-]{3,20}\s){1,2}\d{1,3}(?=\s{0,2}(?:[,.!?\n\0]|$|кв|этаж))"
    ),
)
_STREET_ONLY = (
    re.compile(
        rf"(?<![א-ת])[בלמו]{{0,2}}(?:רחוב|רח'|שדרות|"
        rf"שד')\s{_HE_WORD}(?:[ -]{_HE_WORD})?(?=\s{{0,2}}(?:[,.\n\0]|$))"
    ),
    re.compile(rf"\b(?:{_EN_WORD}\s){{1,2}}(?:street|st|avenue|ave|blvd|boulevard|road|rd)\b\.?"),
)

# Bare "הרצל 12" and "Herzl 12"; what may stand before the number but is no street.
_HE_BARE = re.compile(rf"(?<![א-ת'\"\d])((?:{_HE_WORD}[ -]){{0,2}}{_HE_WORD})\s({_NUMBER})({_AFTER_HE})")
_EN_BARE = re.compile(rf"(?<![a-z'])((?:{_EN_WORD}[ -]){{0,2}}{_EN_WORD}),?\s({_EN_NUMBER})({_AFTER_EN})")
_EN_NUMBER_FIRST = re.compile(
    rf"(?<![\w'])({_EN_NUMBER})\s((?:{_EN_WORD}[ -]){{0,2}}{_EN_WORD})(?=\s{{0,2}}(?:[,\n\0]|$))({_AFTER_EN})"
)
_NO_STREET = word_set(
    """
    גר גרה גרים נמצא נמצאת קומה דירה כניסה בית חדר חדרים מספר מס טלפון נייד פלאפון גיל מחיר עלות יש לי לנו
    עוד תוך לפני אחרי בעוד שעה
    בשעה השעה שעות יום ימים עד בין רק צריך צריכה כמעט בערך סביב פחות יותר לפחות כבר מתוך אופציה אפשרות תשובה
    כולל של עם או זה זו את אני הם הוא היא כל פעם אותו היו היה לקח לקחו אחוז כמו שדה מתוך מחר היום מחרתיים
    בבוקר בערב בצהריים ראשון שני שלישי רביעי חמישי שישי שבת הצהריים הבוקר הערב תאריך בתאריך עולה נשאר נשארו
    לעוד משעה לשעה ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר בן בת גרסה דגם סוג
    קוטר רוחב אורך גובה מטר סמ at in on by for the a an of to from is are was i we have has had need about
    around after before until till between than last past next floor apt apartment flat room rooms number no
    unit option choice answer age only just over under another with and or since tmrw tmr tomorrow today sunday monday
    tuesday wednesday thursday friday saturday january february march april may june july august september
    october november december phone call price cost every morning evening afternoon noon night day week code
    model type size year years least most some all my our your his her their this that these those within got
    get be been it them me you us some roughly approximately say maybe version channel gate entrance within
    step steps take takes took
    """
)
_TWO_WORD_HEADS = word_set(
    """
    בן אבן בר הרב רבי דוד משה יגאל זאב חיים שאול קרן עין נחל הר גבעת יהודה המלך דרך אחד אליעזר יוסף שמואל
    אברהם יצחק יעקב משעול אלי בית בני דרך שלמה שדרות כיכר נווה תל עמק הנשיא הגנרל סמטת קיבוץ גאולה מנחם לוי
    שמעון לוחמי מבצע צה"ל ההגנה מורדי חטיבת רמת גן קפלן שפרינצק אנה תרצה חנה רחל לאה שרה רוטשילד ben bar rav
    rabbi king kings david moshe yehuda keren ein nahal har givat derech emek ibn abba neve levi haim shaul
    yigal the
    """
)
_ASCII_KEPT = re.compile(r"[^a-zא-ת]")


def streets(
    text: str, low: str, cities: Sequence[Span], taken: Sequence[Span], is_other: Callable[[str], bool]
) -> list[Street]:
    """Streets in a cleaned text, the surest first.

    `low` is the text in small letters, `cities` where places are named, `taken` what must not be read (phones, prices,
    links), `is_other` tells whether a word means something else (a trade, a problem, a time).
    """
    hidden = hide(low, taken)
    cities = cities[:MOST]
    found: list[Street] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(hidden):
            start, end = _less_prefix(match[0], match.start()), match.end()
            if "\n" in match[0] or any(start < s.end and s.start < end for s in found):
                continue
            start = _after_sentence(hidden, start, end, cities, is_other)
            found.append(_street(text, start, end, sure=True))
            if len(found) == MOST:
                return found
    hidden = hide(hidden, [(s.start, s.end) for s in found])
    found += _bare(text, hidden, cities, is_other)
    if not found:
        for pattern in _STREET_ONLY:
            for match in pattern.finditer(hidden):
                start = _after_sentence(hidden, _less_prefix(match[0], match.start()), match.end(), cities, is_other)
                words = re.findall(r"[^\W\d_]+", hidden[start : match.end()])
                if len(words) > 1 and not is_other(words[-2] if words[0].isascii() else words[1]):
                    found.append(_street(text, start, match.end(), sure=True))
    return found


def _street(text: str, start: int, end: int, *, sure: bool) -> Street:
    line = re.sub(r"\s+", " ", text[start:end]).strip(" ,")
    return Street(line[:120], start, end, sure)


def _less_prefix(words: str, start: int) -> int:
    """Without the ב of ברחוב."""
    match = re.match(r"[בלמוה]{1,2}(?=רחוב|רח'|רח\b|שדרות|שד'|סמטת|כיכר|ככר|דרך)", words)
    return start + (match.end() if match else 0)


def _after_sentence(low: str, start: int, end: int, cities: Sequence[Span], is_other: Callable[[str], bool]) -> int:
    """Where the street's own words begin: "leak at Ben Yehuda street 5" begins at Ben."""
    words = list(re.finditer(r"[^\W\d_][\w'\"]*", low[start:end]))
    kinds = {"street", "st", "avenue", "ave", "road", "rd", "blvd", "boulevard", "lane", "ln", "str", "drive"}
    at = next((n for n, word in enumerate(words) if word[0] in kinds and n), None)
    begin = start
    for word in words[:at] if at else ():
        outside = (
            any(first <= start + word.start() < last for first, last in cities) and word is not words[(at or 1) - 1]
        )
        if word[0] in _NO_STREET - _TWO_WORD_HEADS or is_other(word[0]) or outside:
            begin = start + word.end() if word is not words[(at or 1) - 1] else begin
    while begin < end and not (low[begin].isalnum()):
        begin += 1
    return begin


def _bare(text: str, low: str, cities: Sequence[Span], is_other: Callable[[str], bool]) -> list[Street]:
    found: list[Street] = []
    for pattern in (_HE_BARE, _EN_BARE, _EN_NUMBER_FIRST):
        for match in pattern.finditer(low):
            words_group = 2 if pattern is _EN_NUMBER_FIRST else 1
            start, end = match.span(words_group)
            begin = _street_words(text, low, start, end, cities, is_other, hebrew=pattern is _HE_BARE)
            if begin is None:
                continue
            if pattern is _EN_NUMBER_FIRST:
                if begin != start or not (text[begin].isupper() or _alone(low, match.start(), match.end())):
                    continue
                found.append(_street(text, match.start(), match.end(), sure=False))
            elif _ends_well(low, match.end(), cities, is_other):
                found.append(_street(text, begin, match.end(), sure=bool(match[3])))
            if len(found) == MOST:
                return found
    return found


def _street_words(
    text: str, low: str, start: int, end: int, cities: Sequence[Span], is_other: Callable[[str], bool], *, hebrew: bool
) -> int | None:
    """Where the name of the street begins among the words before a number, or None when they are no street."""
    words = list(re.finditer(r"[^\s\0-]+", low[start:end]))
    begin: int | None = None
    for place, word in enumerate(reversed(words)):
        at = start + word.start()
        plain = word[0].strip("'.").replace("'", "")
        if plain in _NO_STREET - (_TWO_WORD_HEADS if place else frozenset()) or is_other(plain):
            break
        if place and not plain.isascii() and plain[:1] in "בלמ" and plain[1:] in _TWO_WORD_HEADS:
            begin = at + 1  # "to Ibn Gabirol"
            break
        city = next(
            (span for span in cities if span[0] <= at + 1 < span[1] or at <= span[0] < start + word.end()), None
        )
        if city and (place or not _other_city(city, cities)):
            break  # "Haifa Herzl 12"; and a number behind the only city is no house on a street of that name
        if place and not (plain in _TWO_WORD_HEADS or _starts_part(low, at) or (not hebrew and text[at].isupper())):
            break
        clear = hebrew or place or text[at].isupper() or _part_of(low, at, words, start) or _city_at(low, end, cities)
        if not clear and not _AT.search(low, max(0, at - 4), at):
            break
        begin = at + (1 if hebrew and word[0][0] == "ב" and len(plain) > _SHORT and plain not in _BEGIN_WITH_B else 0)
    return begin


_AT = re.compile(r"\b(?:at|on|in)\s$")
_SHORT = 4  # letters; in a longer word a leading ב says "in", unless the street is one of these
_BEGIN_WITH_B = word_set(
    """
    ביאליק בלפור בגין ברנר בוגרשוב ברודצקי ברזילי בצלאל בורוכוב ברקוביץ בנימין בארי בורלא ברנדה ברגר ברכה בוסתנאי
    בילינסון בתיה ברגסון בזלת ברושים ברקת בשמת בילויים בראשית ברקאי
    """
)


def _city_at(low: str, end: int, cities: Sequence[Span]) -> bool:
    """True when a number and then a city come next."""
    match = re.compile(r",?\s\d{1,4}[a-z]?,?\s(?:in\s)?").match(low, end)
    return match is not None and any(start == match.end() for start, _ in cities)


def _other_city(city: Span, cities: Sequence[Span]) -> bool:
    return any(span != city for span in cities)


def _starts_part(low: str, at: int) -> bool:
    """True when a comma, a line or the text begins here."""
    before = low[:at].rstrip(" ")
    return not before or before[-1] in ",\n.;:!?\0"


def _part_of(low: str, at: int, words: Sequence[re.Match[str]], start: int) -> bool:
    """True when the words (small letters) are the whole part before the number."""
    return _starts_part(low, start + words[0].start()) or _starts_part(low, at)


def _alone(low: str, start: int, end: int) -> bool:
    after = low[end:].lstrip(" ")
    return _starts_part(low, start) and (not after or after[0] in ",\n.\0")


def _ends_well(low: str, end: int, cities: Sequence[Span], is_other: Callable[[str], bool]) -> bool:
    """After the number: the end, a comma, a city, or a word that cannot be counted ("12 cats" is no house)."""
    rest = low[end : end + 40]
    after = rest.lstrip(" ")
    if not after or after[0] in ",.\n;!?()\0-":
        return True
    at = end + len(rest) - len(after)
    if any(first - 3 <= at <= first for first, _ in cities):  # a Hebrew prefix may stand before it
        return True
    word = re.match(r"[^\W\d_][\w'\"]*", after)
    if word is None:
        return False
    return word[0] in _MAY_FOLLOW or (is_other(word[0]) and word[0] not in _UNITS)


_MAY_FOLLOW = word_set(
    """
    מחר היום מחרתיים ביום דירה קומה כניסה בשעה יש בבקשה תודה עם מתי אני צריך צריכה אפשר אצלנו אצלי בבוקר בערב
    דחוף עכשיו שכונת ליד מול פינת ה tomorrow today on at apt apartment floor please the is i we asap urgent
    now and in near corner my it there can need flat next this from
    """
)
_UNITS = word_set(
    """
    שעות דקות ימים שבועות חודשים שנים מטר קומות חדרים שקל שקלים ש"ח אנשים מזגנים ברזים דלתות חלונות שקעים
    מדפים נורות מנעולים קירות צינורות פעמים אחוז דודים כיריים hours minutes days weeks months years meters
    rooms floors people times acs taps doors windows sockets shelves lights locks walls pipes toilets lamps hr
    hrs min mins
    """
)
_LONGEST, _MOST_WORDS = 80, 8  # characters and words of a street that is written in any form
_NO_ANSWER = re.compile(
    r"(?<!\w)(?:don'?t|not|no|know|what|why|how|who|when|sure|idk|לא|יודע|יודעת|מה|למה|"
    r"כמה|מי|איך|לאן|не|что|зачем|لا|ما)(?!\w)|\?"
)
_LOOSE_ODD = re.compile(r"[^\w\s,./'\"-]")


def loose_street(rest: str) -> str | None:
    """What is left of an answer to "which street?": up to eight words with a letter in them, else None."""
    if _NO_ANSWER.search(rest.lower()):
        return None
    line = re.sub(r"\s+", " ", _LOOSE_ODD.sub(" ", rest)).strip(" ,.-")
    words = line.split()
    if not line or len(line) > _LONGEST or len(words) > _MOST_WORDS or not any(char.isalpha() for char in line):
        return None
    return line
