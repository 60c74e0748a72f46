"""What a message wants, where a sentence says it clearly."""

import re

from fixi.adapters.rules.text import word_set
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

_THING = (
    r"(?:appointment|booking|order|job|request|visit|meeting|service|call|it|this|that|"
    r"everything|plumber|electrician|"
    r"technician|handyman|locksmith|painter|cleaner|pro|professional)"
)
_HE_THING = (
    r"(?:הזמנה|ההזמנה|תור|התור|פגישה|הפגישה|בקשה|הבקשה|פנייה|הפנייה|פניה|הפניה|עבודה|"
    r"העבודה|ביקור|הביקור|קריאה|הקריאה|זה|הכל|"
    r"ביקור|טכנאי|הטכנאי|אינסטלטור|האינסטלטור|חשמלאי|החשמלאי|המועד|מועד)"
)
_WANT = r"(?:want|wants|like|need|have|please|can|could|must|wish|going|ill|id|lets|will|would)"
_HE_WANT = (
    r"(?:רוצה|רוצים|צריך|צריכה|צריכים|מבקש|מבקשת|מבקשים|אפשר|חייב|חייבת|חייבים|אשמח|נאלץ|"
    r"נאלצת|ניתן|נרצה|תוכלו|תוכל|תוכלי)"
)
_WHO = r"(?:someone|somebody|human|person|representative|agent|operator|manager|supervisor|real person|people)"
_HE_WHO = r"(?:נציג|נציגה|מישהו|בן אדם|אדם|מנהל|מנהלת|אנשים|מוקדן|מוקדנית|אחראי)"
_PRO = (
    r"(?:he|she|they|plumber|electrician|technician|guy|pro|handyman|locksmith|painter|"
    r"cleaner|you|someone|professional)"
)
_HE_PRO = (
    r"(?:הוא|היא|הם|אתם|האינסטלטור|החשמלאי|הטכנאי|המנעולן|הצבעי|המנקה|ההנדימן|מישהו|"
    r"איש המקצוע|בעל המקצוע)"
)

