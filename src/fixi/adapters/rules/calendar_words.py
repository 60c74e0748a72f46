"""The words of days and hours, as patterns over a lowered text. Every pattern is bounded, so reading stays linear."""

import re

NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "",
            "אחת אחד one واحدة الواحدة один одного",
            "שתיים שתים שניים two ثنتين تنتين الثانية два двух",
            "שלוש שלושה three ثلاثة ثلاث تلاتة الثالثة три трех трёх",
            "ארבע ארבעה four اربعة أربعة اربع الرابعة четыре четырех четырёх",
            "חמש חמישה five خمسة خمس الخامسة пять пяти",
            "שש שישה six ستة ست السادسة шесть шести",
            "שבע שבעה seven سبعة سبع السابعة семь семи",
            "שמונה eight ثمانية تمانية ثمان الثامنة восемь восьми",
            "תשע תשעה nine تسعة تسع التاسعة девять девяти",
            "עשר עשרה ten عشرة عشر العاشرة десять десяти",
            "eleven احدعش حداشر одиннадцать одиннадцати",
            "twelve اطنعش اتناشر двенадцать двенадцати",
        )
    )
    for word in words.split()
} | {"אחת עשרה": 11, "אחד עשר": 11, "שתים עשרה": 12, "שתיים עשרה": 12, "שנים עשר": 12}

_N = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
COUNT = rf"\d{{1,2}}|{_N}|an?|כמה"

WEEKDAYS = (  # Monday first, as in datetime
    r"monday|יום שני|יום ב'?(?![א-ת])|понедельник|الاثنين|الإثنين",
    r"tuesday|יום שלישי|יום ג'?(?![א-ת])|вторник|الثلاثاء",
    r"wednesday|יום רביעי|יום ד'?(?![א-ת])|среду?|الاربعاء|الأربعاء",
    r"thursday|יום חמישי|יום ה'?(?![א-ת])|четверг|الخميس",
    r"friday|יום שישי|יום ו'?(?![א-ת])|שישי בבוקר|пятницу?|الجمعة",
    r"saturday|יום שבת|שבת|מוצאי שבת|מוצ\"ש|субботу?|السبت",
    r"sunday|יום ראשון|יום א'?(?![א-ת])|воскресенье|الاحد|الأحد",
)
SHORT_WEEKDAYS = (
    "mon|בשני",
    "tue|tues|בשלישי",
    "wed|ברביעי",
    "thu|thurs|בחמישי",
    "fri|בשישי|שישי",
    "sat",
    "sun|בראשון",
)
BARE_WEEKDAYS = ("mon|שני", "tue|שלישי", "wed|רביעי", "thu|חמישי", "fri|שישי", "sat|שבת", "sun|ראשון")
MONTHS = (
    "january|jan|ינואר|января",
    "february|feb|פברואר|февраля",
    "march|mar|מרץ|מרס|марта",
    "april|apr|אפריל|апреля",
    "may|מאי|мая",
    "june|jun|יוני|июня",
    "july|jul|יולי|июля",
    "august|aug|אוגוסט|августа",
    "september|sept|sep|ספטמבר|сентября",
    "october|oct|אוקטובר|октября",
    "november|nov|נובמבר|ноября",
    "december|dec|דצמבר|декабря",
)

_B = r"(?<![\w'\"])"
_E = r"(?![\w])"
_P = r"[ובלמהש]{0,2}"


def _any(*rows: str) -> re.Pattern[str]:
    return re.compile(f"{_B}(?:{'|'.join(rows)}){_E}")


