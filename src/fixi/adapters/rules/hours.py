"""Which time of day a text names: a moment of the clock, a part of the day, or a stretch between two hours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from fixi.adapters.rules import calendar_words as words
from fixi.adapters.rules.context import count_of, fresh, past
from fixi.adapters.rules.days import Days

DAY_BEGINS, DAY_ENDS = 8, 20  # hours within which "tomorrow" or "after five" is meant
_AFTERNOON = range(1, 8)  # a plain hour that nobody means in the morning
_LATE = range(5, 12)  # with "in the evening" these are after noon
_NOON, _HOURS = 12, 24
_LAST_HOUR, _LAST_MINUTE = 23, 59
_EARLIEST = 6  # nobody means an earlier hour by a bare number
_MINUTES = {"וחצי": "30", "ורבע": "15", "ועשרה": "10"}
_ENGLISH_MINUTES = {"half past": "30", "quarter past": "15", "quarter to": "45"}
_NEAR = 3  # characters between a time and what belongs to it
_BEFORE_DAY = re.compile(r"(?<![\w:/.,-])(\d{1,2})(?::(\d\d))?\s$")


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of the clock (equal ends: one moment), where it was said."""

    first: time
    last: time
    start: int
    end: int

    @property
    def exact(self) -> bool:
        """True for one moment."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the day by name, its first and last hour, and where it was said."""

    name: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Said:
    """A moment as written; `clear` when nothing can be counted by the number."""

    start: int
    end: int
    hour: str
    minute: str | None = None
    half: str | None = None
    clear: bool = True


