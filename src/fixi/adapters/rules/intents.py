"""What a message wants, where a sentence says it clearly."""

import re

from fixi.adapters.rules.sayings import sayings
from fixi.adapters.rules.sentences import SENTENCES
from fixi.adapters.rules.text import folded, word_set
from fixi.domain.fixed_words import NO, YES, Command, command, tidy
from fixi.domain.forms import Intent

_OF_COMMAND = {
    Command.STATUS: Intent.STATUS,
    Command.CANCEL: Intent.CANCEL,
    Command.MOVE: Intent.MOVE,
    Command.HUMAN: Intent.HUMAN,
    Command.MENU: Intent.OTHER,
    Command.STOP: Intent.STOP,
    Command.THANKS: Intent.THANKS,
    Command.DONE: Intent.DONE,
    Command.JOBS: Intent.JOB_TALK,
    Command.PAUSE: Intent.JOB_TALK,
    Command.AVAILABLE: Intent.JOB_TALK,
    Command.ON_MY_WAY: Intent.JOB_TALK,
    Command.RESUME: Intent.OTHER,
    Command.ACCEPT: Intent.OTHER,
    Command.DECLINE: Intent.OTHER,
}

_SAYINGS = sayings()
# Talk of a job goes before all but its end: "the client does not open" is no complaint of a client.
_PATTERNS = (
    next(row for row in SENTENCES if row[0] is Intent.DONE),
    (Intent.JOB_TALK, _SAYINGS[Intent.JOB_TALK]),
    *((intent, pattern) for known, own in SENTENCES for intent, pattern in ((known, own), (known, _SAYINGS[known]))),
)
_COMPLAINTS = next(pattern for intent, pattern in SENTENCES if intent is Intent.COMPLAINT)
_NEGATED = re.compile(
    r"(?:^|\s)(?:dont|do not|not|no|never|wont|without|cannot|cant|didnt|shouldnt|לא|אל|"
    r"בלי|מבלי|не|لا|مش)(?: \S+){0,2}$"
)
_GUARDED = frozenset({Intent.CANCEL, Intent.MOVE, Intent.STOP, Intent.HUMAN, Intent.DONE})
_SHORT = 12  # words of thanks or a greeting
_READ = 700  # characters; who wants to cancel says so before

_GREETINGS = word_set(
    """
    hi hello hey hiya yo good morning evening afternoon day there shalom greetings howdy dear team fixi everyone
    שלום היי הי הלו אהלן בוקר טוב ערב צהריים טובים לילה אור מה נשמע מה שלומך שלומכם שבוע יום פיקסי לכם לך שבת חג
    שמח חברים טובים לכולם כולם צהרים בוקרטוב ערבטוב חמודים אנשים יקרים folks guys people all again friends مرحبا
    مرحبتين يسعد صباحكم مساكم مسا صباحو للجميع جميعا نهاركم سعيد يعطيكم العافية اهلا السلام عليكم صباح مساء
    الخير النور سلام هلا وسهلا привет здравствуйте добрый день доброе утро вечер здравствуй алло приветствую
    приветик доброго всем вам дня суток времени утра вечера ночи доброй здрасьте здрасте хай салют шалом
    """
)
_FILLERS_OF_THANKS = word_set(
    """
    thanks thank you thx so much very a lot for the your help everything again great perfect all many ok okay
    really appreciate it kind good now fixed works working fine sorted perfectly done again guys team wonderful
    amazing brilliant excellent lovely cheers תודה רבה לך לכם על הכל העזרה השירות המון ענקית שוב מעולה אוקיי באמת
    מאוד מקסים הסתדר מצוין מצויין נהדר טוב בסדר יופי אלוף אלופה תותחים מושלם סידרתם לי אלופים אתם спасибо большое
    вам за помощь все всё отлично хорошо супер здорово огромное огромнейшее очень быстро شكرا جزيلا لك لكم كتير
    كثير جدا الله يعطيكم يعطيك العافية كل شي تمام ممتاز يسلمو ايديكم كلشي عنجد
    """
)
_ASKS = word_set(
    """
    how when what who where why which can could כמה מתי מה מי איפה למה איך האם אפשר сколько когда кто где как можно
    كم متى شو وين ليش كيف ممكن
    """
)
_THANK = word_set(
    """
    thanks thank thx cheers תודה спасибо شكرا يسلمو مشكورين
    """
)


def spoken_intent(text: str) -> Intent | None:
    """The intent that the words say themselves, a request for service aside; None when they say none."""
    fixed = command(text)
    if fixed is not None:
        return _OF_COMMAND[fixed]
    words = flat(text)
    for intent, pattern in _PATTERNS:
        match = pattern.search(words)
        if match and not (
            intent in _GUARDED and _NEGATED.search(words[max(0, match.start() - 40) : _verb(match)].rstrip())
        ):
            # "He finished, and now it is worse."
            return Intent.COMPLAINT if intent is Intent.DONE and _COMPLAINTS.search(words) else intent
    tokens = words.split()
    if len(tokens) <= _SHORT and "?" not in text and _SAYINGS[Intent.THANKS].search(words):
        return Intent.THANKS
    if tokens and len(tokens) <= _SHORT:
        if _THANK.intersection(tokens) and _FILLERS_OF_THANKS.issuperset(tokens):
            return Intent.THANKS
        if _GREETINGS.issuperset(tokens):
            return Intent.GREETING
    return None


def thanks_in_passing(text: str) -> bool:
    """True when a short message that asks nothing has a word of thanks in it."""
    tokens = flat(text).split()
    return len(tokens) <= _SHORT and "?" not in text and bool(_THANK.intersection(tokens)) and not _ASKS & set(tokens)


def says_nothing_new(text: str) -> bool:
    """True for a bare yes or no, which answers a question but fills no field."""
    words = tidy(text)
    return words in YES or words in NO


def flat(text: str) -> str:
    """The beginning of a cleaned text as words with single blanks, without quotes and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['\"]", "", folded(text[:_READ].lower()))))


def _verb(match: re.Match[str]) -> int:
    """Where the verb of a matched sentence stands, so that "I want not to cancel" is seen to be negated."""
    verb = re.search(r"\b(?:cancel|לבטל|reschedule|postpone|отменить|talk|speak)", match[0])
    return match.start() + (verb.start() if verb else 0)