AFTER_TOMORROW = _any(
    "the day after tomorrow|day after tomorrow", rf"{_P}מחרתיים", "послезавтра", "بعد بكرة|بعد بكرا|بعد غد|بعد الغد"
)
TOMORROW = _any("tomorrow|tmrw|mahar|machar|tomorow|tommorow|tommorrow|tmr", f"{_P}מחר", "завтра", "بكرة|بكرا|غدا|غداً")
TODAY = _any(
    "today|tonight|hayom|this (?:morning|afternoon|evening)", "[ולמ]?היום", "הערב|הלילה", "сегодня", "اليوم|الليلة"
)
NEXT_WEEK = _any(
    "next week", "[בל]?שבוע הבא|בשבוע הבא", "на следующей неделе|следующая неделя", "الاسبوع القادم|الأسبوع القادم"
)
THIS_WEEK = _any("this week", "[במ]?השבוע", "на этой неделе", "هذا الاسبوع|هذا الأسبوع")
WEEKEND = _any("(?:the |this )?weekend", '[בל]?סוף השבוע|[בל]?סופ"ש|[בל]?סופש', "выходные|на выходных", "نهاية الاسبوع")
_ON = r"(?:(?:on|next|this|coming|в|во|по|يوم)\s)?"
WEEKDAY = tuple(re.compile(f"{_B}{_ON}{_P}(?:{names}){_E}(?:\\s(?:הקרוב|הבא|הזה|next week))?") for names in WEEKDAYS)
SHORT_WEEKDAY = tuple(
    re.compile(
        f"{_B}(?:(?:on|next|this|coming)\\s(?:{names}){_E}|(?:{names})(?=\\s(?:at|ב-?\\d|"
        f"\\d{{1,2}}(?::\\d\\d)?\\s?(?:am|pm)|morning|afternoon|evening|בבוקר|בערב|אחה|אחרי)))"
    )
    for names in SHORT_WEEKDAYS
)
BARE_WEEKDAY = tuple(re.compile(f"{_B}[בל]?(?:{names}){_E}") for names in BARE_WEEKDAYS)

DAY_MONTH = re.compile(
    r"(?<![\w/.:-])(?:ב-?\s?|ל-?\s?|on\s)?(\d{1,2})/(\d{1,2})(?:/((?:20)?\d\d))?(?![\w/:]|"
    r"\.\d)"
)
DAY_DOT_MONTH = re.compile(
    r"(?<![\w/.:-])(ב-?\s?|ל-?\s?|on\s|ב?תאריך\s)?(\d{1,2})\.(\d{1,2})(?:\.((?:20)?\d\d))?\.?(?![\w/:]|\.\d)"
)
ISO_DATE = re.compile(r"(?<![\w-])(20\d\d)-(\d\d)-(\d\d)(?![\w-])")
_MONTH = "|".join(f"(?P<m{number}>{names})" for number, names in enumerate(MONTHS, 1))
NAMED_DATE = re.compile(
    rf"{_B}(?:on\s|the\s|on the\s|ב-?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s|ב|ל)?(?:{_MONTH}){_E}"
)
DATE_NAMED = re.compile(rf"{_B}(?:on\s)?(?:{_MONTH})\s(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:])")
DAY_OF_MONTH = re.compile(rf"{_B}(?:on the\s(\d{{1,2}})(?:st|nd|rd|th)|ב-?(\d{{1,2}}) לחודש){_E}")

PARTS: tuple[tuple[str, int, int, re.Pattern[str]], ...] = (  # name, first and last hour
    (
        "before noon",
        8,
        12,
        _any(
            "before noon|before lunch|late morning",
            'לפני הצהריים|לפני הצהרים|לפנה"צ|לפני צהריים',
            "до обеда",
            "قبل الظهر",
        ),
    ),
    (
        "afternoon",
        12,
        17,
        _any(
            "(?:in the |this )?afternoon|after lunch|after noon",
            'אחרי הצהריים|אחרי הצהרים|אחר הצהריים|אחר הצהרים|[בל]?אחה"צ|[בל]?אחהצ|אחרי צהריים',
            "после обеда|днем|днём|дня",
            "بعد الظهر|العصر",
        ),
    ),
    (
        "morning",
        8,
        12,
        _any(
            "(?:in the |this |early )?morning|ba ?boker",
            "ב?בוקר|הבוקר|מהבוקר|על הבוקר",
            "утром|с утра|утра",
            "الصبح|صباحا|الصباح",
        ),
    ),
    (
        "noon",
        12,
        14,
        _any(
            "(?:at |around )?(?:noon|midday|lunchtime|lunch time)",
            "ב?צהריים|ב?צהרים|הצהריים",
            "в обед|в полдень",
            "الظهر|ظهرا",
        ),
    ),
    (
        "evening",
        17,
        21,
        _any("(?:in the |this )?evening|tonight|ba ?erev|haerev", "ב?ערב|הערב", "вечером|вечера", "المسا|المساء|مساء"),
    ),
    ("night", 20, 23, _any("at night|(?:in the )?night", "ב?לילה|הלילה", "ночью", "بالليل|ليلا|الليلة")),
)

