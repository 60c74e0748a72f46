"""When a person wants it: relative and absolute times, in the person's own zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fixi.adapters.rules import calendar_words as words
from fixi.adapters.rules.context import count_of, negated, past
from fixi.adapters.rules.days import DayReader, Days
from fixi.adapters.rules.hours import DAY_BEGINS, DAY_ENDS, HourReader, Hours
from fixi.domain.values import Wish

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_NOW_FOR = 3 * _HOUR
_ANYTIME_FOR = 7 * _DAY
_LAST_MINUTE = time(23, 59)
_LONGEST_WORDS = 120


@dataclass(frozen=True, slots=True)
class Found:
    """A wish, and the stretches of the text that it was read from."""

    wish: Wish
    spans: tuple[tuple[int, int], ...]


class Clockwork:
    """Reads times in one text, at one moment. `asked` is true when the time is what the person was asked for."""

    def __init__(self, text: str, low: str, now: datetime, timezone: str, *, asked: bool) -> None:
        self._text, self._low, self._now, self._asked = text, low, now, asked
        self._days = DayReader(low, now.date(), timezone, asked=asked).read()
        self._hours = HourReader(low, self._days, now.hour, asked=asked).read()

    def read(self) -> Found | None:
        """The wish, or None. It never begins in the past."""
        days, hours = self._days, self._hours
        if short := self._in_short() or self._until(days, hours):
            return short
        if days is None and hours is None:
            return self._vague()
        ends = self._placed(days, hours)
        if ends is None:
            return None
        spans = tuple(sorted((said.start, said.end) for said in (days, hours) if said is not None))
        return self._found(ends[0], ends[1], spans)

    def _found(self, first: datetime, last: datetime, spans: tuple[tuple[int, int], ...]) -> Found:
        said = " ".join(" ".join(self._text[a:b] for a, b in _merged(spans)).split())
        # Within one zone Python compares wall clocks, and on the night of the change these may run backwards.
        return Found(Wish(first, max(first, last), said[:_LONGEST_WORDS]), spans)

    def _in_short(self) -> Found | None:
        match = words.IN_SHORT.search(self._low)
        if match is None or past(self._low, match.start()):
            return None
        within = match[1] in {"within", "תוך", "in the next", "خلال"}
        if match[0].startswith("עוד ") and self._low[max(0, match.start() - 4) : match.start()].strip() in {"יש", "לא"}:
            return None
        length = _length(match)
        spans = ((match.start(), match.end()),)
        if length >= _DAY:
            target, hours = self._now.date() + timedelta(days=length.days), self._hours
            first, last = (hours.first, hours.last) if hours else (time(DAY_BEGINS), time(DAY_ENDS))
            begin = self._now if within else self._at(target, first)
            return self._found(begin, self._at(target, last), (*spans, *([(hours.start, hours.end)] if hours else ())))
        moment = _plus(self._now, length)
        return self._found(self._now if within else moment, moment, spans)

    def _placed(self, days: Days | None, hours: Hours | None) -> tuple[datetime, datetime] | None:
        now, today = self._now, self._now.date()
        if days is None:
            if hours is None:
                return None
            first, last = self._ends(today, hours)
            over = _before(first, now) if hours.exact else not _before(now, last)
            if over or (hours.exact and not _before(now, first)):
                first, last = self._ends(today + timedelta(1), hours)
            return _later(first, now), last
        if hours is None:
            first, last = self._at(days.first, time(DAY_BEGINS)), self._at(days.last, time(DAY_ENDS))
            if not _before(now, last) and days.today:
                last = self._at(days.last, _LAST_MINUTE)
        else:
            first, last = self._at(days.first, hours.first), self._at(days.last, hours.last)
        if _before(last, now) or (hours is not None and hours.exact and _before(first, now)):
            return None  # said to be today, and today it is over
        return _later(first, now), _later(last, now)

    def _ends(self, day: date, hours: Hours) -> tuple[datetime, datetime]:
        return self._at(day, hours.first), self._at(day, hours.last)

    def _at(self, day: date, clock: time) -> datetime:
        """That moment in the zone; one that the spring night leaves out becomes the one an hour later."""
        return datetime.combine(day, clock, self._now.tzinfo).astimezone(UTC).astimezone(self._now.tzinfo)

    def _until(self, days: Days | None, hours: Hours | None) -> Found | None:
        """Busy *until* a day: the moment at which that day begins."""
        if days is None or (hours is not None and hours.start < days.start):
            return None
        match = words.UNTIL.search(self._low, max(0, days.start - 6), days.start)
        if match is None or self._asked:
            return None
        moment = self._at(days.first, hours.first if hours else time(0))
        moment = _later(moment, self._now)
        return self._found(moment, moment, ((match.start(), max(days.end, hours.end if hours else 0)),))

    def _vague(self) -> Found | None:
        now = self._now
        if match := words.ANYTIME.search(self._low):
            return self._found(now, _plus(now, _ANYTIME_FOR), (match.span(),))
        if (match := words.SOON.search(self._low)) and not negated(self._low, match.start()):
            return self._found(now, _plus(now, _NOW_FOR), (match.span(),))
        for match in words.NOW.finditer(self._low):
            after = self._low[match.end() : match.end() + 1]
            part = re.split(r"[,.!?\n\0]", self._low[max(0, match.start() - 60) : match.start()])[-1]
            ends = not after or after in ",.!?\n"
            denied = negated(self._low, match.start()) or words.UP_TO.search(part)
            if not denied and (self._asked or ends or words.NEED.search(part)):
                return self._found(now, _plus(now, _NOW_FOR), (match.span(),))
        return None


def _length(match: re.Match[str]) -> timedelta:
    """How long from now, as IN_SHORT read it: one of its fixed words, or a number of units."""
    fixed = (_HOUR / 2, 2 * _HOUR, _HOUR * 1.5, _HOUR, 2 * _DAY, 7 * _DAY, _DAY)
    for group, length in enumerate(fixed, 2):
        if match[group]:
            return length
    count, unit = count_of(match["count"]), match["unit"]
    if unit.startswith(("min", "דק", "мин", "دق")):
        return timedelta(minutes=count)
    if unit.startswith(("hour", "hr", "שע", "час", "ساع")):
        return timedelta(hours=count)
    return timedelta(weeks=count) if unit.startswith(("week", "שבוע")) else timedelta(days=count)


def _merged(spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _before(a: datetime, b: datetime) -> bool:
    return a.astimezone(UTC) < b.astimezone(UTC)


def _later(a: datetime, b: datetime) -> datetime:
    return b if _before(a, b) else a


def _plus(moment: datetime, length: timedelta) -> datetime:
    """Later by true time, whatever the clocks do in between."""
    return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)
