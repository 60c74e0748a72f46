"""Which day, or days, a text names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fixi.adapters.rules import calendar_words as words
from fixi.adapters.rules.context import fresh, past, unsuited

_SUNDAY_FIRST = frozenset({"Asia/Jerusalem", "Asia/Tel_Aviv", "Israel", "Asia/Hebron", "Asia/Gaza"})
_TWO_DIGITS = 2
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or several (last included), where it was said; `today` when today was meant by name."""

    first: date
    last: date
    start: int
    end: int
    today: bool = False


class DayReader:
    """Reads days in a lowered text. `today` is the day it is read on; with `asked`, "Sunday" may be said bare."""

    def __init__(self, low: str, today: date, timezone: str, *, asked: bool) -> None:
        self._low, self._today, self._asked = low, today, asked
        self._week_begins = 6 if timezone in _SUNDAY_FIRST else 0

    def read(self) -> Days | None:
        """The day that is named first, or None. Never one that is over."""
        found = sorted(self._all_days(), key=lambda days: days.start)
        # "Not tomorrow, but on Thursday": the one that suits.
        return next((days for days in found if not unsuited(self._low, days.start)), next(iter(found), None))

    def _all_days(self) -> Iterator[Days]:
        today = self._today
        if match := fresh(self._low, words.AFTER_TOMORROW):
            yield Days(today + timedelta(2), today + timedelta(2), *match.span())
        elif match := fresh(self._low, words.TOMORROW):
            yield Days(today + timedelta(1), today + timedelta(1), *match.span())
        if match := fresh(self._low, words.TODAY):
            yield Days(today, today, *match.span(), today=True)
        yield from self._weeks(today)
        yield from self._dates(today)

    def _weeks(self, today: date) -> Iterator[Days]:
        ahead = (self._week_begins - today.weekday()) % 7 or 7
        next_week = fresh(self._low, words.NEXT_WEEK)
        weekdays = [(n, m) for n, pattern in enumerate(words.WEEKDAY) if (m := fresh(self._low, pattern))]
        if not weekdays:
            weekdays = [(n, m) for n, pattern in enumerate(words.SHORT_WEEKDAY) if (m := fresh(self._low, pattern))]
        if not weekdays and self._asked:
            weekdays = [(n, m) for n, pattern in enumerate(words.BARE_WEEKDAY) if (m := fresh(self._low, pattern))]
        if weekdays:
            weekday, match = min(weekdays, key=lambda pair: pair[1].start())
            day = today + timedelta((weekday - today.weekday()) % 7 or 7)  # on a Sunday, "Sunday" is the next one
            start, end = match.span()
            if next_week:
                day = today + timedelta(ahead + (weekday - self._week_begins) % 7)
                start, end = min(start, next_week.start()), max(end, next_week.end())
            yield Days(day, day, start, end)
        elif next_week:
            first = today + timedelta(ahead)
            yield Days(first, first + timedelta(5 if self._week_begins else 4), *next_week.span())
        if weekend := fresh(self._low, words.WEEKEND):
            saturday = today + timedelta((5 - today.weekday()) % 7)
            first = saturday - timedelta(1) if self._week_begins else saturday
            yield Days(max(today, first), first + timedelta(1), *weekend.span())
        elif this_week := fresh(self._low, words.THIS_WEEK):
            yield Days(today, today + timedelta(ahead - 2 if ahead > 1 else 0), *this_week.span(), today=True)

    def _dates(self, today: date) -> Iterator[Days]:
        for day_text, month_text, year, span in self._written(today):
            day = _date(int(day_text), int(month_text), year, today)
            if day is not None and today <= day and not past(self._low, span[0]):
                yield Days(day, day, *span, today=day == today)

    def _written(self, today: date) -> Iterator[tuple[str, str, str | None, tuple[int, int]]]:
        """Dates as written: day, month, year if it is there, and where."""
        low = self._low
        for match in words.DAY_MONTH.finditer(low):
            yield match[1], match[2], match[3], match.span()
        for match in words.DAY_DOT_MONTH.finditer(low):
            if not match[4] and int(match[3]) > _MONTHS:
                continue  # 10.30 is a time
            if match[1] or match[4] or self._asked or len(match[3]) == _TWO_DIGITS:  # "4.5" alone is a measure
                yield match[2], match[3], match[4], match.span()
        for match in words.ISO_DATE.finditer(low):
            yield match[3], match[2], match[1], match.span()
        for pattern in (words.NAMED_DATE, words.DATE_NAMED):
            for match in pattern.finditer(low):
                month = next(n for n in range(1, _MONTHS + 1) if match[f"m{n}"])
                yield match["day"], str(month), None, match.span()
        for match in words.DAY_OF_MONTH.finditer(low):
            day = int(match[1] or match[2])
            month = today.month if day >= today.day else today.month % _MONTHS + 1
            yield str(day), str(month), None, match.span()


def _date(day: int, month: int, year: str | None, today: date) -> date | None:
    if month > _MONTHS >= day:
        day, month = month, day
    full = today.year if year is None else int(year) % 100 + 2000
    try:
        found = date(full, month, day)
        return date(full + 1, month, day) if year is None and found < today else found
    except ValueError:
        return None
