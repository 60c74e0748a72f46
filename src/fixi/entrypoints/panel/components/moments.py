"""Times as people say them, with the exact moment for whoever points at it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, format_timedelta

from fixi.entrypoints.panel.components.tags import tag
from fixi.entrypoints.panel.texts import Texts

NEAR = timedelta(hours=20)


def ago(at: datetime, now: datetime, texts: Texts) -> str:
    """How long ago, or in how long: "3 minutes ago", "in 2 hours"."""
    return format_timedelta(at - now, add_direction=True, locale=texts.language, threshold=1.2)


def clock(at: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """The time of day."""
    return format_time(at.astimezone(zone), "HH:mm", locale=texts.language)


def day(at: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """The day, in words."""
    return format_date(at.astimezone(zone), "EEE d MMM", locale=texts.language)


def exact(at: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """Day and time to the second."""
    return format_datetime(at.astimezone(zone), "d MMM y HH:mm:ss", locale=texts.language)


def moment(at: datetime, now: datetime, zone: ZoneInfo, texts: Texts, css: str = "") -> None:
    """How long ago if it is near, else day and time; exact in the title."""
    near = abs(at - now) < NEAR
    shown = ago(at, now, texts) if near else f"{day(at, zone, texts)} {clock(at, zone, texts)}"
    tag("time", shown, css or "fx-quiet", datetime=at.isoformat(), title=exact(at, zone, texts))
