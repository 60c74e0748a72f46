"""Words that are meant for a machine and not for people: markup, settings, orders to whoever reads.

What is found here fills no field. A message is data: it can ask for help, but it cannot tell the reader what to read.
"""

import re

Span = tuple[int, int]

_MARKUP = tuple(
    re.compile(pattern)
    for pattern in (
        r"<(system|assistant|user|operator|admin|tool|instructions?)\b[^<>\n]{0,80}>[^<>]{0,300}</\1>",
        r"</?[a-z][^<>\n]{0,80}>",
        r"\{[^{}]{0,400}:[^{}]{0,400}\}",
        # What a picture says is no word of the client's.
        r"(?:כתוב|says|written|reads|написано|مكتوب)[\s:,-]{1,3}\"[^\"\n]{0,300}\"",
        # A whole sentence in quotes is nobody's name.
        r"(?<=קוראים לי )\"[^\"\n]{8,200}\"|(?<=שמי )\"[^\"\n]{8,200}\"|(?<=name is )\"[^\"\n]{8,200}\"",
        # urgency=emergency, lead status = closed
        r"(?:(?:lead|job|request) )?[^\W\d]{2,20}\s?=\s?[\w-]{1,30}",
        r"\[(?:system|admin|מערכת|המערכת|система|النظام)\]:?",
        r"(?<!\w)(?:system|assistant|admin|root)\s?:",
    )
)
_CLAUSE = re.compile(r"[^.,;!?\n\0]+")
_THING = r"(?:area|city|trade|status|urgency|priority|rating|intent|profession)"
_HE_THING = r"(?:אזור|עיר|מקצוע|סטטוס|דחיפות|דירוג|עדיפות)"
_ORDERS = re.compile(
    "|".join(
        f"(?<!\\w)(?:{pattern})"
        for pattern in (
            # English
            r"(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|prompts?|rules|above|"
            r"guidelines)\b",
            r"(?:forget|ignore|disregard) (?:everything|all)\b",
            r"new (?:rules?|instructions?|orders?)\b",
            r"from now on\b",
            r"(?:every|each|all) (?:requests?|leads?|jobs?|clients?) (?:is|are)\b",
            r"you are now\b",
            r"(?:pretend|act as|behave as|roleplay)\b",
            r"mark\b.{0,25}\bas (?:completed?|done|closed|paid|finished)\b",
            r"(?:give|rate|leave)\b.{0,20}\b(?:\d|five|one) stars?\b",
            r"(?:system|your|hidden|initial) (?:system )?(?:prompt|instructions)\b",
            r"close the (?:ticket|lead|case)\b",
            r"(?:i'?m|i am|as|this is) (?:an?|the) (?:operator|admin|administrator|system|developer)\b",
            r"override code\b",
            r"(?:phone|number|address|name)s?(?: \w+){0,2} (?:of|from) (?:the |an?)?(?:other |last |"
            r"previous )?(?:client|customer)",
            r"(?:tell|give|send) me (?:his|her|their)\b",
            r"(?:assign|send|cancel|stop|delete|set)\b.{0,12}\b(?:every|all|each)\b.{0,20}\b(?:leads?|jobs?|pros?|"
            r"clients?|"
            r"customers?|bookings?|messages)\b.{0,20}\b(?:to me|others?|available|everyone|clients?)\b",
            r"(?:message|note|order) from (?:the |your )?(?:developer|programmer|admin|system|management)\b",
            r"הודעה (?:מ|מאת )(?:ה?מתכנת|ה?מפתח|ה?הנהלה|ה?אדמין)",
            r"(?:رسالة|امر|أمر) من (?:ال)?(?:مبرمج|مطور|مدير|نظام|ادارة|إدارة)",
            r"(?:сообщение|приказ) от (?:разработчик|программист|администратор|систем|руководств)",
            # What is another's: addresses, numbers, codes
            r"(?:address(?:es)?|numbers?|phones?|names|details|codes?)\b.{0,20}\b(?:of|for|from) .{0,12}\b(?:everyone|"
            r"everybody|others?|woman|lady|girl|clients?|customers?)\b",
            r"(?:where|which \w+) (?:does|is|do) (?:the |that )?(?:woman|lady|girl|client|customer)s?\b.{0,20}\blive",
            r"from fixi (?:support|management|security|team|office)\b",
            r"(?:כתובת|כתובות|הכתובת|הכתובות|טלפון|הטלפון|טלפונים|הטלפונים|מספרי|המספר|פרטים|פרטי|קודים)\s.{0,12}"
            r"(?:האישה|אישה|האשה|לקוח|הלקוח|בחורה|הבחורה|כולם|כל ה)",
            r"איפה (?:גרה|גר) (?:ה?לקוח|ה?אי?שה|ה?בחורה)",
            r"(?:אני )?מ(?:הנהלת|צוות|אבטחת) פיקסי|חובה עליכם|אתם מחויבים",
            r"(?:رقم|ارقام|أرقام|تلفون|عنوان|عناوين)\s.{0,20}(?:الست|المرأة|المرا|البنت|الزباين|الكل|كل ال)",
            r"وين ساكن\S{0,2} (?:ال)?(?:زبون|ست|بنت)|من (?:ادارة|إدارة) فيكسي",
            r"(?:(?<!я )кто|котор(?:ая|ый|ые)) (?:вчера |сегодня )?(?:заказ|вызв|вызыв)ал",
            r"(?:טלפון|הטלפון|כתובת|הכתובת|פרטים|הפרטים|איפה) (?:\S+ ){0,2}מי שהזמינ?[ןה]?(?!\w)",
            r"(?:телефоны?|номера?|адреса?|коды|данные)\s.{0,20}(?:клиент|женщин|девушк|всех)|служба безопасности",
            # Hebrew
            r"ו?(?:תתעלמ?[םוי]?|התעלמ?[םוי]?|תשכחו?|שכחו?)\s.{0,20}(?:הוראות|הנחיות|הכללים|הפרומפט)",
            r"ו?(?:תסמנו?|סמנו?|סמן|תסמן)\s.{0,30}(?:כהושל|כבוצע|כסגור|בוצע|הושלמ)",
            r"(?:\d|חמישה?) כוכבים",
            r"מעכשיו אתה|מעתה אתה|(?:כלל|הוראה|הוראות) חדש",
            r"(?:סגור|תסגור|סגרו|תסגרו) את כל (?:הפניות|העבודות|הבקשות)",
            r"(?:אינסטרקציות|פרומפט|הפרומפט|ההוראות שלך|ההנחיות שלך)",
            r"(?:אני|כאן) (?:המפעיל|מפעיל המערכת|מנהל המערכת|המנהל של המערכת|האדמין)",
            r"(?:ההודעה הבאה היא|הודעה|הודעת) מה?מערכת",
            r"ת(?:עשה|תנהג|עמיד פנים) כאילו",
            r"ת(?:שבץ|עביר|חזיר) .{0,12}(?:כל ה|רשימת ה)",
            r"(?:טלפון|מספר|כתובת|פרטים|שם) (?:\S+ )?של הלקוחה? ",
            r"(?:למחוק|לבטל|מחק|תמחק|בטל|תבטל) את כל .{0,20}(?:של כולם|של כל|הלקוחות|הנתונים)",
            r"ת(?:כתוב|גיד|אמר) ללקוח",
            # Arabic
            r"(?:تجاهل|انسى|انس|تخطى)\s.{0,25}(?:تعليمات|التعليمات|الاوامر|الأوامر|القواعد)",
            r"اعتبر\s.{0,20}(?:خلص|منتهي|مكتمل)",
            r"تعليمات (?:لل|ال)",
            r"(?:انا|أنا) (?:مدير|مشغل|ادمن)",
            r"(?:رقم|تلفون|هاتف|عنوان)\s.{0,15}(?:الزبون|زبون|العميل)",
            r"(?:الغاء|إلغاء|الغي|امسح) كل ",
            r"(?:خمس|\d) نجوم",
            # Russian
            r"(?:игнорируй\w*|проигнорируй\w*|забудь\w*)\s.{0,25}(?:инструкц|указани|правил|промпт)|забудь\w* инструкц",
            r"(?:отметь\w*|пометь\w*)\s.{0,25}(?:выполнен|готов|завершен|завершён|закрыт)",
            r"поставь\w*\s.{0,12}зв[её]зд",
            r"закрой\w* заявк",
            r"(?:телефон|номер|адрес)\s.{0,20}клиент",
            r"я (?:оператор|админ|администратор|система)(?!\w)",
        )
    )
)
# A client may say this of his own request; beside other words it is an order.
_SETTINGS = re.compile(
    "|".join(
        f"(?<!\\w)(?:{pattern})"
        for pattern in (
            rf"(?:set|change|make|switch|put) (?:\w+ ){{0,2}}{_THING}s?\b",
            rf"ו?(?:תגדירו?|הגדרו?|הגדירו|תשנו?|שנה|תשנה|קבע|תקבע|שימו?) (?:את )?ה?{_HE_THING}",
            r"ו?(?:ת?רשום|תרשמי?|ת?כתוב|סמן) ש(?:ה?מקצוע|ה?אזור|ה?עיר|זה|ה?דחיפות)",
            r"(?:note|record|write|log|register) (?:down )?that\b",
            r"و?(?:سجل|اكتب|سجلي|اعتبر) ان",
            r"(?:запиши\w*|укажи\w*|отметь\w*),? что",
            r"و?(?:غير|غيّر|اجعل|حدد|عدل|ضع|حط|خلي|سجل|اكتب|اعتبر) (?:\S+ )?"
            r"(?:المنطقة|المدينة|البلد|الحالة|المهنة|التخصص|الاولوية|الأولوية|التقييم)",
            r"(?:поставь\w*|(?:из|с|по)мени\w*|поменяй\w*|замени\w*|установи\w*|укажи\w*|запиши\w*|впиши\w*|пропиши\w*|"
            r"задай\w*|переключи\w*|считай\w*),? (?:\S+ ){0,2}(?:район\w*|город\w*|статус\w*|срочност\w*|професси\w*|"
            r"специальност\w*|категори\w*|приоритет\w*|рейтинг\w*)",
        )
    )
)


def markup(low: str) -> list[Span]:
    """Stretches that no person writes to another: tags, JSON, settings, what stands in a picture."""
    return [match.span() for pattern in _MARKUP for match in pattern.finditer(low)]


def orders(low: str) -> list[Span]:
    """Clauses that order the reader about; settings only beside words that order nothing."""
    clauses = [match.span() for match in _CLAUSE.finditer(low)]
    hard = [span for span in clauses if _ORDERS.search(low, *span)]
    soft = [span for span in clauses if _SETTINGS.search(low, *span) and span not in hard]
    other = any(low[a:b].strip() for a, b in clauses if (a, b) not in hard and (a, b) not in soft)
    return hard + soft if other or hard else hard
