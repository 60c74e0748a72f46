"""What Places promises, on the gazetteer of Israel, and what is known of its spellings."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixi.adapters.places.gazetteer import Gazetteer
from fixi.domain.values import Place

GAZETTEER = Gazetteer.load()


def english(place: Place | None) -> str | None:
    return GAZETTEER.label(place, "en") if place else None


def seen(text: str) -> list[tuple[str | None, str]]:
    return [(english(place), text[start:end]) for place, start, end in GAZETTEER.within(text)]


@pytest.mark.parametrize(
    ("names", "place"),
    [
        ("Haifa|חיפה|חֵיפָה|Хайфа|حيفا|HAIFA|haifa|Hefa", "Haifa"),
        (
            'Tel Aviv|תל אביב|תל-אביב|תל־אביב|ת"א|ת״א|תל אביב יפו|תל-אביב-יפו|Tel Aviv-Yafo|Тель-Авив|יפו|Jaffa',
            "Tel Aviv",
        ),
        ("Jerusalem|ירושלים|י-ם|القدس|Иерусалим|Yerushalayim", "Jerusalem"),
        ('Petah Tikva|Petach Tikva|Petah Tiqwa|פתח תקווה|פתח תקוה|פתח-תקווה|פ"ת', "Petah Tikva"),
        ('Rishon LeZion|Rishon LeZiyyon|Rishon|ראשון לציון|ראשל"צ|ראשון', "Rishon LeZion"),
        ("Beer Sheva|Be'er Sheva|Beersheba|Be’er Sheva|באר שבע|ב\"ש", "Beer Sheva"),
        ('Kfar Saba|Kefar Sava|כפר סבא|כפ"ס', "Kfar Saba"),
        ('Ramat HaSharon|Ramat Hasharon|רמת השרון|רמה"ש', "Ramat HaSharon"),
        ("Nes Ziona|Ness Ziona|נס ציונה|נס-ציונה", "Nes Ziona"),
        ("Rosh HaAyin|Rosh Haayin|ראש העין", "Rosh HaAyin"),
        ("Kiryat Bialik|Qiryat Bialik|קרית ביאליק|קריית ביאליק", "Kiryat Bialik"),
        ("Kiryat Motzkin|קרית מוצקין|קריית מוצקין", "Kiryat Motzkin"),
        ('Kiryat Shmona|קרית שמונה|ק"ש', "Kiryat Shmona"),
        ("Modiin|Modi'in|מודיעין|מודיעין-מכבים-רעות", "Modiin"),
        ("Holon|H̱olon|חולון", "Holon"),
        ("Maale Adumim|Ma'ale Adumim|מעלה אדומים", "Maale Adumim"),
        ("Akko|Acre|עכו|عكا", "Acre"),
        ("Nof HaGalil|נוף הגליל|נצרת עילית", "Nof HaGalil"),
        ("Omer|עומר", "Omer"),
        ("Sderot|שדרות", "Sderot"),
    ],
)
def test_every_usual_spelling_names_the_place(names: str, place: str) -> None:
    assert {english(GAZETTEER.named(name)) for name in names.split("|")} == {place}


@pytest.mark.parametrize(
    "name", ["", " ", "רמת", "גן", "Or Gan", "Hogwarts", "leak in Haifa", "בחיפה", "12", "x" * 100_000, "\0"]
)
def test_what_is_no_name_names_nothing(name: str) -> None:
    assert GAZETTEER.named(name) is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("water in my flat in Haifa", [("Haifa", "Haifa")]),
        ("נזילה בחיפה", [("Haifa", "חיפה")]),
        ("ובחיפה, שבחיפה; מחיפה", [("Haifa", "חיפה")] * 3),
        ("מתל-אביב יפו", [("Tel Aviv", "תל-אביב יפו")]),
        ("בראשל״צ", [("Rishon LeZion", "ראשל״צ")]),
        ("from Haifa to Tel Aviv", [("Haifa", "Haifa"), ("Tel Aviv", "Tel Aviv")]),
        ("קרית ים", [("Kiryat Yam", "קרית ים")]),
        ("Rosh HaAyin", [("Rosh HaAyin", "Rosh HaAyin")]),
        ("я в Хайфе", [("Haifa", "Хайфе")]),
        ("في حيفا", [("Haifa", "حيفا")]),
        ("גר בשדרות", [("Sderot", "שדרות")]),
        ("הרצל 12, עומר", [("Omer", "עומר")]),
        ("Herzl 12, Ramat Gan!", [("Ramat Gan", "Ramat Gan")]),
        ("Tel\u00a0Aviv", [("Tel Aviv", "Tel\u00a0Aviv")]),
        ("İ Haifa", [("Haifa", "Haifa")]),
    ],
)
def test_names_are_found_in_a_text_as_they_stand(text: str, places: list[tuple[str, str]]) -> None:
    assert seen(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "שדרות בן גוריון 7",
        "המפתח תקוע בדלת",
        "הילד נעול",
        "סולם גבוה",
        "על סולם",
        "זה באזור התחנה",
        "I want to stop the leak or fix it",
        "קוראים לי אריאל",
        "יבנה לי מדף",
        "רמת",
        "גן",
        "Tel\nAviv",
        "Haifaaa",
        "חיפהה",
        "golan@gantz.or.il",
        "my garden gate",
        "שלם לי כבר",
        "הוא משלם",
        "מים נעים",
    ],
)
def test_words_that_only_look_like_a_place_are_none(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("lat", "lon", "place"),
    [
        (32.81, 34.99, "Haifa"),
        (32.08, 34.78, "Tel Aviv"),
        (32.05, 34.752, "Tel Aviv"),  # Jaffa
        (31.78, 35.22, "Jerusalem"),
        (29.55, 34.95, "Eilat"),
        (0.0, 0.0, None),
        (34.5, 33.0, None),
        (91.0, 0.0, None),
        (float("nan"), 0.0, None),
    ],
)
def test_the_nearest_place_is_at_most_30_km_away(lat: float, lon: float, place: str | None) -> None:
    assert english(GAZETTEER.nearest(lat, lon)) == place


@pytest.mark.parametrize(
    ("language", "label"),
    [("he", "פתח תקווה"), ("en", "Petah Tikva"), ("ru", "Петах-Тиква"), ("ar", "بيتح تكفا"), ("fr", "Petah Tikva")],
)
def test_a_place_has_a_label_in_each_language(language: str, label: str) -> None:
    place = GAZETTEER.named("פתח תקווה")
    assert place is not None
    assert GAZETTEER.label(place, language) == label


def test_a_place_of_ones_own_is_labelled_by_its_name() -> None:
    assert GAZETTEER.label(Place("Nowhere", 1, 1), "he") == "Nowhere"


def test_places_can_be_added() -> None:
    port = Place("Port", 32.82, 35.0)
    gazetteer = Gazetteer.load(extra=[(port, ("הנמל",))])
    assert gazetteer.named("הנמל") == gazetteer.named("port") == port


def test_other_countries_load() -> None:
    cyprus = Gazetteer.load("CY")
    assert [place.name for place, _, _ in cyprus.within("a leak in Limassol")] == ["Limassol"]
    assert cyprus.named("Haifa") is None
    assert Gazetteer.load("XX").nearest(0, 0) is None


@given(st.text())
@settings(deadline=None)
def test_no_text_makes_it_fail(text: str) -> None:
    for _, start, end in GAZETTEER.within(text):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("piece", ["נזילה הרצל 12 חיפה ", "a ", "תל ", "קרית ", "א", "\u05b0", "'", "a-", "in Haifa, "])
def test_a_hundred_thousand_characters_take_no_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    started = perf_counter()
    GAZETTEER.within(text)
    assert perf_counter() - started < 1.0  # it takes 10 to 60 ms; the rest is for a busy machine


def test_it_loads_quickly() -> None:
    started = perf_counter()
    Gazetteer.load()
    assert perf_counter() - started < 2.0  # it takes 0.2 s


def test_every_place_is_there_once_and_is_found_by_its_name() -> None:
    every = GAZETTEER.every()
    names = [place.name for place in every]
    assert len(set(names)) == len(names) > 500
    assert names == sorted(names)
    assert [place for place in every if GAZETTEER.named(place.name) is None] == []
