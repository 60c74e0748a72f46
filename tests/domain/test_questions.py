"""One open question at a time, and what counts as its answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.questions import Ask, Option, Question, yes_or_no
from tests.support.samples import AT, question

THREE = question("a", "b", "c")
YES_NO = yes_or_no(Ask.CONSENT, "q1", AT)
OFFER = Question(Ask.OFFER, "q1", (Option("accept", "x"), Option("decline", "y")), AT)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "a"),
        ("2", "b"),
        (" 3 ", "c"),
        ("3️⃣", "c"),
        ("٢", "b"),
        ("2.", "b"),
        ("שתיים", "b"),
        ("השלישי", "c"),
        ("one", "a"),
        ("option 2", "b"),
        ("אופציה 3", "c"),
        ("1 please", "a"),
        ("вариант 2", "b"),
        ("ثلاثة", "c"),
    ],
)
def test_a_number_in_any_spelling_is_an_answer(text: str, value: str) -> None:
    assert THREE.answer(text) == value


@pytest.mark.parametrize("text", ["0", "4", "99", "1.5", "10:30", "2 cats", "1 or 2", "", "?", "yes", "no", "a"])
def test_what_is_no_option_is_no_answer(text: str) -> None:
    assert THREE.answer(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", "yes"), ("2", "no"), ("כן", "yes"), ("לא", "no"), ("Yes please!", "yes"), ("👍", "yes"), ("нет", "no")],
)
def test_yes_and_no_answer_a_yes_or_no_question(text: str, value: str) -> None:
    assert YES_NO.answer(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "accept"),
        ("2", "decline"),
        ("כן", "accept"),
        ("לא", "decline"),
        ("לוקח", "accept"),
        ("I'll take it", "accept"),
        ("דוחה", "decline"),
        ("pass", "decline"),
        ("не могу", "decline"),
        ("beru", None),
        ("menu", None),
    ],
)
def test_an_offer_is_taken_or_left_in_the_words_of_the_trade(text: str, value: str | None) -> None:
    assert OFFER.answer(text) == value


@pytest.mark.parametrize("text", ["yes, but not today", "לא יודע", "no water at all", "כן אבל מחר"])
def test_a_sentence_that_begins_with_yes_or_no_is_none(text: str) -> None:
    assert YES_NO.answer(text) is None


def test_a_button_carries_its_question() -> None:
    assert THREE.answer("whatever it says", "q1/b") == "b"
    assert THREE.answer("1", "q0/b") is None
    assert THREE.answer("1", "q1/z") is None
    assert THREE.answer("1", "b") is None
    assert THREE.answer("1", "") is None
    assert THREE.answer("", "q1/q1/b") is None


def test_a_value_with_colons_comes_back_whole() -> None:
    slot = question(AT.isoformat())
    assert slot.answer("", f"q1/{AT.isoformat()}") == AT.isoformat()


def test_a_question_about_something_says_so() -> None:
    assert yes_or_no(Ask.DONE, "q2", AT, "lead1").about == "lead1"
    assert YES_NO.values == ("yes", "no")


@given(st.text(max_size=30), st.none() | st.text(max_size=10))
def test_whatever_is_said_the_answer_is_one_of_the_options_or_none(text: str, button: str | None) -> None:
    for asked in (THREE, YES_NO, OFFER):
        assert asked.answer(text, button) in {None, *asked.values}
