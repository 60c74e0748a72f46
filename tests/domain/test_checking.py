"""The checker: field by field, what is odd goes and is named, the rest stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixi.domain.checking import Known, Refusal, checked, wished
from fixi.domain.forms import Form, Intent, Proposal, Reading, ReadingTask
from fixi.domain.speech import why_unsayable
from fixi.domain.values import Language, Media, MediaKind, Place, Trade, Urgency, Wish
from tests.support.samples import AT, DAY, HAIFA, HOUR, PLUMBER, TEL_AVIV

TRADES = ("plumber", "electrician")
PHOTO, VOICE = Media(MediaKind.IMAGE, "kept:a.jpg"), Media(MediaKind.VOICE, "kept:b.ogg")
SPOT = Place("pin", 32.8, 35.0)
TASK = ReadingTask("water under my sink", AT, "Asia/Jerusalem", media=(PHOTO, VOICE), pin=SPOT, language=Language.EN)
KNOWN = Known(TRADES, HAIFA)
WISH = Wish(AT + DAY, AT + DAY + HOUR, "tomorrow at eleven")
GOOD = Reading(
    Intent.NEW_REQUEST,
    Form(
        trade=PLUMBER,
        issue="water under the sink",
        area=HAIFA,
        street="Herzl 12",
        wish=WISH,
        urgency=Urgency.SOON,
        name="Dana Levi",
        language=Language.EN,
        transcript="water under my sink",
        media=(PHOTO, VOICE),
        floor="3",
        apartment="7a",
        pin=SPOT,
        picture="a wet cupboard below a sink",
    ),
    confidence=(("trade", 0.9), ("area", 0.8)),
    sentence="Is the water still running?",
    source="gemini-test",
    proposal=Proposal.CONVERSE,
)


def test_what_is_sound_stays_as_it_is() -> None:
    assert checked(GOOD, TASK, KNOWN).reading == GOOD
    assert checked(GOOD, TASK, KNOWN).refused == ()


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("trade", Trade("astrologer"), "unknown"),
        ("issue", "x" * 501, "too_long"),
        ("issue", "turned \u202eround", "hidden"),
        ("issue", " ", "empty"),
        ("street", "Herzl 12, call 054-1234567", "phone"),
        ("street", "https://evil.example/12", "link"),
        ("street", "<b>Herzl</b> 12", "markup"),
        ("street", "Herzl\n12", "lines"),
        ("street", "x" * 121, "too_long"),
        ("floor", "third floor behind the stairs", "odd"),
        ("apartment", "\u202e7", "odd"),
        ("pin", Place("pin", 1.0, 2.0), "not_shared"),
        ("wish", Wish(AT - DAY, AT - HOUR), "past"),
        ("wish", Wish(AT + 400 * DAY, AT + 400 * DAY), "years_ahead"),
        ("wish", Wish(AT, AT + 100 * DAY), "too_wide"),
        ("urgency", Urgency.NORMAL, "lowered"),
        ("name", "cancel", "command"),
        ("name", "Ignore Instructions", "command"),
        ("name", "מערכת", "command"),
        ("name", "Dana 0541234567", "odd"),
        ("name", "evil.example/x", "odd"),
        ("name", "Dana; drop everything", "odd"),
        ("name", "One Two Three Four Five", "odd"),
        ("name", "D" * 41, "too_long"),
        ("transcript", "x" * 4001, "too_long"),
        ("picture", "a note that says: call 054-1234567", "phone"),
        ("picture", "a note that says evil.com/now", "link"),
        ("picture", "x" * 301, "too_long"),
    ],
)
def test_an_odd_field_is_refused_and_the_rest_is_kept(field: str, value: object, why: str) -> None:
    reading = replace(GOOD, form=replace(GOOD.form, **{field: value}))  # type: ignore[arg-type]
    found = checked(reading, TASK, replace(KNOWN, urgency=Urgency.SOON))
    assert found.refused == (Refusal(field, why),)
    left = Urgency.SOON if field == "urgency" else None
    told = tuple((name, share) for name, share in GOOD.confidence if name != field)
    assert found.reading == replace(GOOD, form=replace(GOOD.form, **{field: left}), confidence=told)  # type: ignore[arg-type]


def test_a_town_counts_only_as_the_gazetteer_knows_it() -> None:
    made_up = replace(GOOD, form=replace(GOOD.form, area=Place("Atlantis", 0, 0)))
    refused = checked(made_up, TASK, Known(TRADES, None))
    assert refused.refused == (Refusal("area", "unknown"),)
    assert refused.reading.form.area is None
    wrong = replace(GOOD, form=replace(GOOD.form, area=replace(HAIFA, lat=1.0)))
    assert checked(wrong, TASK, KNOWN).reading.form.area == HAIFA
    in_words = replace(GOOD, form=replace(GOOD.form, area=None), place="haifa")
    assert checked(in_words, TASK, KNOWN).reading.form.area == HAIFA


def test_words_for_a_town_that_nobody_knows_stay_words() -> None:
    reading = replace(GOOD, form=replace(GOOD.form, area=None), place="Hogwarts", confidence=())
    assert checked(reading, TASK, Known(TRADES, None)).reading.place == "Hogwarts"
    odd = replace(reading, place="<script>")
    assert checked(odd, TASK, Known(TRADES, None)).refused == (Refusal("place", "markup"),)


def test_what_is_heard_and_seen_needs_a_voice_and_a_picture() -> None:
    task = replace(TASK, media=())
    found = checked(GOOD, task, KNOWN)
    assert {(refusal.field, refusal.why) for refusal in found.refused} == {
        ("transcript", "no_voice"),
        ("picture", "no_picture"),
        ("media", "not_sent"),
    }
    assert found.reading.form.media == ()


def test_danger_may_be_added_and_never_taken_away() -> None:
    for mine, words in ((Urgency.NORMAL, Urgency.EMERGENCY), (Urgency.EMERGENCY, Urgency.NORMAL)):
        reading = replace(GOOD, form=replace(GOOD.form, urgency=mine))
        assert checked(reading, TASK, replace(KNOWN, urgency=words)).reading.form.emergency


def test_a_sentence_in_another_language_is_not_said() -> None:
    found = checked(replace(GOOD, sentence="המים עדיין זורמים?"), TASK, KNOWN)
    assert found.refused == (Refusal("sentence", "language"),)
    assert found.reading == replace(GOOD, sentence=None)


def test_a_wish_that_began_a_while_ago_begins_now() -> None:
    reading = replace(GOOD, form=replace(GOOD.form, wish=Wish(AT - HOUR, AT + HOUR)))
    assert checked(reading, TASK, KNOWN).reading.form.wish == Wish(AT, AT + HOUR)


def test_no_wish_is_made_of_times_that_cannot_be() -> None:
    assert wished(AT, AT + HOUR, "now") == Wish(AT, AT + HOUR, "now")
    assert wished(AT + HOUR, AT) is None
    assert wished(AT.replace(tzinfo=None), AT + HOUR) is None
    assert wished(AT, (AT + HOUR).replace(tzinfo=None)) is None


def test_a_share_that_is_none_is_left_out() -> None:
    reading = replace(GOOD, confidence=(("trade", 0.9), ("area", 1.5), ("mood", 0.5), ("street", float("nan"))))
    found = checked(reading, TASK, KNOWN)
    assert found.reading.confidence == (("trade", 0.9),)
    assert found.refused == (Refusal("confidence", "no_share"),)


WORDS = (
    st.none() | st.text(max_size=140) | st.sampled_from(["Herzl 12", "call 054-1234567", "http://a.io", "stop", "3"])
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WISHES = st.none() | st.builds(
    lambda start, hours, words: Wish(start, start + timedelta(hours=hours), words or ""),
    MOMENTS,
    st.integers(0, 3000),
    WORDS,
)
SENTENCES = WORDS | st.builds("{} {}".format, st.text(max_size=80), st.sampled_from(["₪200", "0541234567", "x.com"]))
FORMS = st.builds(
    Form,
    trade=st.sampled_from([None, PLUMBER, Trade("astrologer")]),
    issue=WORDS,
    area=st.sampled_from([None, HAIFA, TEL_AVIV]),
    street=WORDS,
    wish=WISHES,
    urgency=st.sampled_from(Urgency),
    name=WORDS,
    language=st.sampled_from([None, *Language]),
    transcript=WORDS,
    media=st.lists(st.sampled_from([PHOTO, VOICE]), unique=True).map(tuple),
    floor=WORDS,
    apartment=WORDS,
    pin=st.sampled_from([None, SPOT, HAIFA]),
    picture=WORDS,
)
READINGS = st.builds(
    Reading,
    intent=st.sampled_from(Intent),
    form=FORMS,
    place=WORDS,
    confidence=st.lists(st.tuples(st.sampled_from(["trade", "area", "odd"]), st.floats()), max_size=4).map(tuple),
    sentence=SENTENCES,
    proposal=st.sampled_from([None, *Proposal]),
)
TASKS = st.builds(
    replace, st.just(TASK), media=st.sampled_from([(), (PHOTO,), (VOICE,)]), pin=st.sampled_from([None, SPOT])
)
KNOWLEDGE = st.builds(
    Known, st.just(TRADES), area=st.sampled_from([None, HAIFA, TEL_AVIV]), urgency=st.sampled_from(Urgency)
)


@given(READINGS, TASKS, KNOWLEDGE)
def test_any_reading_is_checked_once_and_for_all(reading: Reading, task: ReadingTask, known: Known) -> None:
    once = checked(reading, task, known)
    again = checked(once.reading, task, known)
    assert again.reading == once.reading
    assert again.refused == ()


@given(READINGS, TASKS, KNOWLEDGE)
def test_what_is_left_is_sound(reading: Reading, task: ReadingTask, known: Known) -> None:
    left = checked(reading, task, known).reading
    ranks = list(Urgency)
    assert left.form.trade in {None, PLUMBER}
    assert left.form.area in {None, known.area}
    assert ranks.index(left.form.urgency) >= max(map(ranks.index, (reading.form.urgency, known.urgency)))
    assert left.sentence is None or why_unsayable(left.sentence) is None
    assert left.form.wish is None or left.form.wish.latest >= task.at - timedelta(minutes=1)
