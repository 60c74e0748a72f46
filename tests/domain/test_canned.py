"""Replies at hand: in whose language, with whose name, and what is none."""

import pytest

from fixi.domain.canned import LONGEST_TEXT, LONGEST_TITLE, CannedReply
from fixi.domain.errors import Invalid
from fixi.domain.values import Language

REPLY = CannedReply(
    "soon", "Soon", ((Language.EN, "Hello {name}, soon."), (Language.HE, "שלום {name}, מיד."), (Language.RU, " "))
)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "Hello Dana, soon."),
        (Language.HE, "שלום Dana, מיד."),
        (Language.RU, "שלום Dana, מיד."),
        (None, "שלום Dana, מיד."),
    ],
)
def test_it_is_said_in_the_language_of_the_person_else_in_that_of_the_business(
    language: Language | None, said: str
) -> None:
    assert REPLY.said(language, Language.HE, "Dana") == said


def test_what_there_is_in_one_language_only_is_said_in_that() -> None:
    assert CannedReply("a", "A", ((Language.AR, "x"),)).said(Language.EN, Language.HE) == "x"


def test_without_a_name_nothing_is_missing() -> None:
    assert REPLY.said(Language.EN, Language.HE) == "Hello, soon."


@pytest.mark.parametrize(
    ("title", "text"),
    [("", "x"), (" ", "x"), ("x" * (LONGEST_TITLE + 1), "x"), ("x", " "), ("x", "x" * (LONGEST_TEXT + 1))],
)
def test_what_says_nothing_or_too_much_is_no_reply(title: str, text: str) -> None:
    with pytest.raises(Invalid):
        CannedReply("a", title, ((Language.EN, text),))
