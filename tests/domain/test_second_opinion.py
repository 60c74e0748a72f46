"""A model's reading and the rules' of the same words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from fixi.domain.checking import Refusal
from fixi.domain.forms import Form, Intent, Line, Reading, ReadingTask
from fixi.domain.second_opinion import combined, differences
from fixi.domain.spending import narrowed
from fixi.domain.values import Language, Media, MediaKind, Place, Urgency, Wish
from tests.support.samples import AT, DAY, ELECTRICIAN, HAIFA, HOUR, MINUTE, PLUMBER, TEL_AVIV

WISH = Wish(AT + DAY, AT + DAY + HOUR)
TASK = ReadingTask("water", AT, "Asia/Jerusalem")
RULES = Reading(Intent.NEW_REQUEST, Form(PLUMBER, "water", HAIFA, "Herzl 12", WISH, name="Dana", language=Language.EN))


def test_what_was_refused_comes_from_the_rules() -> None:
    model = Reading(Intent.ANSWER, Form(issue="a leak", language=Language.EN), source="gemini-test")
    made = combined(model, RULES, (Refusal("trade", "unknown"), Refusal("wish", "past")), TASK)
    assert made == replace(model, form=replace(model.form, trade=PLUMBER, wish=WISH))


def test_what_the_model_left_empty_stays_empty() -> None:
    model = Reading(Intent.OTHER, Form(language=Language.EN))
    assert combined(model, RULES, (), TASK) == model


def test_a_town_that_only_the_rules_know_is_better_than_none() -> None:
    model = Reading(place="Hayfa by the sea", form=Form(language=Language.EN))
    assert combined(model, RULES, (), TASK).form.area == HAIFA


def test_a_shared_pin_counts_more_than_words() -> None:
    model = Reading(form=Form(area=TEL_AVIV, language=Language.EN))
    assert combined(model, RULES, (), TASK).form.area == TEL_AVIV
    assert combined(model, RULES, (), replace(TASK, pin=Place("pin", 32.8, 35))).form.area == HAIFA


def test_each_field_that_differs_is_named_with_how() -> None:
    form = Form(ELECTRICIAN, None, HAIFA, "herzl  12", None, Urgency.SOON, "Dana", Language.EN)
    assert differences(replace(RULES, form=form, intent=Intent.ANSWER), RULES) == (
        "trade:other",
        "wish:only_rules",
        "urgency:other",
        "intent:other",
        "issue:only_rules",
    )
    assert differences(RULES, RULES) == ()


PHOTO = Media(MediaKind.IMAGE, "kept:a.jpg")
FULL = replace(
    TASK,
    media=(PHOTO,),
    pieces=("look", PHOTO, "there"),
    lines=tuple(Line(AT + n * MINUTE, ours=False, text=str(n)) for n in range(20)),
)


@pytest.mark.parametrize(
    ("gone", "files", "lines"),
    [("0", True, 20), ("3.4", True, 20), ("3.5", False, 20), ("4.2", False, 20), ("4.25", False, 4), ("5", False, 4)],
)
def test_the_less_money_is_left_the_less_is_shown(gone: str, files: bool, lines: int) -> None:
    shown = narrowed(FULL, Decimal(gone), Decimal(5))
    assert (shown.files_shown, len(shown.lines)) == (files, lines)
    assert replace(shown, files_shown=True, lines=FULL.lines) == FULL
