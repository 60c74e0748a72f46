"""Words that need no AI: yes, no, a number, and the commands that work in every state.

A fixed word is always the whole of a short message, never a part of a word or of a sentence. `tidy` brings a message to
one normal form, the tables below are written as people type and are brought to the same form once, at import.
"""

import re
import unicodedata
from itertools import chain

from fixi.domain.fixed_phrases import PHRASES, Command

__all__ = ["NO", "YES", "Command", "command", "spoken_number", "tidy"]

LONGEST = 80  # characters of a tidied fixed word; anything longer is a sentence
_CUT = 400  # raw characters looked at; marks and blanks between letters take room too

_AGREE, _REFUSE, _PRAY, _ASKING = "👍", "❌", "🙏", "?"
# Signs that say something on their own. All others are decoration.
_SIGNS = {
    **dict.fromkeys("👍✅☑✔👌🆗🫡", _AGREE),
    **dict.fromkeys("👎❌✖✗✘🚫🙅", _REFUSE),
    **dict.fromkeys("🙏", _PRAY),
    **dict.fromkeys("?؟❓❔", _ASKING),
}
_JOINERS = frozenset("'\"`´‘’‚“”„′″׳״ʼˈ＇")  # stand inside words such as don't and ת״א: they go without leaving a gap
_SPELLINGS = str.maketrans({"ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي"})
_TATWEEL = "ـ"
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Sk"})  # vowel signs, keycap rims, bidi marks, skin tones


def tidy(text: str) -> str:
    """The normal form of a short reply.

    Compatibility forms and case are folded; bidi marks, zero-width characters, NUL, vowel signs, punctuation and emoji
    are gone; digits are ASCII; blanks are single. A sign such as a thumb stays where nothing else is said, a refusing
    one stays always. Long texts are cut and then end in "…", so that cutting never makes a fixed word of a sentence.
    """
    text = text.strip()
    cut = len(text) > _CUT
    # Digits of keycap ten are one sign of their own.
    folded = unicodedata.normalize("NFKC", text[:_CUT].replace("🔟", "10")).casefold()
    folded = unicodedata.normalize("NFKC", folded).translate(_SPELLINGS)
    letters: list[str] = []
    signs: list[str] = []
    for char in folded:
        if char in _SIGNS:
            signs.append(_SIGNS[char])
            letters.append(" ")
        elif char not in _JOINERS and char != _TATWEEL:
            letters.append(_kept(char))
    words = " ".join("".join(letters).split())
    said = dict.fromkeys(signs)  # in order, each once
    if words:
        words = f"{words} {_REFUSE}" if _REFUSE in said else words
    else:
        words = " ".join(sign for sign in said if sign != _ASKING) or (_ASKING if _ASKING in said else "")
    return f"{words[:LONGEST]}…" if cut or len(words) > LONGEST else words


def _kept(char: str) -> str:
    """What stays of one character: itself, an ASCII digit, a blank, or nothing."""
    if char.isalpha():
        return char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in _INVISIBLE or char == "\0":
        return ""
    if category == "Sc" or char in "%+":  # "5 ₪" is a price, not the fifth option
        return char
    return " " if category[0] in "PSZC" else char


def _tidied(*groups: str) -> frozenset[str]:
    """Tidied phrases of comma-separated lists."""
    return frozenset(tidy(phrase) for group in groups for phrase in group.split(","))


YES: frozenset[str] = _tidied(
    "👍,🙏 👍,👍 🙏",
    "כן,כן כן,כן בבקשה,כן תודה,כן ברור,כן בטח,כן אשמח,כן מתאים,כן אפשר,כן מסכים,כן מסכימה,כן אני מסכים,"
    "כן אני מסכימה,כן נכון,כן מאשר,כן מאשרת,בטח,בטח שכן,ברור,ברור שכן,בוודאי,בהחלט,כמובן,אוקיי,אוקי,"
    "אוקי תודה,אוקיי תודה,או קיי,אוקיי מעולה,בסדר,בסדר גמור,סבבה,סבבה תודה,סבבה גמור,יאללה,סגור,סגרנו,"
    "מעולה,מצוין,מצויין,מצוינת,אחלה,נכון,נכון מאוד,מסכים,מסכימה,אני מסכים,אני מסכימה,מסכימים,מאשר,מאשרת,"
    "אני מאשר,אני מאשרת,מאשרים,מקובל,מקובל עליי,מתאים,מתאים לי,מתאימה,אשמח,אפשר,חיובי,רוצה,רוצה כן,"
    "עדיין צריך,עדיין צריכה,עדיין רלוונטי,אישור,אשר,לאשר",
    "yes,yes please,yes thanks,yes thank you,yes sure,yes of course,yes i agree,yes i do,yes agree,yes ok,"
    "yes correct,yes it is,yes its fine,yes that works,yeah,yea,yeah sure,yep,yup,ya,ok,okay,okey,"
    "ok please,ok thanks,ok great,okay thanks,ok thank you,okay great,oki,k,kk,sure,sure thing,"
    "sure thanks,of course,certainly,absolutely,definitely,agree,agreed,i agree,i accept,i do,i confirm,"
    "confirm,confirmed,accept,correct,right,thats right,true,fine,its fine,thats fine,great,perfect,good,"
    "sounds good,works for me,that works,go ahead,lets do it,please do,yes go ahead,still needed,"
    "still need it,y",
    "نعم,نعم من فضلك,نعم لو سمحت,نعم شكرا,اي,ايوه,ايوا,اه,أجل,بالتأكيد,طبعا,أكيد,موافق,موافقة,انا موافق,"
    "انا موافقة,اوافق,تمام,ماشي,حسنا,حسنًا,اوكي,أوكيه,طيب,صحيح,مناسب,اقبل",
    "да,да пожалуйста,да спасибо,да конечно,да согласен,да согласна,да хорошо,ага,угу,конечно,хорошо,ок,"
    "окей,ладно,согласен,согласна,я согласен,я согласна,подтверждаю,верно,правильно,точно,давай,давайте,"
    "подходит,разумеется,принимаю",
)

