"""What a professional may read before his yes says neither who the client is nor where."""

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.forms import Form
from fixi.domain.privacy import LONGEST, scrubbed

NOBODY = Form()
HEBREW = Form(street="הרצל 12", name="דנה לוי")
ENGLISH = Form(street="Herzl 12", name="Dana Levi")


@pytest.mark.parametrize(
    "phone",
    [
        "0541234567",
        "054-1234567",
        "054-123-4567",
        "054 123 45 67",
        "(054) 123-4567",
        "054.123.4567",
        "054/1234567",
        "054_123_4567",
        "054,123,4567",
        "054*123*4567",
        "+972541234567",
        "+972 54-123-4567",
        "972-54-1234567",
        "00972 54 123 4567",
        "+972 (0)54 123 4567",
        "054–123–4567",
        "054‑123‑4567",
        "\u2066+972 54-123-4567\u2069",
        "054\u200b123\u200b4567",
        "0️⃣5️⃣4️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣",
        "٠٥٤١٢٣٤٥٦٧",
        "０５４１２３４５６７",
        "0 5 4 1 2 3 4 5 6 7",
        "04-8123456",
        "0541234567890123456789012345678901234567890",
    ],
)
def test_no_spelling_of_a_phone_is_shown(phone: str) -> None:
    shown = scrubbed(f"leak, call {phone} now", NOBODY)
    assert shown.startswith("leak, call")
    assert shown.endswith("now")
    assert len(re.findall(r"\d", shown)) == 0


@pytest.mark.parametrize(
    "words", ["2 rooms, 3 windows", "from 10:00 to 12:00", "pipe 1/2 inch, 3 m", "leaks since 12.11", "60x60 tiles, 14"]
)
def test_ordinary_numbers_are_shown(words: str) -> None:
    assert scrubbed(words, NOBODY) == words


@pytest.mark.parametrize(
    "where",
    [
        "dana@example.com",
        "dana.levi+fixi@mail.example.co.il",
        "https://waze.com/ul?ll=32.79,34.98",
        "HTTP://example.com",
        "www.facebook.com/dana",
        "wa.me/972541234567",
        "waze.com/ul?ll=32.79,34.98",
        "bit.ly/3xYz",
        "instagram.com",
        "maps.app.goo.gl/abc",
    ],
)
def test_neither_mail_nor_link_is_shown(where: str) -> None:
    assert scrubbed(f"leak {where} now", NOBODY) == "leak now"


def test_a_full_stop_without_a_blank_is_no_link() -> None:
    assert scrubbed("it leaks.please come", NOBODY) == "it leaks.please come"


@pytest.mark.parametrize(
    ("issue", "shown"),
    [
        ("נזילה ברחוב הרצל 12 בחיפה", "נזילה ברחוב בחיפה"),
        ("נזילה בהרצל 12", "נזילה"),
        ("נזילה ליד הרצל", "נזילה ליד"),
        ("גרה בבית 12א, נזילה", "גרה בבית , נזילה"),
        ("מדברת דנה, הברז נוזל", "מדברת , הברז נוזל"),
        ("תדברו עם לוי, שלדנה אין זמן", "אין זמן"),
        ("תגידו לדנה שהברז נוזל", "תגידו שהברז נוזל"),
        ("שבהרצל הכל נוזל", "הכל נוזל"),
        ("ולדנה אין מים", "אין מים"),
    ],
)
def test_hebrew_names_and_streets_go_with_their_prefixes(issue: str, shown: str) -> None:
    assert scrubbed(issue, HEBREW) == shown


@pytest.mark.parametrize(
    ("issue", "shown"),
    [
        ("leak at Herzl 12, HERZL street", "leak at , street"),
        ("this is Dana Levi, the tap drips", "this is , the tap drips"),
        ("dana's tap drips, number 12b", "'s tap drips, number"),
        ("12 herzl, the boiler", "the boiler"),
        ("danger: 120 volts", "danger: 120 volts"),
    ],
)
def test_words_of_name_and_street_go_wherever_they_stand(issue: str, shown: str) -> None:
    assert scrubbed(issue, ENGLISH) == shown


def test_house_and_flat_go_even_when_written_apart() -> None:
    known = Form(street="הרצל 12/3")
    assert scrubbed("בניין 12 דירה 3, נזילה", known) == "בניין דירה , נזילה"


def test_what_stood_between_digits_hides_no_phone() -> None:
    assert scrubbed("054 12 Dana 34 567", ENGLISH) == ""


def test_the_issue_is_one_line_of_bearable_length() -> None:
    shown = scrubbed("leak\n\n under   the sink\t" + "x " * 1000, NOBODY)
    assert shown.startswith("leak under the sink x x")
    assert len(shown) <= LONGEST


def test_odd_names_are_words_and_no_patterns() -> None:
    assert scrubbed("a.*b c) leak", Form(name="(c", street=".+")) == "a.*b c) leak"


TEXTS = st.text(st.sampled_from("0123456789 .-()/+_,\u200f\u2066abא٣\n"), max_size=80)


@given(TEXTS)
def test_no_run_of_seven_digits_survives(words: str) -> None:
    shown = scrubbed(words, Form(street="ab 1", name="b א"))
    bare = re.sub(r"[\s().\-/+_,\u200f\u2066]", "", shown)
    if re.search(r"\d{7}", bare):
        # Only digits that stand far apart are left, such as two house numbers at two ends of a line.
        assert max(len(gap) for gap in re.findall(r"(?<=\d)[^\da-zא]+(?=\d)", shown)) > 6


@given(TEXTS, st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_said_comes_out_short_and_without_a_phone(words: str, street: str, name: str) -> None:
    once = scrubbed(words, Form(street=street, name=name))
    assert not re.search(r"\d{7}", once)
    assert len(once) <= LONGEST


def test_hostile_texts_take_no_time() -> None:
    began = perf_counter()
    for words in ("1 " * 5000, "a@" * 5000, "www." * 5000, "a." * 5000, "+" * 9999, "1" * 9999):
        scrubbed(words, ENGLISH)
    assert perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("issue", "gone"),
    [
        ("clogged toilet, ask for Ann Levi", "Levi"),
        ("leak, my husband Dan Katz is home", "Katz"),
        ("second floor, Bob Marley on the door, tap drips", "Marley"),
        ("סתימה, תשאלו את דנה לוי", "לוי"),
        ("נזילה, לדבר עם משה כהן", "כהן"),
    ],
)
def test_a_person_who_is_to_be_asked_for_is_not_named(issue: str, gone: str) -> None:
    assert gone not in scrubbed(issue, Form())
