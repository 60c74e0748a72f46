"""What every adapter of the Wording port promises."""

from datetime import UTC, datetime, timedelta

import pytest

from fixi.adapters.wording.catalogue import Catalogue
from fixi.domain.effects import say
from fixi.domain.questions import Ask, Option, Question, yes_or_no
from fixi.domain.values import Language, Param, Place, Slot, Trade, Wish
from fixi.ports.places import Places
from fixi.ports.wording import Wording

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # ten o'clock in Jerusalem
HAIFA = Place("Haifa", 32.8, 35.0)
OFFER: dict[str, Param] = {
    "trade": Trade("plumber"),
    "area": HAIFA,
    "issue": "leak",
    "when": "",
    "price": "",
    "media": 0,
}


class OnePlace(Places):
    """A country with one city."""

    def named(self, name: str) -> Place | None:
        return HAIFA if name in {"Haifa", "חיפה"} else None

    def within(self, text: str) -> tuple[tuple[Place, int, int], ...]:
        return ()

    def nearest(self, lat: float, lon: float) -> Place | None:
        return HAIFA

    def every(self) -> tuple[Place, ...]:
        return (HAIFA,)

    def label(self, place: Place, language: str) -> str:
        return "חיפה" if (place, language) == (HAIFA, "he") else place.name


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Catalogue.load(OnePlace(), "Asia/Jerusalem", Language.HE)


@pytest.mark.parametrize("language", [Language.HE, Language.EN])
def test_options_stand_under_the_text_with_their_digits(wording: Wording, language: Language) -> None:
    question = yes_or_no(Ask.STILL_NEEDED, "q1", AT)
    worded = wording.say(say("need.ask", language, question))
    lines = worded.text.splitlines()
    assert lines[-3] == ""
    assert lines[-2] == f"1. {worded.choices[0][1]}"
    assert lines[-1] == f"2. {worded.choices[1][1]}"
    assert [value for value, _ in worded.choices] == ["yes", "no"]


def test_without_a_question_there_is_nothing_to_tap(wording: Wording) -> None:
    assert wording.say(say("thanks", Language.EN)).choices == ()


def test_choices_are_short_and_in_digit_order(wording: Wording) -> None:
    params = (("area", Place("Llanfairpwllgwyngyllgogery", 53.2, -4.2)), ("trade", Trade("air_conditioning")))
    options = (Option("lead9", "option.lead", params), Option("lead1", "option.lead", params))
    worded = wording.say(say("which.cancel", Language.HE, Question(Ask.WHICH, "q", options, AT)))
    assert [value for value, _ in worded.choices] == ["lead9", "lead1"]
    assert all(len(label) <= 25 for _, label in worded.choices)
    assert "Llanfairpwllgwyngyllgogery" in worded.text


def test_values_are_worded_in_the_language_of_the_text(wording: Wording) -> None:
    hebrew, english = (wording.text("offer", language, **OFFER) for language in (Language.HE, Language.EN))
    assert "אינסטלציה · חיפה" in hebrew
    assert "Plumbing · Haifa" in english


def test_times_are_in_the_zone_of_the_business(wording: Wording) -> None:
    slot = Slot(AT, AT + timedelta(hours=1))
    assert "יום ב׳ 23.11, 10:00-11:00" in wording.text("time.agreed", Language.HE, pro="דן", slot=slot)
    assert "Mon 23 Nov, 10:00–11:00" in wording.text("time.agreed", Language.EN, pro="Dan", slot=slot)
    wish = Wish(AT, AT)
    assert "Mon 23 Nov, 10:00" in wording.text("offer", Language.EN, **{**OFFER, "when": wish})


def test_foreign_text_stays_data(wording: Wording) -> None:
    hostile = "{phone} {0} %s [[x]] {trade|url} \u202eevil\u2069\n\nline"
    text = wording.text("offer", Language.EN, **{**OFFER, "issue": hostile})
    assert "{phone} {0} %s [[x]] {trade|url} evil line" in text
    assert "\u202e" not in text


def test_foreign_text_is_isolated_in_its_direction(wording: Wording) -> None:
    assert "\u2068water leak 5\u2069" in wording.text("offer", Language.HE, **{**OFFER, "issue": "water leak 5"})
    assert "\u2068נזילה\u2069" in wording.text("offer", Language.EN, **{**OFFER, "issue": "נזילה"})
    assert "\u2068" not in wording.text("offer", Language.HE, **{**OFFER, "issue": "נזילה 5"})


@pytest.mark.parametrize("language", [Language.AR, Language.RU])
def test_a_language_without_texts_falls_back_to_the_business_s_own(wording: Wording, language: Language) -> None:
    assert wording.text("thanks", language) == wording.text("thanks", Language.HE)
    assert wording.say(say("thanks", language)).text == wording.text("thanks", Language.HE)


def test_an_unknown_key_is_a_defect(wording: Wording) -> None:
    with pytest.raises(KeyError):
        wording.text("no.such.key", Language.HE)
    with pytest.raises(KeyError):
        wording.say(say("no.such.key", Language.EN))


def test_parameters_are_worded_one_by_one_for_a_template(wording: Wording) -> None:
    offer = say("offer", Language.HE, **{**OFFER, "issue": "נזילה\n\tמתחת    לכיור"})
    assert wording.values(offer, ("area", "trade", "issue")) == ("חיפה", "אינסטלציה", "נזילה מתחת לכיור")
    slot = Slot(AT, AT + timedelta(hours=1))
    (when,) = wording.values(say("time.agreed", Language.EN, pro="Dan", slot=slot), ("slot",))
    assert when == "Mon 23 Nov, 10:00–11:00"


def test_a_parameter_that_is_not_there_is_empty(wording: Wording) -> None:
    assert wording.values(say("offer", Language.EN, **OFFER), ("price", "no_such")) == ("", "")