_PLAIN_NO = _tidied(
    "❌",
    "לא,לא לא,לא תודה,לא רוצה,אני לא רוצה,לא צריך,לא צריכה,לא מעוניין,לא מעוניינת,לא מסכים,לא מסכימה,"
    "אני לא מסכים,אני לא מסכימה,לא מאשר,לא מאשרת,לא מתאים,לא מתאים לי,לא נכון,לא עכשיו,ממש לא,בטח שלא,"
    "ברור שלא,בשום אופן לא,שלילי,לא לא צריך,לא אין צורך,אין צורך,לא כרגע,עדיין לא,עוד לא,אף אחד,אף אחת",
    "no,no no,no thanks,no thank you,no thx,nope,nah,not really,not now,not yet,no way,i dont,i dont want,"
    "i dont want to,i dont agree,i disagree,disagree,do not agree,dont agree,i do not agree,no need,"
    "not needed,no i dont,not interested,im not interested,decline,none,none of them,none of these,"
    "negative,wrong,not correct,no its not,n",
    "لا,لا شكرا,لا لا,كلا,لا اريد,مش عايز,ما بدي,غير موافق,لست موافقا,لا اوافق,مش موافق,غير مناسب,"
    "ليس الان,لا داعي,مو موافق",
    "нет,нет спасибо,неа,не надо,не нужно,не хочу,не согласен,не согласна,я не согласен,я не согласна,"
    "не сейчас,не подходит,ни один,неверно,отказываюсь",
)
NO: frozenset[str] = _PLAIN_NO | {f"{word} {_REFUSE}" for word in _PLAIN_NO if word != _REFUSE}


def _numbers() -> dict[str, int]:
    rows = (
        "אפס,zero,صفر,ноль",
        "אחת,אחד,הראשון,הראשונה,one,first,the first,the first one,first one,واحد,واحدة,الاول,الأولى,один,"
        "одна,первый,первая",
        "שתיים,שניים,השני,השנייה,השניה,two,second,the second,the second one,second one,اثنان,اثنين,اتنين,"
        "الثاني,الثانية,два,две,второй,вторая",
        "שלוש,שלושה,השלישי,השלישית,three,third,the third,the third one,third one,ثلاثة,ثلاث,تلاتة,الثالث,"
        "الثالثة,три,третий,третья",
        "ארבע,ארבעה,הרביעי,הרביעית,four,fourth,the fourth,the fourth one,fourth one,أربعة,أربع,الرابع,"
        "الرابعة,четыре,четвертый,четвертая",
        "חמש,חמישה,החמישי,החמישית,five,fifth,the fifth,the fifth one,fifth one,خمسة,خمس,الخامس,الخامسة,"
        "пять,пятый,пятая",
        "שש,שישה,six,ستة,ست,шесть",
        "שבע,שבעה,seven,سبعة,سبع,семь",
        "שמונה,eight,ثمانية,ثمان,восемь",
        "תשע,תשעה,nine,تسعة,تسع,девять",
        "עשר,עשרה,ten,عشرة,عشر,десять",
    )
    return {tidy(word): number for number, row in enumerate(rows) for word in row.split(",")}


