"""The catalogue: complete, the same in every language, safe to fill, and good to read."""

import ast
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations, product
from pathlib import Path
from urllib.parse import unquote

import pytest

import fixi
from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.wording.catalogue import Catalogue
from fixi.domain.account import AccountState
from fixi.domain.client_chat.asking import STARS
from fixi.domain.effects import say
from fixi.domain.errors import Invalid
from fixi.domain.fixed_words import command
from fixi.domain.forms import Field
from fixi.domain.orders import ordered
from fixi.domain.pro_chat.offers import REASONS
from fixi.domain.questions import Ask, Question
from fixi.domain.values import Language, Param, Place, Slot, TextLine, Trade, Wish, line
from fixi.ports.places import Places

ZONE = "Asia/Jerusalem"
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
HAIFA = Place("Haifa", 32.8, 35.0)
TRADES = {
    "plumber",
    "electrician",
    "handyman",
    "locksmith",
    "painter",
    "cleaner",
    "air_conditioning",
    "appliances",
    "general",
}
ALERTS = {
    *(f"review.{why}" for why in ("nobody", "tries", "unclear", "busy")),
    *(f"human.{why}" for why in ("asked", "complaint", "unclear", "pro")),
    *(f"account.{state}" for state in AccountState if state is not AccountState.READY),
    *("sending.on", "sending.off", "other", "several", "digest", "older", "at"),
    "no_times",
    "stale",
    "failed_send",
    "account_back",
}
YES_OR_NO = (Ask.CONSENT, Ask.STILL_NEEDED, Ask.DONE, Ask.JOB_DONE, Ask.ANOTHER)
SAMPLES: dict[str, Param] = {
    "about": "k3v9x2m1qp",
    "area": HAIFA,
    "client": "Dana Levi",
    "count": 3,
    "detail": "3",
    "issue": "מים מתחת לכיור, 3 ימים",
    "lines": ("menu.status", "menu.cancel"),
    "media": 2,
    "minutes": 25,
    "phone": "972502345678",
    "picture": "צינור פתוח מתחת לכיור",
    "price": "₪200-300",
    "pro": "יוסי כהן",
    "question": line("ask.street.1"),
    "since": AT,
    "slot": Slot(AT, AT + HOUR),
    "stars": 4.8,
    "street": "הרצל 12",
    "trade": Trade("plumber"),
    "until": AT,
    "what": "מים מתחת לכיור",
    "words": "יש לי נזילה מתחת לכיור",
    "floor": "3",
    "apartment": "7",
    "when": Wish(AT, AT + 4 * HOUR),
}
# What the core may leave empty, by the beginning of the key; the template must do without.
MAYBE_EMPTY = {
    "offer": "issue picture when price media",
    "agenda.job": "what client phone street floor apartment",
    "another.ask": "minutes",
    "job.won": "issue picture words client phone street floor apartment",
    "job.timed": "slot client",
    "job.moved": "slot client",
    "job.updated": "issue picture words street floor apartment",
    "job.returned": "trade area when",
    "job.cancelled": "trade area when",
    "job.finished": "trade area when",
    "jobs.line": "issue client phone street floor apartment when",
    "option.lead": "area",
    "option.job": "when",
    "status": "area",
    **{f"alert.account.{state}": "detail" for state in AccountState if state is not AccountState.READY},
    "alert.other": "about",
    "ended": "area",
    "taken": "area trade when",
}


class Labels(Places):
    """Only the names of places; the rest is not asked for here."""

    def named(self, name: str) -> Place | None:
        return None

    def within(self, text: str) -> tuple[tuple[Place, int, int], ...]:
        return ()

    def nearest(self, lat: float, lon: float) -> Place | None:
        return None

    def every(self) -> tuple[Place, ...]:
        return (HAIFA,)

    def label(self, place: Place, language: str) -> str:
        return "חיפה" if (place, language) == (HAIFA, "he") else place.name


CATALOGUE = Catalogue.load(Labels(), ZONE, Language.HE)
TONGUES = CATALOGUE.tongues
KEYS = sorted(TONGUES[Language.HE].texts)
EACH = [(key, language) for key in KEYS for language in TONGUES]


def filled(key: str, language: Language, **other: Param) -> str:
    return CATALOGUE.text(key, language, **{**SAMPLES, **other})