_H = r"(\d{1,2})(?:(?::|h)(\d\d))?"
_SAID_H = rf"(\d{{1,2}}|(?:{_N})(?!\w))(?:(?::|h)(\d\d))?"  # in digits or in words
_AMPM = r"(?:\s?(a\.?m\.?|p\.?m\.?)(?![a-z]))?"
_HE_WORD_HOUR = rf"({_N})(?:\s(וחצי|ורבע|ועשרה))?"
AT = re.compile(
    rf"{_B}(?:at|around|about|by|@|oclock|в|к|الساعة|ساعة|بالساعة|(?:ב|ל)?שעה|בסביבות|"
    rf"סביב)\s(?:ה?שעה\s)?(?:ה-?)?{_SAID_H}{_AMPM}(?:\s?(?:o'?clock|uhr|часов))?(?![\w:/%₪])"
)
AT_DOT = re.compile(rf"{_B}(?:at\s|ב-?\s?|(?:ב|ל)?שעה\s)(\d{{1,2}})\.([0-5]\d){_AMPM}(?![\w:/])")
HE_AT = re.compile(rf"{_B}(?:[בל]-?\s?){_H}(?:\s(וחצי|ורבע))?(?![\w:/%₪]|\.\d|\"|-\d)")
HE_AT_WORD = re.compile(rf"{_B}(?:ב|ל|ב-|(?:ב|ל)?שעה\s){_HE_WORD_HOUR}{_E}")
EN_AT_WORD = re.compile(
    rf"{_B}(?:at|around|by)\s(?:(half past|quarter past|quarter to)\s)?({_N}|"
    rf"\d{{1,2}}){_AMPM}{_E}"
)
HALF = re.compile(rf"{_B}(half past|quarter past|quarter to)\s({_N}|\d{{1,2}}){_AMPM}{_E}")
_PART = (
    r"(?=\s(?:ב?בוקר|ב?ערב|ב?לילה|ב?צהריים|אחרי ה?צה|אחה|לפני ה?צה|in the (?:morning|"
    r"afternoon|evening)|at night|tonight|утра|вечера|дня|الصبح|صباحا|مساء|المسا|العصر))"
)
WORD_PART = re.compile(rf"{_B}[בל]?-?{_HE_WORD_HOUR}{_PART}")
DIGIT_PART = re.compile(rf"(?<![\w:/.,-]){_H}{_PART}")
CLOCK = re.compile(rf"(?<![\w:/.,-])(\d{{1,2}}):(\d\d){_AMPM}(?![\w:/])")
AMPM = re.compile(r"(?<![\w:/.,-])(\d{1,2})(?:[:.](\d\d))?\s?(a\.?m\.?|p\.?m\.?)(?![a-z])")
BARE = re.compile(rf"\s*{_H}{_AMPM}\s*[.!]?\s*")
BARE_DOT = re.compile(r"\s*(\d{1,2})\.([0-5]\d)\s*")
BARE_WORD = re.compile(rf"\s*(?:at\s|ב-?)?{_HE_WORD_HOUR}\s*[.!]?\s*")
NEAR = re.compile(r"\s{0,2},?\s{0,2}(\d{1,2})(?::(\d\d))?(?![\w:/%₪]|[.,]\d|-\d|\s{0,2}\w)")  # "tomorrow 10"
RANGE = re.compile(
    rf"{_B}(between|from|בין|מ-?|с|من)\s?(?:השעות\s|the hours\s)?{_SAID_H}{_AMPM}\s?(?:and|to|"
    rf"till|until|-|ל-?|עד|до|الى|إلى|ו-?)\s?(?:ה-?)?{_SAID_H}{_AMPM}(?![\w:/%₪])"
)
DASH_RANGE = re.compile(
    rf"(?<![\w:/.,-])(?:ב-?)?(\d{{1,2}})(?::(\d\d))?\s?-\s?(\d{{1,2}})(?::(\d\d))?{_AMPM}(?![\w:/%₪-])"
)
AFTER = re.compile(
    rf"{_B}(?:after|from|starting(?: at)?|anytime after|any time after|אחרי|החל מ-?|מ-|"
    rf"משעה|после|с|بعد)\s?(?:ה?שעה\s|ה-?)?{_SAID_H}{_AMPM}(?![\w:/%₪-])"
)
BEFORE = re.compile(
    rf"{_B}(?:before|until|till|by|no later than|לפני|עד|до|قبل)\s?(?:ה?שעה\s|ה-?)?{_SAID_H}{_AMPM}(?![\w:/%₪-])"
)