# The order is the order of precedence. The text is tidied: words and single blanks.
_SENTENCES: tuple[tuple[Intent, re.Pattern[str]], ...] = tuple(
    (intent, re.compile("|".join(f"(?<!\\S)(?:{p})(?!\\S)" for p in patterns)))
    for intent, patterns in (
        (
            Intent.STOP,
            (
                r"stop (?:sending|texting|messaging|writing|contacting|bothering)(?: to)? me",
                r"(?:dont|do not|never) (?:message|text|write|contact|write to) me(?: again| anymore)?",
                r"(?:remove|delete|unsubscribe|take) me (?:from|off|out)",
                r"(?:תפסיקו|תפסיק|תפסיקי|די|להפסיק) (?:\S+ )?לשלוח לי",
                r"אל תשלח(?:ו|י)? לי",
                r"(?:הסירו|תסירו|תסיר|להסיר|תורידו|תמחקו) אותי",
                r"(?:не пишите|перестаньте писать|отпишите)(?: мне| меня)?",
            ),
        ),
        (
            Intent.HUMAN,
            (
                rf"(?:talk|speak|chat|connect me|transfer me|put me through|speaking|"
                rf"talking) (?:\S+ )?(?:to|with) (?:\S+ ){{0,2}}{_WHO}",
                rf"(?:need|want|get me|give me|prefer|is there) (?:\S+ )?(?:real |live |actual )(?:{_WHO})",
                r"(?:have|ask|let) (?:someone|somebody|a person|a human|a representative) call me",
                rf"(?:לדבר|לשוחח|לדבר בטלפון|שיחה|תעבירו אותי|תעביר אותי|תחברו אותי|"
                rf"להתחבר) (?:\S+ )?(?:עם|אל|ל)? ?ל?{_HE_WHO}",
                r"(?:רוצה|צריך|צריכה|מבקש|מבקשת|תנו לי|אפשר) נציגה?(?: אנושי| אנושית| שירות)?",
                r"נציגה? אנושית?",
                r"поговорить с (?:\S+ )?(?:человеком|оператором|менеджером|кем то)",
                r"(?:اتكلم|احكي|التحدث|التكلم) مع (?:شخص|موظف|حدا|احد|انسان)",
            ),
        ),
        (
            Intent.CANCEL,
            (
                rf"{_WANT}(?: \S+){{0,4}} cancel(?: \S+){{0,3}} {_THING}",
                rf"{_WANT}(?: \S+){{0,3}} to cancel",
                rf"cancel (?:my|the|our|this|that) (?:\S+ ){{0,3}}{_THING}",
                r"cancel (?:it|everything)(?: for me)?",
                r"(?:dont|do not|no longer|doesnt) need (?:it|him|her|you|the \S+|a \S+|this|"
                r"anyone)(?: \S+)? (?:anymore|any more|any longer)",
                r"no longer need(?:ed)?(?: \S+){0,2}",
                rf"{_HE_WANT} (?:\S+ ){{0,2}}לבטל",
                rf"לבטל (?:\S+ )?(?:את )?{_HE_THING}",
                rf"(?:תבטל|תבטלי|תבטלו|בטלו|בטל|בטלי) (?:לי |בבקשה |נא )?(?:את )?{_HE_THING}",
                rf"(?:אני |אנחנו )?(?:מבטל|מבטלת|מבטלים) את {_HE_THING}",
                r"כבר לא (?:צריך|צריכה|צריכים|רלוונטי)(?: \S+){0,2}",
                r"(?:הסתדרתי|הסתדרנו)(?: \S+){0,2}",
                r"(?:хочу|можно|нужно|прошу) отменить(?: \S+){0,3}",
                r"отмените(?: \S+)? (?:заказ|заявку|запись|визит)",
                r"(?:بدي|اريد|ممكن) (?:الغي|الغاء|إلغاء)(?: \S+){0,2}",
            ),
        ),
        (
            Intent.MOVE,
            (
                rf"{_WANT}(?: \S+){{0,4}} (?:reschedule|postpone)(?: \S+){{0,4}}",
                r"(?:reschedule|postpone) (?:my|the|our|it)(?: \S+){0,2}",
                rf"(?:move|change|shift|push) (?:my|the|our) (?:\S+ )?(?:{_THING}|time|hour|date|day)",
                r"(?:come|do it|make it)(?: \S+)? (?:another|a different|some other) (?:time|day)",
                rf"{_HE_WANT} (?:\S+ )?(?:לדחות|להזיז|להקדים|לשנות)(?: את)? (?:\S+ )?(?:{_HE_THING}|"
                rf"השעה|שעה|הזמן|זמן|היום|התאריך|תאריך)",
                rf"(?:תזיזו|תדחו|תדחה|תזיז|להזיז|לדחות|להקדים) (?:\S+ )?(?:את )?{_HE_THING}",
                r"לשנות (?:את )?(?:השעה|המועד|מועד|התור|הזמן|התאריך)",
                r"(?:הזמן|השעה|המועד|היום) לא (?:מתאים|מתאימה|טוב|נוח)(?: לי)?",
                r"(?:хочу|можно|нужно) перенести(?: \S+){0,3}",
            ),
        ),
        (
            Intent.DONE,
            (
                r"(?:the )?(?:job|work|repair) (?:is|was|has been) (?:done|finished|completed)(?: \S+)?",
                r"(?:he|she|they|the \S+) (?:has |have |already )?(?:finished|completed)(?: the| his|"
                r" her)?(?: job| work| repair)?",
                r"(?:i|we) (?:have |just )?(?:finished|completed) (?:the|my|this) (?:job|work|"
                r"repair)(?: \S+){0,4}",
                r"(?:everything|it|all) (?:is|was) (?:fixed|repaired|done)(?: now)?",
                r"(?:סיימתי|סיימנו|סיים|סיימה|גמרתי|גמר) (?:את |עם )?(?:העבודה|הכל|התיקון|הלקוח|"
                r"הקריאה)(?: \S+){0,3}",
                r"(?:העבודה|התיקון|הכל) (?:הסתיימה|הסתיים|נגמרה|נגמר|הושלמה|בוצעה|בוצע|תוקן|טופל|מוכן)",
                r"(?:работа|ремонт) (?:закончена|сделана|закончен|завершена|завершен)",
            ),
        ),
        (
            Intent.COMPLAINT,
            (
                rf"{_PRO} (?:still |has |have |just )?(?:never|didnt|did not|hasnt|"
                rf"havent) (?:even )?(?:show|showed|come|came|arrive|arrived|turn|turned|shown|answer|"
                rf"call)(?: up)?(?: \S+){{0,2}}",
                r"(?:nobody|no one|noone) (?:came|showed|arrived|comes|answered|called|"
                r"has come)(?: up)?(?: \S+){0,2}",
                r"never (?:came|showed up|arrived|turned up)",
                r"(?:this is |it was |you are |youre |he was |she was |what a |very |really |"
                r"so )?(?:terrible|awful|horrible|unacceptable|disgraceful|rude|scam|scammers|"
                r"worst)(?: service| job| work| experience| company)?",
                r"(?:bad|poor|lousy) (?:service|job|work|experience)",
                r"(?:i want|want|would like|id like) (?:a refund|to complain|my money back|"
                r"to file a complaint)(?: \S+)?",
                r"(?:not|very un|un)(?: at all)? ?(?:satisfied|happy with)(?: \S+){0,3}",
                r"(?:made it|its|it is) (?:even )?worse",
                rf"(?:{_HE_PRO} )?(?:עדיין |בכלל |עוד )?לא (?:הגיע|הגיעה|הגיעו|בא|באה|באו|הופיע|הופיעה|"
                rf"חזר אליי|חזר אלי|חזרו אליי|ענה|עונה)(?: \S+){{0,2}}",
                r"(?:אף אחד|אף אחת) לא (?:הגיע|בא|ענה|חזר|התקשר)(?: \S+){0,2}",
                r"(?:הבריז|הבריזו|הבריזה)(?: לי| לנו)?",
                r"(?:שירות|יחס|עבודה|חוויה) (?:גרוע|גרועה|נורא|נוראי|נוראית|מזעזע|מזעזעת|איום|מחפיר|"
                r"גרועים)(?: \S+)?",
                r"(?:להתלונן|תלונה|רמאים|רמאי|נוכלים|בושה|חרפה|מזעזע|גרוע מאוד|החזר כספי)(?: \S+){0,2}",
                r"(?:никто не|мастер не|так и не) (?:пришел|приехал|пришёл)(?: \S+)?",
                r"(?:ужасн\S+|отвратительн\S+)(?: \S+)?",
                r"(?:لم يأت|لم يات|ما اجا|ما اجى|لم يصل|ما وصل)(?: \S+){0,2}",
            ),
        ),
        (
            Intent.STATUS,
            (
                rf"(?:when|what time)(?: \S+)? (?:is|will|are|does|would)? ?(?:the |my |"
                rf"a )?(?:\S+ )?{_PRO}(?: \S+)? (?:coming|come|arrive|arriving|here|get here|be here|"
                rf"due)",
                rf"where (?:is|are|s) (?:the |my )?(?:\S+ )?{_PRO}(?: \S+){{0,2}}",
                rf"wheres (?:the |my )?{_PRO}",
                rf"is (?:the |my )?{_PRO} (?:on (?:his|her|the|their) way|coming|still coming)",
                r"(?:what|whats)(?: is)?(?: happening| going on| the status| up|"
                r" new)(?: \S+)? (?:with|of|on|about) (?:my|the|our)(?: \S+)?",
                r"(?:any|is there any|is there an) (?:news|update|updates|progress)(?: \S+){0,4}",
                r"(?:did|have) you (?:find|found) (?:anyone|someone|somebody|a \S+)(?: \S+){0,2}",
                rf"מתי {_HE_PRO} (?:\S+ )?(?:מגיע|מגיעה|מגיעים|בא|באה|באים|יגיע|תגיע|יגיעו|אמור|אמורים|"
                rf"יבוא)(?: \S+){{0,2}}",
                rf"מתי (?:\S+ )?(?:מגיע|מגיעה|מגיעים|יגיע|יגיעו|בא|באים|יבוא|יבואו) ?(?:ל?{_HE_PRO}|"
                rf"אליי|אלי|אלינו)?",
                rf"איפה (?:\S+ )?{_HE_PRO}",
                r"מה (?:קורה|המצב|הסטטוס|נשמע|העניינים|חדש)(?: \S+)? (?:עם|של) (?:ה\S+|הפנייה שלי|זה)(?: \S+)?",
                rf"מה עם (?:{_HE_PRO}|{_HE_THING})(?: \S+){{0,6}}",
                r"יש (?:עדכון|חדש|התקדמות)(?: \S+){0,3}",
                r"(?:מצאתם|נמצא) (?:כבר )?(?:מישהו|בעל מקצוע|איש מקצוע|\S+)(?: לי)?",
                r"(?:когда|во сколько) (?:\S+ )?(?:приедет|придет|будет)(?: \S+){0,2}",
                r"(?:متى|ايمتى) (?:يصل|سيصل|بيجي|بيوصل|يجي|رح يجي)(?: \S+){0,2}",
            ),
        ),
        (
            Intent.JOB_TALK,
            (
                r"(?:אני )?(?:עסוק|עסוקה|תפוס|תפוסה|לא זמין|לא זמינה|לא פנוי|לא עובד|בחופשה|בחופש|"
                r"בהפסקה|במילואים)(?: עד| מחר| היום| השבוע)(?: \S+){0,5}",
                r"(?:im |i am )?(?:busy|unavailable|not available|away|on vacation|off|not working|"
                r"on holiday)(?: until| till| today| tomorrow| this week)(?: \S+){0,5}",
                r"(?:פנוי|פנויה|זמין|זמינה) (?:רק )?(?:מ|החל מ|אחרי|ביום|מחר)\S*(?: \S+){0,4}",
                r"(?:im |i am )?(?:available|free) (?:only )?(?:from|after|on|again on)(?: \S+){1,4}",
                r"(?:אני )?בדרך (?:אליך|אלייך|ללקוח|אליכם|לעבודה)(?: \S+){0,4}",
                r"(?:im |i am )?(?:on my way|running late|stuck in traffic)(?: \S+){0,5}",
                r"(?:я )?(?:занят|занята|недоступен)(?: до)(?: \S+){0,4}",
            ),
        ),
    )
)
_NEGATED = re.compile(
    r"(?:^|\s)(?:dont|do not|not|no|never|wont|without|cannot|cant|didnt|shouldnt|לא|אל|"
    r"בלי|מבלי|не|لا|مش)(?: \S+){0,2}$"
)
_GUARDED = frozenset({Intent.CANCEL, Intent.MOVE, Intent.STOP, Intent.HUMAN, Intent.DONE})
_SHORT = 12  # words of thanks or a greeting
_READ = 1500  # characters; who wants to cancel says so before

