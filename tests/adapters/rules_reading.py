"""The rules reader on the morning of Sunday, 22 November 2026, in Israel."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fixi.adapters.places.gazetteer import Gazetteer
from fixi.adapters.rules.reader import RulesReader
from fixi.domain.forms import Field, Form, Reading, ReadingTask
from fixi.domain.values import Place

ZONE = "Asia/Jerusalem"
NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo(ZONE))
GAZETTEER = Gazetteer.load()
READER = RulesReader(GAZETTEER)


def read(
    text: str, asked: Field | None = None, at: datetime = NOW, zone: str = ZONE, pin: Place | None = None
) -> Reading:
    return READER.understand(ReadingTask(text=text, at=at, timezone=zone, asked=asked, pin=pin))


def wish_of(form: Form) -> str | None:
    """Day and hours of a wish: "23 17:00" for a moment, "23 08:00-12:00" for a window."""
    if form.wish is None:
        return None
    first, last = form.wish.earliest, form.wish.latest
    if form.wish.exact:
        return f"{first:%d %H:%M}"
    return f"{first:%d %H:%M}-{last:%H:%M}" if first.date() == last.date() else f"{first:%d %H:%M}-{last:%d %H:%M}"


ASAP = "22 10:00-13:00"
