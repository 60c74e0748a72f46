"""Whether a wish that was read is the one that was meant.

A label is `now`, `anytime`, a day (`11-23`), several (`11-29..12-04`), a moment (`11-23 17:00`) or a window
(`11-23 08:00..12:00`), in the zone of the business; the year comes from the moment of the case and may be written out.

- a moment: the reading begins within 30 minutes of it and is no longer than two hours
- a window: each end within a third of the window's length, at least 30 minutes
- a day: a window, not a moment, that lies in that day; with several days it begins and ends within a day of them
- `now`: it begins within 30 minutes and ends within 6 hours
- `anytime`: it begins within a day and leaves two days or more
"""

import re
from datetime import date, datetime, time, timedelta

from fixi.domain.errors import Invalid
from fixi.domain.values import Wish

NOW, ANYTIME = "now", "anytime"
_HALF_HOUR, _DAY = timedelta(minutes=30), timedelta(days=1)
_SOON_ENDS = timedelta(hours=6)
_MOMENT_ENDS = timedelta(hours=2)
_ANY_LEAVES = timedelta(days=2)
_LABEL = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)(?: (\d\d:\d\d)(?:\.\.(\d\d:\d\d))?|\.\.(?:(\d{4})-)?(\d\d)-(\d\d))?")


def fits(label: str, wish: Wish, at: datetime) -> bool:
    """True when the wish is what the label says, for words that were said at this moment."""
    first, last = wish.earliest.astimezone(at.tzinfo), wish.latest.astimezone(at.tzinfo)
    if label == NOW:
        return abs(first - at) <= _HALF_HOUR and last - at <= _SOON_ENDS
    if label == ANYTIME:
        return first - at <= _DAY and last - first >= _ANY_LEAVES
    match = _LABEL.fullmatch(label)
    if match is None:
        raise Invalid(f"not a wish: {label}")
    day = date(int(match[1] or at.year), int(match[2]), int(match[3]))
    if match[7]:
        end = date(int(match[6] or at.year), int(match[7]), int(match[8]))
        return _near(first.date(), day) and _near(last.date(), end)
    if not match[4]:
        return first.date() == last.date() == day and not wish.exact
    begin = datetime.combine(day, time.fromisoformat(match[4]), at.tzinfo)
    if not match[5]:
        return abs(first - begin) <= _HALF_HOUR and last - first <= _MOMENT_ENDS
    close = datetime.combine(day, time.fromisoformat(match[5]), at.tzinfo)
    room = max(_HALF_HOUR, (close - begin) / 3)
    return abs(first - begin) <= room and abs(last - close) <= room


def _near(day: date, meant: date) -> bool:
    return abs((day - meant).days) <= 1
