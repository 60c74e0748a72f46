"""What a sentence that a machine proposes may not contain: amounts, promises, addresses of any kind, hidden signs.

It errs on the strict side: a harmless sentence that is refused costs nothing, since the tables have one of their own.
"""

import re
import unicodedata

from fixi.domain.language import spoken_language
from fixi.domain.privacy import LINK, MAIL, PHONE
from fixi.domain.values import Language

LONGEST_SENTENCE = 300
MOST_DIGITS = 6  # a house number and a clock time; any phone has more
MOST_SPOKEN_DIGITS = 3


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written with blanks between them."""
    return frozenset(words.split())


# Letters that only machines tell apart, parts of no word, and whatever Unicode has not given out.
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
MARKUP = re.compile(r"[<>{}\[\]`*_~|\\@#]")
SITE = re.compile(r"://|\bwww\b|[^\W\d_]{2,}\.[^\W\d_]{2,}|[.•·]\s{0,3}(?:com|net|org|co|il|io|me|ly|app|info|ru)\b")
DIGIT_WORDS = word_set(
    "zero oh one two three four five six seven eight nine "
    "אפס אחת אחד שתיים שניים שלוש שלושה ארבע ארבעה חמש חמישה שש שישה שבע שבעה שמונה תשע תשעה "
    "صفر واحد اثنان اثنين ثلاثة ثلاث اربعة اربع خمسة خمس ستة ست سبعة سبع ثمانية ثمان تسعة تسع "
    "ноль один одна два две три четыре пять шесть семь восемь девять"
)
ROUND_WORDS = word_set(
    "ten twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands half "
    "עשר עשרה עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים מאה מאתיים מאות אלף אלפיים אלפים חצי "
    "عشرة عشرون عشرين ثلاثين اربعين خمسين ستين سبعين ثمانين تسعين مئة مائة مية الف "
    "десять двадцать тридцать сорок пятьдесят шестьдесят сто двести триста пятьсот тысяча тысячи"
)
HE_PREFIX = "[והבלמכש]{0,3}"
# Names of currencies: these are never said without an amount.
CURRENCY = re.compile(
    r"(?<!\w)(?:nis|ils|usd|eur|rub|shekels?|sheqels?|dollars?|euros?|bucks?|cents?|agorot|rubles?|roubles?)(?!\w)"
    rf"|(?<!\w){HE_PREFIX}(?:שקל|שקלים|שח|ש[\"'״׳]{{1,2}}ח|דולר|דולרים|יורו|אירו|אגורות)(?!\w)"
    r"|شيكل|شيقل|شواقل|شاقل|دولار|يورو|шекел|доллар|евро(?!\w)|рубл"
)
MONEY = re.compile(
    r"(?<!\w)(?:price[sd]?|pricing|costs?|fees?|charges?|charged|pay|pays|payment|paid|rate|discount|free of charge|"
    r"for free|no charge)(?!\w)"
    rf"|(?<!\w){HE_PREFIX}(?:מחיר|מחירים|עלות|עולה|יעלה|תעלה|תשלום|תשלם|תשלמי|לשלם|הנחה|חינם|בחינם|תעריף)(?!\w)"
    r"|سعر|تكلف|يكلف|دفع|مجان|خصم|цен[аыуе]|стои[тм]|стоимост|оплат|заплат|скидк|бесплатн"
)
# What is given away or taken off is a promise of money even without a number.
GIFT = re.compile(
    r"(?<!\w)(?:discount|free of charge|for free|no charge|at no cost)(?!\w)"
    rf"|(?<!\w){HE_PREFIX}(?:הנחה|חינם|בחינם)(?!\w)|مجان|خصم|скидк|бесплатн"
)
PROMISE = re.compile(
    r"guarant|warrant|(?<!\w)(?:i|we)(?:['’]ll| will| do| can)?\s(?:promise|assure|swear)|(?<!\w)promised?(?!\w)"
    r"|(?<!\w)(?:will|shall|'ll|going to)\s(?:\w+\s){0,2}(?:arrive|be there|be with you|come|reach you)(?!\w)"
    r"|(?<!\w)(?:is|are|has been|have been|was|i've|i have|we have|we've)\s(?:\w+\s)?(?:booked|confirmed|cancelled|"
    r"canceled|scheduled|approved|refunded|on (?:his|her|the|their) way)(?!\w)|on (?:his|her|their) way"
    r"|מבטיח|מובטח|הבטח|מתחייב|(?<!\w)ב?אחריות|(?<!\w)[וש]{0,2}(?:יגיע|תגיע|יגיעו|נגיע|אגיע)(?!\w)"
    r"|(?<!\w)(?:יהיה|תהיה|יהיו|נהיה) (?:אצל|שם)|(?<!\w)[וש]{0,2}(?:נקבע|הוזמן|אושר|בוטל)ה?(?!\w)"
    r"|בדרך (?:אליך|אלייך|אליכם)"
    r"|[اأ]عد(?:ك|كم)(?!\w)|نعد(?:ك|كم)(?!\w)|[اأن]ضمن|مضمون|ضمان"
    r"|سيصل|سيكون عند|سوف يصل|سياتي|تم (?:ال)?(?:حجز|تاكيد|الغاء)"
    r"|гарант|обеща|обещу|клян|приедет|прибудет|приед[уе]м|будет у вас|заброниров|подтвержд[её]н|отмен[её]н|выехал"
)


def why_unsayable(sentence: str, expected: Language | None = None) -> str | None:
    """A short code that says why this sentence must not be said; None when nothing speaks against it.

    `expected` is the language of the person. Linear in the length of the sentence; never raises.
    """
    if len(sentence) > LONGEST_SENTENCE:
        return "too_long"
    if not sentence.strip():
        return "empty"
    if is_hidden(sentence):
        return "hidden"
    plain = bare(sentence)
    if MARKUP.search(plain) or MARKUP.search(sentence):
        return "markup"
    if MAIL.search(plain) or LINK.search(plain) or SITE.search(plain):
        return "link"
    words = re.findall(r"\w+", plain)
    spoken = sum(word in DIGIT_WORDS for word in words)
    digits = sum(unicodedata.category(char).startswith("N") for char in plain)
    if digits > MOST_DIGITS or spoken > MOST_SPOKEN_DIGITS or PHONE.search(plain):
        return "phone"
    if any(unicodedata.category(char) == "Sc" for char in plain) or CURRENCY.search(plain) or GIFT.search(plain):
        return "price"
    if MONEY.search(plain) and (digits or spoken or not ROUND_WORDS.isdisjoint(words) or "%" in plain):
        return "price"
    if PROMISE.search(plain):
        return "promise"
    language = spoken_language(sentence)
    if language is None or (expected is not None and language is not expected):
        return "language"
    return None


def is_hidden(text: str) -> bool:
    """True when something in it is not for eyes: a control, a mark that turns the direction, half a letter."""
    return any(unicodedata.category(char) in HIDDEN for char in text)


def bare(text: str) -> str:
    """The text as one reads it: usual forms of letters and digits, small, without accents and points."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFC", "".join(char for char in folded if not unicodedata.combining(char)))
