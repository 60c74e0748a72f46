"""Which language somebody writes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.language import spoken_language
from fixi.domain.values import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("יש לי נזילה", Language.HE),
        ("water leak", Language.EN),
        ("عندي تسريب", Language.AR),
        ("течёт кран", Language.RU),
        ("יש לי leak בכיור", Language.HE),
        ("my tap (ברז) is leaking", Language.EN),
        ("ok", Language.EN),
        ("k", None),
        ("12", None),
        ("", None),
        ("👍 !!", None),
        ("水漏れ", None),
        ("1. כן", Language.HE),
    ],
)
def test_most_letters_decide(text: str, language: Language | None) -> None:
    assert spoken_language(text) is language


def test_a_long_text_is_judged_by_its_beginning() -> None:
    assert spoken_language("שלום " * 100 + "hello " * 1000) is Language.HE


@given(st.text(max_size=50))
def test_every_text_has_one_language_or_none(text: str) -> None:
    assert spoken_language(text) in {None, *Language}
