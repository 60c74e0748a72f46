"""Sentences that say what they want, as patterns over flat words."""

import re

from fixi.adapters.rules.text import folded
from fixi.domain.forms import Intent

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
SENTENCES: tuple[tuple[Intent, re.Pattern[str]], ...] = tuple(
    (intent, re.compile("|".join(f"(?<!\\S)(?:{folded(p)})(?!\\S)" for p in patterns)))
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
                r"(?:לא לשלוח|תפסיקו|תפסיק) (?:לי )?(?:הודעות|לכתוב|להציק)(?: \S+)?",
                r"больше (?:мне )?не (?:пишите|присылайте|звоните)(?: мне)?",
                r"(?:удалите|уберите|исключите) меня(?: \S+){0,3}",
                r"لا (?:تبعت|ترسل|تراسل|تكتب|تبعث)\S{0,5}(?! حدا| احد)(?: \S+){0,2}",
                r"(?:بطلوا|وقفوا|اوقفوا|أوقفوا) (?:تبعتوا|ترسلوا|ارسال|إرسال|الرسائل)(?: \S+){0,2}",
                r"(?:احذفوني|شيلوني) (?:من|عن)(?: \S+){0,2}",
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
                r"(?:can|could|have|ask|may|would) (?:\S+ )?(?:someone|somebody|anyone|"
                r"a person) (?:please )?(?:call|phone|ring)(?: \S+)?",
                r"(?:call|phone|ring) me back(?: please)?",
                r"(?:real|actual|live) (?:person|human|agent)(?: please)?",
                r"(?:שמישהו|מישהו|שנציגה?|נציגה?|שמנהל|מנהל) (?:יתקשר|תתקשר|יחזור|תחזור|שיתקשר|שיחזור) ?(?:אליי|אלי|"
                r"אלינו)?",
                r"מתי (?:\S+ )?(?:המנהלת?|הנציגה?|מישהו) (?:מתקשרת?|חוזרת?|יתקשר|תתקשר|יחזור|תחזור)(?: \S+){0,2}",
                r"(?:בן|בנאדם) ?אדם אמיתי",
                r"(?:позовите|соедините|дайте) (?:\S+ )?(?:человека|оператора|менеджера|с оператором|с человеком)",
                r"(?:перезвоните|позвоните) мне(?: \S+)?",
                r"жив(?:ым|ой|ого) (?:человеком|человек|человека|оператор\S*)",
                r"(?:بدي|اريد|ممكن|خليني) (?:احكي|اتكلم|احاكي)(?: مع)?(?: \S+)?",
                r"(?:حدا|شخص|موظف) (?:يتصل|يرنلي|يحكي)(?: \S+){0,2}",
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
                r"please cancel(?: it| this| that)?",
                r"cancel (?:it |this )?please",
                r"(?:i|we)(?: have|ve|ve already| already)? (?:already )?found (?:someone|somebody|"
                r"another (?:plumber|electrician|guy|pro|one|company))(?: \S+){0,2}",
                r"(?:never mind|nevermind|forget it|forget about it)(?: \S+){0,4}",
                r"(?:my |the )?(?:neighbou?r|husband|wife|friend|brother|dad|landlord) (?:already |has )?(?:fixed|"
                r"repaired|sorted|did) it(?: \S+)?",
                r"(?:כבר )?(?:מצאתי|מצאנו) (?:כבר )?(?:מישהו|מישהי|בעל מקצוע|פתרון|אחר)(?: אחר| אחרת)?",
                r"(?:בעצם )?(?:עזוב|עזבי|עזבו|תעזבו|לא משנה עזבו)(?: \S+){0,2}",
                r"השכנה? (?:כבר )?(?:תיקן|תיקנה|סידר|סידרה)(?: \S+){0,2}",
                r"(?:אין (?:יותר|כבר)|כבר אין) צורך(?: \S+){0,3}",
                r"(?:תבטלו|תבטל|בטלו)(?: \S+){0,2} את ה\S+",
                r"отмените(?: пожалуйста| мой| мою)?",
                r"(?:я|мы)(?: уже)? наш[её]?л[аи]?(?: \S+)? (?:другого|другую|мастера|кого то)",
                r"(?:уже|больше) не (?:нужно|надо|нужен|нужна|актуально|требуется)",
                r"(?:الغوا|الغي|الغو|الغاء|إلغاء|ألغوا|كنسلوا|كنسل) (?:الموعد|الطلب|الحجز|الزيارة)",
                r"(?:ما عاد|مش|ما) (?:بدي|لازم|محتاج)(?: \S+)? (?:خلص|بعد)",
                r"(?:لقيت|وجدت) (?:حدا|واحد|غيركم|شخص)(?: \S+)?",
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
                r"push (?:it|this|that) (?:to|back|forward|by|until)(?: \S+)?",
                r"(?:move|shift|change|bring) (?:it|this|that) (?:to|back to|forward to) (?:the )?(?:next|tomorrow|"
                r"today|later|another|"
                r"(?:sun|mon|tues|wednes|thurs|fri|satur)day|morning|afternoon|evening|\d{1,2})(?: \S+)?",
                r"(?:wont|will not|cant|cannot) (?:be|make it)(?: \S+){1,6} (?:instead|can we|could we|another|"
                r"how about)(?: \S+)?",
                r"(?:a )?(?:different|another) (?:time|day)(?: \S+)?(?: please)?",
                r"לא אהיה (?:בבית|שם|זמין|זמינה|פנוי|פנויה)(?: \S+){0,5} (?:אפשר|במקום|ניתן|תוכלו)",
                r"אפשר (?:במקום זה|במקום|שעה אחרת|יום אחר|בשעה אחרת|ביום אחר)(?: \S+){0,3}",
                r"(?:להעביר|לדחות|להזיז|להקדים|נדחה|נזיז) (?:\S+ ){0,2}ל(?:יום|שעה|מחר|שבוע)\S*",
                r"(?:перенести|перенесите|сдвинуть|передвинуть) (?:\S+ ){0,2}(?:на|с)(?: \S+)?",
                r"(?:другое|на другое) время",
                r"(?:ن[أا]جل|ا[أا]?جل|تأجيل|تاجيل|نغير|تغيير|غيروا|أجلوا|اجلوا) (?:الموعد|الوقت|الساعة|اليوم|الزيارة)",
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
                r"(?:hes|he is|shes|she is|theyre|they are) done(?: \S+)?",
                r"everything works(?! except| but)(?: \S+)?",
                r"(?:התיקון|העבודה|הכל) (?:הושלם|הושלמה|טופלה)",
                r"(?:הושלם|הושלמה|בוצע) (?:התיקון|העבודה)",
                r"(?:עכשיו )?הכל עובד(?! חוץ| מלבד| פרט| לאט| לא)(?: \S+)?",
                r"(?:мастер|он|она|сантехник|электрик) (?:уже )?(?:закончил|закончила|сделал|сделала|починил|"
                r"починила|вс[её] сделал|вс[её] починил)(?: \S+){0,2}",
                r"вс[её] (?:работает|починили|сделано|сделали|готово)",
                r"(?:خلص|خلصت|انتهى|كمل) (?:الشغل|العمل|التصليح)(?: \S+){0,2}",
                r"(?:الشغل|العمل|التصليح) (?:خلص|انتهى|تم)(?: \S+){0,2}",
                r"(?:خلصت|خلصنا) (?:الشغل|عند الزبون)",
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
                rf"{_PRO}(?: \S+){{0,2}} left (?:\S+ )?(?:a )?(?:huge |big |terrible |total )?mess(?: \S+)?",
                r"(?:now )?(?:it )?(?:leaks|drips|is|broken|works) even (?:more|worse)(?: now)?",
                r"(?:still )?(?:the )?same problem (?:again|after)(?: \S+){0,3}",
                rf"{_HE_PRO}(?: שלכם)? (?:השאיר|השאירו|השאירה) (?:לי |לנו |אחריו |אחריהם )?(?:בלגן|לכלוך|חורבן|"
                rf"הרס)(?: \S+)?",
                r"עכשיו (?:זה )?(?:יותר גרוע|גרוע יותר|דולף יותר|נוזל יותר)",
                r"שירות (?:\S+ )?על הפנים",
                r"(?:ממש |מאוד |לגמרי |פשוט )?לא מרוצ(?:ה|ים)(?: \S+){0,3}",
                r"(?:רוצה|רוצים|דורש|דורשת|מבקש|מבקשת) (?:את )?(?:החזר|הכסף בחזרה|פיצוי)(?: \S+)?",
                r"(?:מחכה|ממתין|ממתינה|מחכים) (?:כבר )?(?:שעה|שעות|שעתיים|שלוש שעות|יומיים|ימים|"
                r"מהבוקר)(?: \S+){0,3} (?:ואף אחד|ואין|ולא)(?: \S+){0,2}",
                r"жду (?:уже )?(?:\S+ ){0,2}(?:час\S*|дн\S+)(?: и)? (?:никого|никто|мастера нет)(?: \S+)?",
                r"(?:верните|хочу) (?:мои |назад |вернуть )?деньги",
                r"(?:хочу |буду )?жаловаться|жалоба на",
                r"(?:стало|теперь) (?:ещ[её] )?хуже",
                r"(?:ما|محدا|مفيش) ?(?:حدا|حد|احد)? (?:اجا|اجى|إجا|جاء|وصل)(?: \S+)?",
                r"(?:ما|لم) (?:حدا|احد) (?:اجا|اجى|رد|اتصل)",
                r"صارلي (?:\S+ ){1,3}(?:بستنى|ناطر|بانتظار)(?: \S+){0,3}",
                r"(?:خدمة|شغل) (?:سيئ|سيئة|زفت|تعبان)\S*",
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
                r"(?:מצאתם (?:כבר )?\S+|נמצא (?:כבר )?(?:מישהו|בעל מקצוע|איש מקצוע))(?: לי)?",
                r"(?:когда|во сколько) (?:\S+ )?(?:приедет|придет|будет)(?: \S+){0,2}",
                r"(?:متى|ايمتى) (?:يصل|سيصل|بيجي|بيوصل|يجي|رح يجي)(?: \S+){0,2}",
                r"(?:is|are) (?:someone|somebody|anyone|he|she|they|you|the \S+) (?:still |already |"
                r"really )?coming(?: \S+)?",
                r"מה הסטטוס(?: \S+){0,3}",
                r"(?:לא |טרם )?חזרתם אליי?",
                r"(?:מה|איך) (?:עם|מתקדם|מתקדמת|קורה עם) (?:ה?(?:פנייה|בקשה|הזמנה|קריאה|טכנאי)\S*)",
                r"(?:is|are) (?:he|she|they|the \S+) (?:still )?(?:coming|on (?:his|her|the|their) way)",
                r"(?:was|were) supposed to (?:be here|come|arrive)(?: \S+){0,3}",
                r"(?:где|когда) (?:мой |наш |ваш )?(?:мастер|сантехник|электрик|техник|слесарь)(?: \S+){0,2}",
                r"(?:что|как) (?:там )?с (?:моей |моим )?(?:заявкой|заказом|мастером|записью)",
                r"есть (?:новости|обновления)",
                r"(?:وين|فين|اين|أين) (?:\S+ )?(?:السباك|الفني|الكهربائي|المعلم|المصلح|العامل|الزلمة)(?: \S+)?",
                r"(?:شو|ايش|ما) (?:صار|اخبار|وضع|حالة)(?: \S+)? (?:مع|طلبي|الطلب|السباك|الموعد)(?: \S+)?",
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