# ------------------------------------------------------------------------------------------------------- completeness


@dataclass
class Said:
    """The keys that the source names: whole ones, and patterns of those that are put together."""

    certain: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)


def said_in_source() -> Said:
    """Every key that the core says, read from its source."""
    said = Said()
    for layer in ("domain", "application"):
        for path in sorted((Path(fixi.__file__).parent / layer).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    certain_keys(node, said)
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    said.possible.add(node.value)
                if isinstance(node, ast.JoinedStr):
                    said.patterns.add(pattern(node))
    said.certain |= {text for text in said.possible if re.fullmatch(r"(pro)?menu\.\w+|option\.[\w.]+[a-z]", text)}
    return said


def certain_keys(call: ast.Call, said: Said) -> None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if name in {"say", "news", "cold", "job_words", "line"}:
        said.certain |= set(constants(call.args[0]))
    elif name == "Alert":
        said.certain |= {f"alert.{kind}" for kind in constants(call.args[0])}
    elif name == "Option" and len(call.args) > 1:
        said.certain |= set(constants(call.args[1]))


def constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def pattern(node: ast.JoinedStr) -> str:
    parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+" for part in node.values)
    return "".join(parts)


def generated() -> set[str]:
    """The keys that the core puts together, written out."""
    spread: dict[str, Iterable[str]] = {
        "ask": [f"{field}.{times}" for field in Field for times in (1, 2, 3)],
        "times": ["pick", "wished", "gone", "move", "pro_moves", "again"],
        "ended": ["closed", "closed.office", "cancelled", "completed", "rejected"],
        "status": ["searching", "waiting", "review"],
        "which": ["cancel", "move", "done", "on_way"],
        "review_by_person": ["nobody", "tries", "unclear"],
        "wordless": ["undecryptable", "call"],
        "offer.closed": ["expired", "cancelled", "taken", "changed", "reassigned", "late", "office"],
        "done": ["client", "stale"],
        "jobs": ["move", "on_way"],
        "job": ["moved", "timed", "returned", "cancelled", "finished", "withdrawn"],
        "rating": ["ask", "remind"],
        "job_done": ["ask", "repeat"],
        "alert": ALERTS,
        "trade": TRADES,
    }
    keys = {f"{head}.{tail}" for head, tails in spread.items() for tail in tails}
    keys |= {f"booked{urgent}{rated}" for urgent, rated in product(("", ".emergency"), ("", ".rated"))}
    keys |= {f"offer{nudge}{urgent}" for nudge, urgent in product(("", ".nudge"), ("", ".emergency"))}
    keys |= {f"option.{ask}.{answer}" for ask in YES_OR_NO for answer in ("yes", "no")}
    keys |= {"stopped", "stopped.booked"}
    return keys | {option.label for option in (*REASONS, *STARS)}


SAID = said_in_source()


def test_the_source_was_really_read() -> None:
    assert {"welcome", "safety", "taken.emergency", "menu.stop", "alert.stale", "need.repeat"} <= SAID.certain
    assert len(SAID.certain) > 60


@pytest.mark.parametrize("language", list(TONGUES))
def test_every_key_that_the_core_can_say_has_a_text(language: Language) -> None:
    assert sorted((SAID.certain | generated()) - set(TONGUES[language].texts)) == []


def test_every_pattern_of_keys_has_texts() -> None:
    headed = {
        each for each in SAID.patterns if re.match(r"(ask|times|ended|status|which|wordless|done|jobs)\\\.", each)
    }
    assert len(headed) >= 8
    assert [each for each in headed if not any(re.fullmatch(each, key) for key in KEYS)] == []


def test_no_text_is_kept_that_nobody_says() -> None:
    known = SAID.certain | SAID.possible | generated()
    assert [key for key in KEYS if key not in known] == []


def test_the_real_gazetteer_words_places() -> None:
    places = Gazetteer.load()
    haifa = places.named("חיפה")
    assert haifa is not None
    catalogue = Catalogue.load(places, ZONE, Language.HE)
    assert catalogue.text("jobs.offer_open", Language.HE, trade=Trade("painter"), area=haifa).endswith("צביעה · חיפה")


# ---------------------------------------------------------------------------------------------------- checked at load


FORMATS = '[formats]\nday="d"\nmoment="HH"\nopens="HH"\ncloses="HH"\nclock="HH"\n[texts]\n'


@pytest.mark.parametrize(
    ("hebrew", "english", "problem"),
    [
        ('a = "א"\nb = "ב"', 'a = "a"', "en: b is missing"),
        ('a = "א {pro}"', 'a = "a {area}"', "a: parameters differ between the languages"),
        ('a = "א {pro"', 'a = "a"', "he: a: { is no hole"),
        ('a = "א {0}"', 'a = "a"', "he: a: {0} is no hole"),
        ('a = "א [[x"', 'a = "a"', "he: a: [[ without its partner"),
        ('a = "א"', 'a = "]]"', "en: a: ]] without its partner"),
        ('a = " "', 'a = "a"', "he: a: no text"),
        ("a = 1", 'a = "a"', "he: a: no text"),
        ('a = "א"', "a = ", "en: Invalid value"),
    ],
)
def test_a_catalogue_with_a_problem_is_not_loaded(hebrew: str, english: str, problem: str) -> None:
    with pytest.raises(Invalid, match=re.escape(problem)):
        Catalogue.of({"he": FORMATS + hebrew, "en": FORMATS + english}, Labels(), ZONE, Language.HE)


def test_each_problem_has_a_line() -> None:
    with pytest.raises(Invalid) as caught:
        Catalogue.of({"he": '[texts]\na = "{"', "en": FORMATS + 'b = "b"'}, Labels(), ZONE, Language.RU)
    lines = str(caught.value).splitlines()
    assert len(lines) == 9  # a hole, five formats, two keys, the default language
    assert "ru: no texts in the business's own language" in lines


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid, match="no time zone"):
        Catalogue.load(Labels(), "Asia/Nowhere", Language.HE)