IN_SHORT = re.compile(
    rf"{_B}(?:(in|within|in about|in the next|בעוד|עוד|תוך|כעבור|через|خلال|"
    rf"بعد)\s)(?:(?:about|around|בערך|the next|ה-?(?=\d))\s?)?"
    rf"(?:(half an hour|חצי שעה|полчаса|نص ساعة|نصف ساعة)|(שעתיים|ساعتين)|(שעה וחצי|"
    rf"an hour and a half)|(שעה|час|ساعة)(?!\w)|(יומיים|يومين)|(שבוע|неделю|اسبوع)(?!\w)|"
    rf"(יום|день|يوم)(?!\w)|"
    rf"(?P<count>{COUNT})\s(?P<unit>minutes?|mins?|hours?|hrs?|days?|weeks?|דקות|שעות|ימים|שבועות|минут\w?|"
    rf"час\w{{0,2}}|дн\w{{1,2}}|دقيقة|دقائق|ساعات|ايام|أيام)){_E}"
)
ANYTIME = _any(
    "any ?time|whenever(?: you can| is good| suits| its convenient| it's convenient)?|"
    "any day|any hour|no preference|doesn'?t matter when|does not matter when|flexible|"
    "all day|as you wish",
    "לא משנה מתי|מתי שנוח(?: לכם| לך)?|מתי שאפשר|מתי שתוכל\\S{0,2}|בכל זמן|כל זמן|כל שעה|"
    "בכל שעה|לא משנה לי(?: מתי)?|גמיש\\S{0,2}|מתי שבא לכם|מתי שמתאים\\S{0,3}|מתי שיש|"
    "לא דחוף",
    "в любое время|когда угодно|когда (?:вам )?(?:будет )?удобно|неважно когда|любое время",
    "[اأ]ي وقت|في [اأ]ي وقت|متى ما|وقت ما بدكم|بناسبكم",
)
SOON = _any(
    "asap|a\\.s\\.a\\.p|as soon as possible|urgent(?:ly)?|immediately|right now|"
    "right away|straight away|at once|as fast as possible|as quickly as possible|quickly",
    "דחוף|בדחיפות|דחופה|כמה שיותר מהר|כמה שיותר מוקדם|הכי מהר שאפשר|מיד|מייד|מיידי|"
    "מיידית|בהקדם|בהקדם האפשרי|דחווף|במיידי|עכשיו עכשיו",
    "срочно|немедленно|как можно скорее|как можно быстрее|побыстрее",
    "ضروري|عاجل|بسرعة|فورا|حالا|مستعجل",
)
NOW = _any("now", "עכשיו|כרגע", "сейчас", "الان|الآن|هلق|هلأ")
NEED = _any(
    "come|need|send|help|someone|somebody|arrive|available|free",
    "[שלת]?(?:בוא|יבוא|בואו|הגיע|יגיע|גיע|גיעו)|צריך|צריכה|צריכים|מישהו|לשלוח|שלחו|אפשר",
    "нужен|нужно|приезжайте|пришлите",
    "لازم|بدي|محتاج",
)
UNTIL = re.compile(rf"{_B}(?:until|till|עד|до|لحد|حتى)\s")
UP_TO = re.compile(r"(?:until|till|עד|by|up to|for|of|до|от|מאז|since)\s$")
PAST = re.compile(
    r"(?<!\w)(?:since|yesterday|last|every|ago|broke|broken|stopped|started|happened|been|"
    r"was|were|good|burst|did|had|"
    r"מאז|אתמול|כל|התחיל\w?|הפסיק\w?|נשבר\w?|התקלקל\w?|קרה|שלשום|נפל\w?|נסתם\w?|הייתה|היה|"
    r"משלשום|тогда|вчера|каждый|с самого|امبارح|مبارح|كل|"
    r"מהיום|מהבוקר|שבור\w?|לא עבד\w?|"
    r"сломал\w{1,3})(?!\w)"
)
GREETING_AFTER = re.compile(r"\s{0,2}(?:טוב|טובים|אור)(?!\w)")
UNITS_AFTER = re.compile(
    r"\s{0,2}(?!(?:בבוקר|בערב|בצהריים|בלילה|אחרי|אחה|אחר|לפני|מחר|היום|ביום|או|בבקשה|תודה|"
    r"בערך|לערך|וחצי|ורבע|בדיוק|אם|ב|בשבוע|לפנות|"
    r"am|pm|tomorrow|today|on|in|or|please|sharp|o'?clock|next|this|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|works|is|would|if|and|thanks|tonight|"
    r"завтра|сегодня|утра|вечера|дня|часов|الصبح|صباحا|مساء|العصر|المسا|بكرا|بكرة)(?!\w))[^\W\d_]"
)
