"""The rules reader field by field: streets, areas, the issue and what may not stay in it."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixi.domain.forms import Field, Intent
from fixi.domain.values import Language, Place
from tests.adapters.rules_reading import GAZETTEER, read


@pytest.mark.parametrize(
    ("words", "street"),
    [
        ("herzl", "herzl"),
        ("הרצל פינת ארלוזורוב", "הרצל פינת ארלוזורוב"),
        ("הרצל 12", "הרצל 12"),
        ("רחוב הרצל 12 דירה 3", "רחוב הרצל 12 דירה 3"),
        ("12 Herzl St", "12 Herzl St"),
        ("i don't know", None),
        ("why?", None),
        ("cancel", None),
        ("yes", None),
        ("😀", None),
    ],
)
def test_reads_the_street_that_was_asked_for(words: str, street: str | None) -> None:
    assert read(words, Field.STREET).form.street == street


@pytest.mark.parametrize(
    "words",
    [
        "12 cats",
        "yesterday 3 times",
        "קומה 3",
        "בשעה 5",
        "I have 3 doors",
        "לפני 5 ימים",
        "May 12",
        "מחר ב-5",
        "בניין עם 4 קומות",
    ],
)
def test_does_not_see_a_street_where_none_is(words: str) -> None:
    assert read(words).form.street is None


def test_an_unknown_place_is_handed_on_in_words() -> None:
    reading = read("I'm in Hogwarts", Field.AREA)
    assert (reading.form.area, reading.place, reading.intent) == (None, "Hogwarts", Intent.ANSWER)


@pytest.mark.parametrize("words", ["ראשון", "in Rishon", "בראשל״צ"])
def test_rishon_is_a_town_when_a_town_was_asked_for(words: str) -> None:
    area = read(words, Field.AREA).form.area
    assert area is not None
    assert GAZETTEER.label(area, "en") == "Rishon LeZion"


@pytest.mark.parametrize("words", ["רחוב ירושלים", "Jaffa street", "הכביש בדרך יפו"])
def test_a_street_named_after_a_city_is_no_area(words: str) -> None:
    assert read(words).form.area is None


def test_a_pin_says_where() -> None:
    area = read("there is a leak", pin=Place("pin", 32.81, 34.99)).form.area
    assert area is not None
    assert area.name == "Haifa"


@pytest.mark.parametrize(
    ("words", "issue"),
    [
        ("water is pouring from under my sink, Herzl 12 Haifa", "water is pouring from under my sink"),
        ("נזילה מתחת לכיור, הרצל 12 חיפה, מחר בבוקר", "נזילה מתחת לכיור"),
        ("My name is Dan Cohen and I'm locked out, 5 Ben Yehuda street, apt 3, Tel Aviv", "I'm locked out"),
        ("hi, the tap drips. dan@example.com or 050-123-4567, tomorrow at 5", "the tap drips. or"),
        ("אני ברח' אלנבי 40 תל אביב. המדיח לא עובד. מתי שנוח", "המדיח לא עובד"),
        ("I need a plumber", None),
        ("plumber", None),
        ("אינסטלטור", None),
        ("צריך חשמלאי דחוף בחיפה", None),
        ("hello, my name is Dan", None),
        ("how much does it cost?", None),
        ("yes", None),
    ],
)
def test_the_issue_is_what_is_wrong_in_the_clients_words(words: str, issue: str | None) -> None:
    assert read(words).form.issue == issue


PRIVATE = [
    ("נזילה בבית של משפחת כהן, קוראים לי משה לוי 054-7654321, הרצל 12 דירה 3 חיפה", "משה לוי 7654321 054 הרצל 12 חיפה"),
    (
        "my name is John Smith, leak at 12 Herzl St, apt 4, Haifa, +972541234567",
        "John Smith Herzl Haifa 972541234567 12",
    ),
    ("the door code 4456 is broken, lock stuck, Dizengoff 99 Tel Aviv", "4456 Dizengoff 99 Tel Aviv"),
    ("סתימה. ויצמן 3/4 כפר סבא. 0541234567", "ויצמן 3/4 כפר סבא 0541234567"),
    ("0 5 4 1 2 3 4 5 6 7 the sink leaks", "0 5 4 1 2"),
    ("٠٥٤١٢٣٤٥٦٧ تسريب مياه", "054123 ٠٥٤"),
    ("the sink leaks at herzl 12 haifa", "herzl 12 haifa"),
    ("נזילה אצל משפחת כהן בהרצל 12", "כהן משפחת הרצל בהרצל 12"),
    ("leak, https://maps.example/abc my home", "https maps.example"),
]


@pytest.mark.parametrize(("words", "private"), PRIVATE)
def test_nothing_that_identifies_stays_in_the_issue(words: str, private: str) -> None:
    issue = read(words).form.issue
    assert issue
    left = set(issue.replace(",", " ").replace(".", " ").split())
    assert not left & set(private.split()), issue


def test_a_long_issue_is_cut() -> None:
    issue = read("the sink leaks and " + "water runs on the floor " * 50).form.issue
    assert issue is not None
    assert len(issue) <= 300


@pytest.mark.parametrize(
    ("words", "trade"),
    [("plumber", "plumber"), ("חשמלאי", "electrician"), ("לבית, דלתות", "handyman"), ("כללי", "general")],
)
def test_a_trades_plain_name_answers_which_trade(words: str, trade: str) -> None:
    reading = read(words, Field.TRADE)
    assert reading.form.trade is not None
    assert (reading.form.trade.code, reading.intent) == (trade, Intent.ANSWER)


def test_any_words_answer_what_is_wrong() -> None:
    assert read("it goes brrr", Field.ISSUE).form.issue == "it goes brrr"
    assert read("123", Field.ISSUE).form.issue is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("שלום hi שלום", Language.HE),
        ("hello", Language.EN),
        ("привет", Language.RU),
        ("مرحبا", Language.AR),
        ("123", None),
    ],
)
def test_the_language_is_that_of_most_letters(words: str, language: Language | None) -> None:
    assert read(words).form.language is language


PIECES = st.sampled_from(
    [
        "הרצל 12",
        "at 5",
        "tomorrow",
        "my name is",
        "חיפה",
        "10:30",
        "25/12",
        "\0",
        "\u202e",
        "😀",
        "\ud800",
        "רחוב",
        "ב-",
        "בין 10 ל",
        "'",
        "\n",
        "st",
        "99",
        "לא",
        "דוד",
        "İß",
        "ﷺ",
        "in 2",
        "₪",
        "apt",
    ]
)


@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)), st.sampled_from([None, *Field])
)
@settings(deadline=None, max_examples=400)
def test_no_text_makes_it_fail(text: str, asked: Field | None) -> None:
    form = read(text, asked).form
    assert form.issue is None or len(form.issue) <= 300
    assert form.street is None or "\n" not in form.street


@pytest.mark.parametrize(
    "piece",
    [
        "הרצל 12 ",
        "at 5 ",
        "12 herzl ",
        "1",
        "1 ",
        "א",
        "my name is ",
        "בין 1 ל",
        "a, ",
        "'",
        "רחוב ",
        "not ",
        "חיפה ",
        "Ab Cd ",
        "קומה 1 ",
        "ב-1-",
        "a.b@",
    ],
)
def test_a_hundred_thousand_characters_take_no_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    started = perf_counter()
    read(text)
    assert perf_counter() - started < 1.0  # it takes 10 to 40 ms; the rest is for a busy machine