# ----------------------------------------------------------------------------------------------------- good to read


@pytest.mark.parametrize("language", list(TONGUES))
def test_every_text_can_be_filled_and_is_short(language: Language) -> None:
    for key in KEYS:
        text = filled(key, language)
        assert text, key
        assert len(text) <= 1000, key
        assert not re.search(r"[{}]|\[\[|\]\]", text), key


def test_hebrew_is_hebrew() -> None:
    for key in KEYS:
        text = filled(key, Language.HE, about="7", client="דנה")
        assert re.search("[א-ת]", text), key
        assert not re.search("[A-Za-z]", re.sub(r"https://waze\.com/ul\S+", "", text)), key


def test_english_has_no_hebrew() -> None:
    for key in KEYS:
        text = filled(
            key, Language.EN, issue="leak", pro="Dan", street="Herzl 12", what="leak", words="leak", picture="pipe"
        )
        assert not re.search("[א-ת]", text), key


def test_one_emoji_at_most() -> None:
    for key, language in EACH:
        assert sum(unicodedata.category(char) == "So" for char in filled(key, language)) <= 1, key


@pytest.mark.parametrize("field", list(Field))
@pytest.mark.parametrize("language", list(TONGUES))
def test_a_field_is_asked_for_in_three_different_ways(field: Field, language: Language) -> None:
    texts = [CATALOGUE.text(f"ask.{field}.{times}", language) for times in (1, 2, 3)]
    for one, other in combinations(texts, 2):
        assert SequenceMatcher(None, one, other).ratio() < 0.6
        assert one.split()[:2] != other.split()[:2]


@pytest.mark.parametrize("language", [Language.HE, Language.EN])
def test_a_message_made_before_its_text_grew_is_said_without_the_new_part(language: Language) -> None:
    """It waits in an outbox over an upgrade, and nothing behind it may wait for ever."""
    old = {name: SAMPLES[name] for name in ("issue", "client", "phone", "street", "area", "trade")}
    shown = CATALOGUE.text("job.won", language, **{**old, "when": ""})
    assert str(SAMPLES["street"]) in shown
    assert "{" not in shown
    with pytest.raises(KeyError):
        CATALOGUE.text("job.won", language, issue="what it is about was always there")


def test_what_may_be_empty_leaves_no_gap() -> None:
    for key, language in EACH:
        template = TONGUES[language].texts[key]
        empties = sorted(template.names - template.certain)
        for count in range(len(empties) + 1):
            for some in combinations(empties, count):
                text = filled(key, language, **{name: 0 if name == "media" else "" for name in some})
                assert not re.search(r" {2}| [.,:;!?]|\n\n|[·:]$|^[·,:]|· *[:.,\n]|\(\)|, *[.\n]", text), (key, some)
                assert text == text.strip()