class HourReader:
    """Reads times of day in a lowered text, beside the days that were found in it. `hour` is the hour it is now."""

    def __init__(self, low: str, days: Days | None, hour: int, *, asked: bool) -> None:
        self._low, self._days, self._hour, self._asked = low, days, hour, asked

    def read(self) -> Hours | None:
        """The time of day, or None."""
        part = self._part()
        for found in (self._range(part), self._bound(part), self._clock(part)):
            if found is not None:
                return found
        if part is not None:
            return Hours(time(part.first), time(part.last), part.start, part.end)
        return self._near(self._days) if self._days else None

    def _part(self) -> _Part | None:
        for name, first, last, pattern in words.PARTS:
            if match := fresh(self._low, pattern):
                this = match[0] in {"הבוקר", "מהבוקר"} or (name == "morning" and match[0].startswith("this"))
                if not (this and self._hour >= last):
                    return _Part(name, first, last, *match.span())
        return None

    def _range(self, part: _Part | None) -> Hours | None:
        match = words.RANGE.search(self._low)
        if match and (match[4] or match[7] or match[3] or match[6] or self._clear(match.end())):
            first = self._time(match[2], match[3], match[4] or match[7], part)
            last = self._time(match[5], match[6], match[7], part)
        else:
            match = words.DASH_RANGE.search(self._low)
            if match is None or not (match[2] or match[5] or self._asked or self._days):
                return None
            if self._days is not None and not match[2] and self._days.start <= match.start() < self._days.end:
                return None
            first = self._time(match[1], match[2], match[5], part)
            last = self._time(match[3], match[4], match[5], part)
        if first is None or last is None:
            return None
        if last < first and first.hour > _NOON and not match.group(0).startswith("0"):
            first = first.replace(hour=first.hour - _NOON)
        return Hours(first, last, *_with(match.span(), part)) if first < last else None

    def _bound(self, part: _Part | None) -> Hours | None:
        for pattern, after in ((words.AFTER, True), (words.BEFORE, False)):
            match = pattern.search(self._low)
            if match is None or not (match[2] or match[3] or self._clear(match.end())):
                continue
            if not (self._asked or match[2] or match[3] or self._days or "שעה" in match[0] or after):
                continue
            moment = self._time(match[1], match[2], match[3], part)
            if moment is None or past(self._low, match.start()):
                continue
            if after:
                last = time(min(_LAST_HOUR, max(DAY_ENDS, moment.hour + 2)))
                return Hours(moment, last, *match.span()) if moment < last else None
            first = time(min(DAY_BEGINS, moment.hour))
            return Hours(first, moment, *match.span()) if first < moment else None
        return None

    def _clock(self, part: _Part | None) -> Hours | None:
        for said in self._clocks():
            beside = self._days is not None and 0 <= said.start - self._days.end < _NEAR
            follows = part is not None and 0 <= part.start - said.end < _NEAR
            if said.clear or beside or follows or self._clear(said.end):
                moment = self._time(said.hour, said.minute, said.half, part)
                if moment is not None and not past(self._low, said.start):
                    return Hours(moment, moment, *_with((said.start, said.end), part))
        return None

    def _clocks(self) -> Iterator[_Said]:
        """Moments as written, the clearest way of writing first."""
        low = self._low
        for match in words.AT_DOT.finditer(low):
            if self._days and match.start() < self._days.end and self._days.start < match.end():
                continue  # 3.12 is a date already
            yield _Said(*match.span(), match[1], match[2], match[3])
        for match in words.AT.finditer(low):
            clear = bool(match[2] or match[3]) or "שעה" in match[0] or "clock" in match[0]
            yield _Said(*match.span(), match[1], match[2], match[3], clear)
        for match in words.HE_AT.finditer(low):
            minute = match[2] or _MINUTES.get(match[3] or "")
            yield _Said(*match.span(), match[1], minute, None, minute is not None)
        for match in words.DIGIT_PART.finditer(low):
            yield _Said(*match.span(), match[1], match[2])
        for pattern in (words.CLOCK, words.AMPM):
            for match in pattern.finditer(low):
                yield _Said(*match.span(), match[1], match[2], match[3])
        for match in words.WORD_PART.finditer(low):
            yield _word_hour(match)
        for match in words.HE_AT_WORD.finditer(low):
            yield _word_hour(match, clear="שעה" in match[0])
        for match in words.HALF.finditer(low):
            hour = count_of(match[2]) - (match[1] == "quarter to")
            yield _Said(*match.span(), str(hour), _ENGLISH_MINUTES[match[1]], match[3])
        for match in words.EN_AT_WORD.finditer(low):
            hour = count_of(match[2]) - (match[1] == "quarter to")
            minute = _ENGLISH_MINUTES.get(match[1] or "", "00")
            yield _Said(*match.span(), str(hour), minute, match[3], bool(match[1]))
        if self._asked:
            yield from self._bare()

    def _bare(self) -> Iterator[_Said]:
        """An answer to "when?" that is only an hour."""
        if match := words.BARE.fullmatch(self._low):
            yield _Said(*match.span(), match[1], match[2], match[3])
        elif match := words.BARE_DOT.fullmatch(self._low):
            yield _Said(*match.span(), match[1], match[2])
        elif match := words.BARE_WORD.fullmatch(self._low):
            yield _word_hour(match)

    def _near(self, days: Days) -> Hours | None:
        """A bare number right behind the day ("tomorrow 10"), or right before it."""
        match = words.NEAR.match(self._low, days.end)
        start, end = match.span() if match else (days.start, days.start)
        if match is None:
            match = _BEFORE_DAY.search(self._low[max(0, days.start - 6) : days.start])
            if match is None or self._low[max(0, days.start - 12) : days.start - len(match[0])].strip():
                return None
            start = days.start - len(match[0])
        moment = self._time(match[1], match[2], None, None)
        return Hours(moment, moment, start, end) if moment and moment.hour >= _EARLIEST else None

    def _clear(self, end: int) -> bool:
        """True when the number is not counting what comes next ("at 5 places")."""
        return words.UNITS_AFTER.match(self._low, end) is None

    @staticmethod
    def _time(hour: str, minute: str | None, half: str | None, part: _Part | None) -> time | None:
        """The time of day that an hour means, with am or pm, with the part of the day, or as people at work say it."""
        h, m = count_of(hour), int(minute or 0)
        if h > _HOURS or m > _LAST_MINUTE:
            return None
        name = part.name if part else ""
        late = name in {"evening", "night"}
        if half:
            h = h % _NOON + (_NOON if half[0] == "p" else 0) if h <= _NOON else h
        elif (
            h in _LATE
            if late
            else h in _AFTERNOON and (len(hour) == 1 or not hour.isdigit()) and name not in {"morning", "before noon"}
        ):
            h += _NOON
        elif name == "night" and h == _NOON:
            h = 0
        return time(h % _HOURS, m)


def _word_hour(match: re.Match[str], *, clear: bool = True) -> _Said:
    return _Said(*match.span(), str(words.NUMBER_WORDS[match[1]]), _MINUTES.get(match[2] or "", "00"), None, clear)


def _with(span: tuple[int, int], part: _Part | None) -> tuple[int, int]:
    """The span of a clock time and the part of day that qualifies it, when they stand together."""
    if part is None:
        return span
    near = abs(part.start - span[1]) <= _NEAR or abs(span[0] - part.end) <= _NEAR
    return (min(span[0], part.start), max(span[1], part.end)) if near else span