_GREETINGS = word_set(
    """
    hi hello hey hiya yo good morning evening afternoon day there shalom greetings howdy dear team fixi
    everyone שלום היי הי הלו אהלן בוקר טוב ערב צהריים טובים לילה אור מה נשמע מה שלומך שלומכם שבוע יום פיקסי
    לכם לך שבת חג שמח חברים مرحبا اهلا السلام عليكم صباح مساء الخير النور سلام هلا وسهلا привет здравствуйте
    добрый день доброе утро вечер здравствуй алло приветствую
    """
)
_FILLERS_OF_THANKS = word_set(
    """
    thanks thank you thx so much very a lot for the your help everything again great perfect all many ok okay
    really appreciate it kind תודה רבה לך לכם על הכל העזרה השירות המון ענקית שוב מעולה אוקיי באמת מאוד מקסים
    אלופים אתם спасибо большое вам за помощь شكرا جزيلا لك لكم كتير
    """
)
_THANK = word_set(
    """
    thanks thank thx תודה спасибо شكرا
    """
)


def spoken_intent(text: str) -> Intent | None:
    """The intent that the words say themselves, a request for service aside; None when they say none."""
    fixed = command(text)
    if fixed is not None:
        return _OF_COMMAND[fixed]
    words = flat(text)
    for intent, pattern in _SENTENCES:
        match = pattern.search(words)
        if match and not (
            intent in _GUARDED and _NEGATED.search(words[max(0, match.start() - 40) : _verb(match)].rstrip())
        ):
            return intent
    tokens = words.split()
    if tokens and len(tokens) <= _SHORT:
        if _THANK.intersection(tokens) and _FILLERS_OF_THANKS.issuperset(tokens):
            return Intent.THANKS
        if _GREETINGS.issuperset(tokens):
            return Intent.GREETING
    return None


def says_nothing_new(text: str) -> bool:
    """True for a bare yes or no, which answers a question but fills no field."""
    words = tidy(text)
    return words in YES or words in NO


def flat(text: str) -> str:
    """The beginning of a cleaned text as words with single blanks, without quotes and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['\"]", "", text[:_READ].lower())))


def _verb(match: re.Match[str]) -> int:
    """Where the verb of a matched sentence stands, so that "I want not to cancel" is seen to be negated."""
    verb = re.search(r"\b(?:cancel|לבטל|reschedule|postpone|отменить|talk|speak)", match[0])
    return match.start() + (verb.start() if verb else 0)