def test_what_the_core_leaves_empty_is_optional() -> None:
    for key, language in EACH:
        for head, names in MAYBE_EMPTY.items():
            if key == head or key.startswith(f"{head}."):
                assert not TONGUES[language].texts[key].certain & set(names.split()), key


@pytest.mark.parametrize("language", list(TONGUES))
def test_a_menu_lists_what_it_is_given_and_its_words_work(language: Language) -> None:
    lines = tuple(key for key in KEYS if re.match(r"(pro)?menu\.", key))
    listed = CATALOGUE.text("menu", language, lines=lines).splitlines()[1:]
    assert listed == [CATALOGUE.text(line, language) for line in lines]
    assert len(CATALOGUE.text("promenu", language, lines=lines[:2]).splitlines()) == 3


def test_quoted_words_are_understood_when_they_are_sent_back() -> None:
    examples = {"welcome"}  # what a request may look like
    quoted = [
        (key, word)
        for key, language in EACH
        for word in re.findall("[״“]([^״”]+)[״”]", filled(key, language))
        if key not in examples
    ]
    assert len(quoted) > 40
    assert [pair for pair in quoted if command(pair[1]) is None and ordered(pair[1]) is None] == []


@pytest.mark.parametrize("language", list(TONGUES))
def test_the_consent_says_what_it_must(language: Language) -> None:
    text = CATALOGUE.text("consent.ask", language)
    assert all(number in text for number in ("100", "101", "102"))
    assert any(command(word) == "stop" for word in re.findall("[״“]([^״”]+)[״”]", text))


# ------------------------------------------------------------------------------------------------------------ options


def test_stars_are_digits_in_one_line() -> None:
    worded = CATALOGUE.say(say("rating.ask", Language.HE, Question(Ask.RATING, "q", STARS, AT), pro="דן"))
    assert worded.text.endswith("\n\n1 · 2 · 3 · 4 · 5")
    assert [value for value, _ in worded.choices] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("language", list(TONGUES))
def test_reasons_are_listed(language: Language) -> None:
    worded = CATALOGUE.say(say("reason.ask", language, Question(Ask.REASON, "q", REASONS, AT)))
    for number, (_, label) in enumerate(worded.choices, 1):
        assert f"\n{number}. {label}" in worded.text


# ---------------------------------------------------------------------------------------------------------- what fills


def test_a_phone_has_its_plus_and_stays_left_to_right() -> None:
    text = filled("booked", Language.HE)
    assert "\u2066+972 50-234-5678\u2069" in text
    assert "\u2066+99999\u2069" in filled("booked", Language.HE, phone="99999")


def test_the_way_to_the_client_is_a_link() -> None:
    text = filled("job.won", Language.EN, street="Herzl 12&x=1#a")
    assert "https://waze.com/ul?q=Herzl%2012%26x%3D1%23a%2C%20Haifa" in text
    assert "waze" not in filled("job.won", Language.EN, street="")
    hebrew = filled("job.won", Language.EN, street="הרצל 12")
    assert "q=%D7%94%D7%A8%D7%A6%D7%9C%2012%2C%20Haifa" in hebrew  # and no mark of direction in it


@pytest.mark.parametrize(
    ("stars", "shown"), [(4.8, "4.8"), (5.0, "5"), (4, "4"), (Decimal("4.50"), "4.5"), (10, "10"), (100.0, "100")]
)
def test_numbers_are_plain(stars: float | Decimal, shown: str) -> None:
    assert f": {shown} of 5" in filled("booked.rated", Language.EN, stars=stars)


def test_a_trade_without_a_name_is_its_code() -> None:
    assert "pool cleaning · Haifa" in filled("offer", Language.EN, trade=Trade("pool_cleaning"))


