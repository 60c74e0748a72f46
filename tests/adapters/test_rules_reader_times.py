"""The rules reader on times: relative and absolute, in the client's zone, never in the past."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixi.domain.forms import Field, Intent
from tests.adapters.rules_reading import ASAP, ZONE, read, wish_of

WISHES = [
    ("10", "23 10:00"),  # ten o'clock is now, so tomorrow's
    ("5", "22 17:00"),
    ("17:30", "22 17:30"),
    ("5pm", "22 17:00"),
    ("9am", "23 09:00"),
    ("at 10", "23 10:00"),
    ("בבוקר", "22 10:00-12:00"),
    ("בערב", "22 17:00-21:00"),
    ("בצהריים", "22 12:00-14:00"),
    ("שמונה בערב", "22 20:00"),
    ("5 בערב", "22 17:00"),
    ("8 in the evening", "22 20:00"),
    ("בשמונה וחצי", "23 08:30"),
    ("half past 4", "22 16:30"),
    ("at half past 4", "22 16:30"),
    ("מחר", "23 08:00-20:00"),
    ("tomorrow 10", "23 10:00"),
    ("tomorrow at 5", "23 17:00"),
    ("מחר ב-9 בבוקר", "23 09:00"),
    ("מחרתיים בבוקר", "24 08:00-12:00"),
    ("היום", "22 10:00-20:00"),
    ("היום אחרי הצהריים", "22 12:00-17:00"),
    ("היום בבוקר", "22 10:00-12:00"),
    ("today at 9", None),
    ("tonight", "22 17:00-21:00"),
    ("הערב ב-8", "22 20:00"),
    ("ראשון", "29 08:00-20:00"),
    ("monday", "23 08:00-20:00"),
    ("ביום שני בין 9 ל-11", "23 09:00-11:00"),
    ("between 2 and 4", "22 14:00-16:00"),
    ("10-12", "22 10:00-12:00"),
    ("14:00-16:00", "22 14:00-16:00"),
    ("אחרי 5", "22 17:00-20:00"),
    ("before noon", "22 10:00-12:00"),
    ("עד 12", "22 10:00-12:00"),
    ("25/12 at 9", "25 09:00"),
    ("25.12 ב-9", "25 09:00"),
    ("December 25 at 9am", "25 09:00"),
    ("25 בדצמבר בבוקר", "25 08:00-12:00"),
    ("1/2", "01 08:00-20:00"),
    ("next week", "29 08:00-04 20:00"),
    ("ביום שלישי בשבוע הבא", "01 08:00-20:00"),
    ("this weekend", "27 08:00-28 20:00"),
    ("in 3 days", "25 08:00-20:00"),
    ("בעוד חצי שעה", "22 10:30"),
    ("תוך שעה", "22 10:00-11:00"),
    ("asap", ASAP),
    ("דחוף", ASAP),
    ("now", ASAP),
    ("anytime", "22 10:00-29 10:00"),
    ("לא משנה מתי", "22 10:00-29 10:00"),
    ("завтра утром", "23 08:00-12:00"),
    ("в понедельник в 9", "23 09:00"),
    ("بكرا الساعة 5", "23 17:00"),
    ("31/2", None),
    ("99:99", None),
    ("yes", None),
    ("I don't know", None),
]


@pytest.mark.parametrize(("words", "wish"), WISHES)
def test_reads_the_time_that_was_asked_for(words: str, wish: str | None) -> None:
    reading = read(words, Field.WISH)
    assert wish_of(reading.form) == wish
    if wish is not None:
        assert reading.intent is Intent.ANSWER
        assert reading.form.wish is not None
        assert reading.form.wish.words


@pytest.mark.parametrize(
    "words",
    [
        "10",
        "Herzl 12",
        "הרצל 17",
        "apartment 5 floor 2",
        "דירה 10 קומה 4",
        "050-1234567",
        "+972 50 123 4567",
        "200 shekels",
        "₪300",
        "4.5 meters of pipe",
        "we are at 5 places",
        "יש לי 3 מזגנים",
        "leaking since 8 in the morning",
        "אתמול בערב התחילה נזילה",
        "good morning",
        "לילה טוב",
        "version 10:99",
    ],
)
def test_does_not_read_other_numbers_as_times(words: str) -> None:
    assert read(words).form.wish is None


@pytest.mark.parametrize(
    ("at", "words", "wish"),
    [
        (
            datetime(2027, 3, 25, 20, tzinfo=ZoneInfo(ZONE)),
            "tomorrow at 02:30",
            "2027-03-26T03:30:00+03:00",
        ),  # no 02:30
        (datetime(2027, 3, 25, 23, 30, tzinfo=ZoneInfo(ZONE)), "in 4 hours", "2027-03-26T04:30:00+03:00"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=ZoneInfo(ZONE)), "in 4 hours", "2026-10-25T02:30:00+02:00"),
        (datetime(2026, 10, 24, 20, tzinfo=ZoneInfo(ZONE)), "tomorrow at 10", "2026-10-25T10:00:00+02:00"),
    ],
)
def test_clock_changes(at: datetime, words: str, wish: str) -> None:
    found = read(words, at=at).form.wish
    assert found is not None
    assert found.earliest.isoformat() == wish


@given(st.integers(0, 1_000_000), st.sampled_from([words for words, _ in WISHES]))
@settings(deadline=None, max_examples=200)
def test_a_wish_is_never_in_the_past(minutes: int, words: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    wish = read(words, Field.WISH, at=at).form.wish
    if wish is not None:
        assert at <= wish.earliest.astimezone(UTC) <= wish.latest.astimezone(UTC)
        assert wish.latest - at < timedelta(days=370)


def test_an_unknown_zone_does_no_harm() -> None:
    assert read("tomorrow at 5", zone="Mars/Olympus").form.wish is not None