_NUMBERS = _numbers()
_CALLED = sorted(
    _tidied(
        "number,option,choice,answer,nr,the number,i choose,i pick,ill take,i take,#",
        "מספר,אופציה,אפשרות,תשובה,בחירה,בחרתי,בוחר,בוחרת,אני בוחר,אני בוחרת,אופציה מספר,תשובה מספר,אפשרות מספר,מס",
        "رقم,خيار,الخيار,الرقم,номер,вариант,ответ,выбираю",
    )
    - {""},
    key=len,
    reverse=True,
)


def spoken_number(tidied: str) -> int | None:
    """The number, 0 to 99, that a tidied message consists of ("3", "three", "option 3"), or None.

    A number with anything else beside it ("12 cats", "4.5", "10:30") is none.
    """
    if len(tidied) > LONGEST:
        return None
    words = _without_courtesy(tidied)
    for called in _CALLED:
        if words.startswith(f"{called} "):
            words = words[len(called) + 1 :]
            break
    if re.fullmatch(r"[0-9]{1,2}", words):
        return int(words)
    return _NUMBERS.get(words)


_COURTESY = _tidied(
    "please,pls,plz,plss,thanks,thank you,thx,ok,okay,now,right now,hi,hey,hello,sorry",
    "בבקשה,בבקשה ממך,תודה,תודה רבה,בב,עכשיו,נא,אנא,היי,הי,שלום,סליחה,אוקיי,אוקי,טוב,מיד",
    "من فضلك,لو سمحت,لو سمحتي,رجاء,شكرا,الان,مرحبا,عفوا",
    "пожалуйста,пжл,плиз,спасибо,сейчас,привет,здравствуйте,извините,ок",
)
_WISHING = _tidied(
    "i want,i want to,i would like,i would like to,id like,id like to,i wanna,i need to,can i,can you,"
    "could you,can we,could i,may i,can i have,can i get,can i please,lets,let me,i have to,i wish to,"
    "would you",
    "אני רוצה,אני רוצה בבקשה,רוצה,אנחנו רוצים,אני מבקש,אני מבקשת,מבקש,מבקשת,אפשר,אפשר בבקשה,אפשר לקבל,"
    "תוכל,תוכלי,תוכלו,אני צריך,אני צריכה,צריך,צריכה,אני חייב,אני חייבת,אשמח,ניתן,האם אפשר,האם ניתן,בא לי,"
    "הייתי רוצה",
    "اريد,أريد,بدي,ممكن,هل يمكن,هل يمكنني,ارغب في,اريد ان,حابب",
    "я хочу,хочу,можно,могу я,мне нужно,надо,мне надо,я бы хотел,я бы хотела,хотел бы,хотела бы,нужен,"
    "мне нужен,давайте",
)
_LEADING = _COURTESY | _WISHING
_MOST_WORDS = 12


def _table() -> dict[str, Command]:
    """Tidied phrase to command. STOP comes last and so wins wherever a phrase stands twice."""
    order = [*(c for c in Command if c is not Command.STOP), Command.STOP]
    pairs = chain.from_iterable(((phrase, c) for phrase in _tidied(*PHRASES[c])) for c in order)
    return {phrase: command for phrase, command in pairs if phrase}


_COMMANDS = _table()


def command(text: str) -> Command | None:
    """The command that this whole message is, polite words around it aside, or None.

    "cancel please" is one; "please don't cancel", "cancel culture is bad" and Hebrew "call me by phone" (which contains
    the letters of "cancel") are none.
    """
    words = tidy(text)
    if words in _COMMANDS:
        return _COMMANDS[words]
    tokens = words.split(" ")
    if len(words) > LONGEST or not 1 < len(tokens) <= _MOST_WORDS:
        return None
    found = {
        _COMMANDS[core]
        for start in _cuts(tokens, _LEADING)
        for end in _cuts(tokens[::-1], _COURTESY, backwards=True)
        if (core := " ".join(tokens[start : len(tokens) - end])) in _COMMANDS
    }
    # The longest core has the most meaning, but all cores of one message mean one command; only STOP may differ.
    return Command.STOP if Command.STOP in found else min(found, default=None)


def _cuts(tokens: list[str], fillers: frozenset[str], *, backwards: bool = False) -> list[int]:
    """How many of the first tokens may be left out because they are fillers in a row; 0 is always among them."""
    cuts = [0]
    for cut in cuts:  # grows while it is read: each filler may be followed by another
        for length in range(1, 5):
            piece = tokens[cut : cut + length]
            words = " ".join(piece[::-1] if backwards else piece)
            if len(piece) == length and words in fillers and cut + length not in cuts:
                cuts.append(cut + length)
    return cuts


def _without_courtesy(tidied: str) -> str:
    tokens = tidied.split(" ")
    end = len(tokens) - max(_cuts(tokens[::-1], _COURTESY, backwards=True))
    start = max(cut for cut in _cuts(tokens, _COURTESY) if cut <= end)
    return " ".join(tokens[start:end])