HOSTILE = {
    "braces": "{phone}{0.__class__}{{}}[[ ]]%(x)s$x",
    "bidi": "\u202e\u2066\u2067\u200fabc\u202c\u061c",
    "lines": "a\r\nb\u2028c\u2029d\x85e\x0bf",
    "control": "\x00\x07\x1b[31mred\x7f",
    "surrogate": "\ud800x",
    "tags": "a\U000e0041\U000e0042b\ufeff\u200b",
    "unbalanced": "\u2069\u2069\u2069 closes",
    "long": "א b" * 7000,
    "marks": "e" + "\u0301" * 20000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("language", list(TONGUES))
def test_hostile_words_change_nothing_around_them(name: str, language: Language) -> None:
    for key in ("offer", "job.won", "jobs.line", "booked", "alert.stale"):
        template = TONGUES[language].texts[key]
        people = {"issue", "client", "street", "price", "pro", "about"} & template.names
        text = filled(key, language, **dict.fromkeys(people, HOSTILE[name]))
        assert text.count("\n") == filled(key, language).count("\n")
        assert not re.search("[\u202a-\u202e\u2067\u200e\u200f\u061c\u2028\u2029\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
        assert sum(text.count(char) for char in "\u2066\u2068") == text.count("\u2069")
        assert len(text.encode()) < 8000
        assert len(text) < 2500  # a link takes nine characters for each Hebrew letter


def test_lengths_are_bounded() -> None:
    text = CATALOGUE.text(
        "jobs.line", Language.EN, **{**SAMPLES, "issue": "x" * 20_000, "client": "y" * 20_000, "street": ""}
    )
    assert text.count("x") == 300 - 1
    assert text.count("y") == 80 - 1


def test_words_that_are_only_marks_are_no_words() -> None:
    assert "Issue" not in filled("offer", Language.EN, issue="\u202e \u200b\n")


# --------------------------------------------------------------------------------------------------------------- times


def jerusalem(day: int, month: int, hour: int, minute: int = 0, *, ahead: int) -> datetime:
    """This wall time in Jerusalem in 2026, which is `ahead` hours before UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=ahead)


@pytest.mark.parametrize(
    ("value", "hebrew", "english"),
    [
        (AT, "יום ב׳ 23.11 בשעה 10:00", "Mon 23 Nov, 10:00"),
        (Slot(AT, AT + HOUR), "יום ב׳ 23.11, 10:00-11:00", "Mon 23 Nov, 10:00–11:00"),
        (Wish(AT, AT), "יום ב׳ 23.11 בשעה 10:00", "Mon 23 Nov, 10:00"),
        (Wish(AT - 2 * HOUR, AT + 2 * HOUR), "יום ב׳ 23.11, 08:00-12:00", "Mon 23 Nov, 08:00–12:00"),
        (Wish(AT - 10 * HOUR, AT + 14 * HOUR), "יום ב׳ 23.11", "Mon 23 Nov"),
        (Wish(AT, AT + 48 * HOUR), "יום ב׳ 23.11 – יום ד׳ 25.11", "Mon 23 Nov – Wed 25 Nov"),
        (Wish(AT + 12 * HOUR, AT + 16 * HOUR), "יום ב׳ 23.11, 22:00-02:00", "Mon 23 Nov, 22:00–02:00"),
        (
            Wish(AT + 10 * HOUR, AT + 26 * HOUR),
            "יום ב׳ 23.11 בשעה 20:00 – יום ג׳ 24.11 בשעה 12:00",
            "Mon 23 Nov, 20:00 – Tue 24 Nov, 12:00",
        ),
        (jerusalem(28, 11, 9, ahead=2), "שבת 28.11 בשעה 09:00", "Sat 28 Nov, 09:00"),
        # The clock goes forward on 27 March at two, and back on 25 October at two.
        (jerusalem(27, 3, 1, 59, ahead=2), "יום ו׳ 27.3 בשעה 01:59", "Fri 27 Mar, 01:59"),
        (jerusalem(27, 3, 3, ahead=3), "יום ו׳ 27.3 בשעה 03:00", "Fri 27 Mar, 03:00"),
        (
            Slot(jerusalem(27, 3, 1, 30, ahead=2), jerusalem(27, 3, 3, 30, ahead=3)),
            "יום ו׳ 27.3, 01:30-03:30",
            "Fri 27 Mar, 01:30–03:30",
        ),
        (
            Wish(jerusalem(27, 3, 0, ahead=2), jerusalem(28, 3, 0, ahead=3)),
            "יום ו׳ 27.3",
            "Fri 27 Mar",
        ),
        (
            Wish(jerusalem(25, 10, 0, ahead=3), jerusalem(25, 10, 23, 59, ahead=2)),
            "יום א׳ 25.10",
            "Sun 25 Oct",
        ),
        (
            Slot(jerusalem(25, 10, 1, ahead=3), jerusalem(25, 10, 1, ahead=2)),
            "יום א׳ 25.10 בשעה 01:00",
            "Sun 25 Oct, 01:00",
        ),
    ],
)
def test_times_in_words(value: Param, hebrew: str, english: str) -> None:
    assert CATALOGUE.text("option.slot", Language.HE, slot=value) == hebrew
    assert CATALOGUE.text("option.slot", Language.EN, slot=value) == english


def test_a_slot_fits_on_a_button() -> None:
    longest = datetime(2026, 12, 30, 8, 0, tzinfo=UTC)
    for language in TONGUES:
        assert len(CATALOGUE.text("option.slot", language, slot=Slot(longest, longest + HOUR))) <= 25


# -------------------------------------------------------------------------------------------------------- the morning


def agenda(language: Language, *lines: TextLine) -> str:
    return CATALOGUE.text("agenda", language, slot=Slot(AT, AT + HOUR), lines=lines)


def a_job(**known: Param) -> TextLine:
    job: dict[str, Param] = {name: SAMPLES[name] for name in ("slot", "trade", "area", "what", "client", "phone")}
    return line("agenda.job", **{**job, "street": "", "floor": "", "apartment": "", **known})


def test_a_morning_in_english() -> None:
    second = a_job(slot=Slot(AT + 4 * HOUR, AT + 5 * HOUR), client="", what="tap", street="Herzl 12")
    opens = [line("agenda.open", trade=Trade(trade), area=HAIFA) for trade in ("painter", "plumber")]
    assert agenda(Language.EN, a_job(what="leak"), second, *opens) == (
        "Good morning! Your jobs on Mon 23 Nov:\n"
        "10:00–11:00 · Plumbing · Haifa\n"
        "Issue: leak\n"
        "Client: Dana Levi\n"
        "Phone: \u2066+972 50-234-5678\u2069\n"
        "Navigate:\n"
        "https://waze.com/ul?q=Haifa\n"
        "\n"
        "14:00–15:00 · Plumbing · Haifa\n"
        "Issue: tap\n"
        "Phone: \u2066+972 50-234-5678\u2069\n"
        "Address: Herzl 12\n"
        "Navigate:\n"
        "https://waze.com/ul?q=Herzl%2012%2C%20Haifa\n"
        "\n"
        "Painting · Haifa: no time agreed yet\n"
        "Plumbing · Haifa: no time agreed yet"
    )


def test_a_morning_in_hebrew() -> None:
    text = agenda(Language.HE, a_job(street="הרצל 12", client="דנה"), line("agenda.more", count=3))
    heading, first, *_ = text.splitlines()
    assert heading == "בוקר טוב! העבודות ליום ב׳ 23.11:"
    assert first == "10:00-11:00 · אינסטלציה · חיפה"
    link = next(row for row in text.splitlines() if row.startswith("https://"))
    assert link.isascii()
    assert unquote(link) == "https://waze.com/ul?q=הרצל 12, חיפה"
    assert text.splitlines()[-1] == "ועוד 3. ״עבודות״ מראה אותן."


def test_nothing_in_an_address_leaves_the_link() -> None:
    text = agenda(Language.EN, a_job(street="Herzl 12 & ?x=1#y/\u202e https://evil.example", client="דנה"))
    (link,) = [row for row in text.splitlines() if row.startswith("https://")]
    assert unquote(link.removeprefix("https://waze.com/ul?q=")) == "Herzl 12 & ?x=1#y/ https://evil.example, Haifa"
    assert not re.search(r"[&?#/ ]", link.removeprefix("https://waze.com/ul?q="))


def test_an_hour_that_the_clock_shows_twice_is_one_time() -> None:
    twice = Slot(datetime(2027, 10, 30, 22, 0, tzinfo=UTC), datetime(2027, 10, 30, 23, 0, tzinfo=UTC))
    assert agenda(Language.EN, a_job(slot=twice)).splitlines()[1].startswith("01:00 · ")
