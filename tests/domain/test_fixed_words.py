"""Fixed words: whole short messages in four languages, however they are typed, and never a part of a sentence."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.fixed_phrases import PHRASES
from fixi.domain.fixed_words import NO, YES, Command, command, spoken_number, tidy


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  OK... ", "ok"),
        ("\u200fכן\u200f!", "כן"),
        ("כֵּן", "כן"),
        ("نَعَم", "نعم"),
        ("Yes\0", "yes"),
        ("don’t", "dont"),
        ("ת״א", "תא"),
        ('ת"א', "תא"),
        ("תל־אביב", "תל אביב"),
        ("a\n\n b", "a b"),
        ("١٢", "12"),
        ("۳", "3"),
        ("1️⃣", "1"),
        ("🔟", "10"),
        ("ＹＥＳ", "yes"),
        ("👍🏽", "👍"),
        ("✅", "👍"),
        ("👍👍👍", "👍"),
        ("yes 👍", "yes"),
        ("yes 😊", "yes"),
        ("👎", "❌"),
        ("no ❌", "no ❌"),
        ("😀", ""),
        ("", ""),
        ("...", ""),
        ("???", "?"),
        ("؟", "?"),
        ("Ёлка", "елка"),
        ("5₪", "5₪"),
        ("4.5", "4 5"),
        ("\ud800yes", "yes"),
    ],
)
def test_tidy(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.text())
def test_tidy_is_a_normal_form(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    "text",
    [
        "כן",
        "כן בבקשה",
        "בטח",
        "אוקיי",
        "Yes!",
        "YES PLEASE",
        "ok.",
        "sure",
        "נכון",
        "מסכים",
        "מסכימה",
        "מאשר",
        "מאשרת",
        "agree",
        "I agree",
        "نعم",
        "موافق",
        "да",
        "Да!",
        "👍",
        "👍🏿",
        "✅",
        "👌",
        "yes 👍",
        "כן 🙂",
        "yes, please",
    ],
)
def test_yes(text: str) -> None:
    assert tidy(text) in YES
    assert tidy(text) not in NO


@pytest.mark.parametrize(
    "text",
    [
        "לא",
        "לא תודה",
        "No",
        "no thanks",
        "nope",
        "لا",
        "нет",
        "Нет, спасибо",
        "👎",
        "❌",
        "no ❌",
        "לא מסכים",
        "not now",
    ],
)
def test_no(text: str) -> None:
    assert tidy(text) in NO
    assert tidy(text) not in YES


@pytest.mark.parametrize(
    "text",
    [
        "yes but not today",
        "כן אבל לא היום",
        "yesterday",
        "know",
        "👍❌",
        "",
        "yes" + " " * 500 + "no",
        "yes or no",
        "כנראה",
    ],
)
def test_neither(text: str) -> None:
    assert tidy(text) not in YES
    assert tidy(text) not in NO


def test_yes_and_no_have_nothing_in_common() -> None:
    assert not YES & NO
    assert "" not in YES | NO


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *((str(n), n) for n in (0, 1, 10, 99)),
        ("1️⃣", 1),
        ("١", 1),
        ("۲", 2),
        ("one", 1),
        ("One.", 1),
        ("אחת", 1),
        ("אחד", 1),
        ("שתיים", 2),
        ("number 2", 2),
        ("אופציה 3", 3),
        ("#4", 4),
        ("option two", 2),
        ("מספר 5", 5),
        ("2 please", 2),
        ("2 בבקשה", 2),
        ("(3)", 3),
        ("3)", 3),
        ("*1*", 1),
        ("1.", 1),
        ("🔟", 10),
        ("the second one", 2),
        ("واحد", 1),
        ("три", 3),
        ("номер 2", 2),
        ("07", 7),
        ("12 cats", None),
        ("4.5", None),
        ("10:30", None),
        ("100", None),
        ("1/2", None),
        ("5₪", None),
        ("50%", None),
        ("+1", None),
        ("", None),
        ("option", None),
        ("#", None),
        ("one more thing", None),
        ("1 2", None),
        ("no one", None),
        ("someone", None),
        ("1 or 2", None),
        ("²³", 23),
    ],
)
def test_spoken_number(text: str, number: int | None) -> None:
    assert spoken_number(tidy(text)) == number


COMMANDS = {
    Command.CANCEL: "ביטול|בטל|בטלי|לבטל|אני רוצה לבטל|cancel|CANCEL|cancel please|cancel it|never mind|"
    "Nevermind.|please cancel|can you cancel|hi, cancel please|אפשר לבטל בבקשה|отмена|"
    "إلغاء|я хочу отменить|ביטול\u200f|בִּיטּוּל|cancel, thanks|cancel 🙏",
    Command.STATUS: "סטטוס|מה קורה|מה הסטטוס|איפה זה עומד|status|?|??|where is my pro|Where is my pro?|"
    "статус|ما الحالة|מה קורה?",
    Command.HUMAN: "נציג|אנושי|אדם|מנהל|human|agent|person|operator|talk to a human|"
    "I want to talk to a human|can you talk to a human|אני רוצה נציג|אפשר נציג בבקשה|"
    "оператор|موظف|Agent!!|human pls",
    Command.MENU: "תפריט|עזרה|menu|help|Help!|меню|القائمة",
    Command.STOP: "עצור|הפסק|הסר|הסירו אותי|stop|STOP|unsubscribe|стоп|توقف|stop please|please stop|"
    "Stop!!!|הפסק!|אני רוצה להפסיק",
    Command.THANKS: "תודה|תודה רבה|thanks|Thank you!|спасибо|شكراً|🙏|תודה!!! 😊",
    Command.DONE: "סיימתי|בוצע|הסתיים|done|finished|готово|انتهيت|Done ✅",
    Command.MOVE: "זמן אחר|מועד אחר|שעה אחרת|לדחות|another time|reschedule|אני רוצה לדחות|другое время|وقت آخر",
    Command.JOBS: "עבודות|העבודות שלי|jobs|my jobs|мои заказы",
    Command.PAUSE: "הפסקה|חופשה|לא זמין|pause|break|перерыв|استراحة",
    Command.AVAILABLE: "זמין|פנוי|חזרתי|available|i'm back|доступен|متاح",
    Command.ON_MY_WAY: "בדרך|אני בדרך|on my way|omw|I'm on my way|еду|في الطريق",
    Command.RESUME: "המשך|resume|continue|продолжить",
    Command.ACCEPT: "אשר|מאשר|לוקח|accept|I'll take it|принимаю|اقبل",
    Command.DECLINE: "דחה|לא מתאים|decline|pass|отказ|ارفض",
}


@pytest.mark.parametrize(("text", "expected"), [(t, c) for c, texts in COMMANDS.items() for t in texts.split("|")])
def test_command(text: str, expected: Command) -> None:
    assert command(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "תתקשרו אליי בטלפון",
        "יש לי שאלה קצרה",
        "cancel culture is bad",
        "please don't cancel",
        "don't cancel",
        "do not cancel",
        "לא לבטל",
        "אל תבטלו",
        "не отменять",
        "the status light blinks",
        "stop the water leak!!",
        "המנהל אמר שיש נזילה",
        "I'm done with this leak, send someone",
        "bus stop",
        "non stop leak",
        "personal question",
        "agent orange",
        "no thanks",
        "לא תודה",
        "please",
        "בבקשה",
        "אני רוצה",
        "אפשר",
        "can you",
        "hi",
        "שלום",
        "",
        "😀",
        "...",
        "thanks but the leak is back",
        "helpful",
        "menu of the restaurant",
        "הבדרך לשם",
        "דרך יפו 20",
        "זמן אחרון",
        "canceled",
        "1",
        "stop" + " " * 500 + "the leak",
    ],
)
def test_a_sentence_is_no_command(text: str) -> None:
    assert command(text) is None


def test_every_command_has_words_in_four_languages() -> None:
    for wanted in Command:
        assert len(PHRASES[wanted]) == 4
        assert all(phrases for phrases in PHRASES[wanted])


def test_no_phrase_means_two_things() -> None:
    owners: dict[str, set[Command]] = {}
    for wanted, languages in PHRASES.items():
        for phrase in ",".join(languages).split(","):
            owners.setdefault(tidy(phrase), set()).add(wanted)
    assert {phrase: both for phrase, both in owners.items() if len(both) > 1} == {}
    assert "" not in owners


@pytest.mark.parametrize("piece", ["a ", "\u0301", "1", "please ", "😀", " ", "ﷺ", "stop", "\u202e"])
def test_a_hundred_thousand_characters_take_no_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    started = perf_counter()
    assert command(text) is None
    assert spoken_number(tidy(text)) is None
    assert perf_counter() - started < 0.2


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert command(text) in {None, *Command}
    assert spoken_number(tidy(text)) in {None, *range(100)}
