"""Moments, slots and wishes in words. No clock is read: a day has its weekday and date, never "tomorrow"."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from babel.dates import format_datetime

from fixi.domain.values import Language, Slot, Wish

# A wish at least this long is about days, not about hours.
_DAYS = timedelta(hours=23)


@dataclass(frozen=True, slots=True)
class Times:
    """The patterns of one language (CLDR), in the zone of the business.

    `opens` and `closes` stand side by side: day and hour where a stretch starts, and the hour where it ends. `clock` is
    the hour where it starts when the day is known.
    """

    language: Language
    zone: tzinfo
    day: str
    moment: str
    opens: str
    closes: str
    clock: str

    def _shown(self, at: datetime, pattern: str) -> str:
        return str(format_datetime(at, pattern, tzinfo=self.zone, locale=self.language.value))

    def at(self, moment: datetime) -> str:
        """Weekday, date and hour."""
        return self._shown(moment, self.moment)

    def slot(self, slot: Slot) -> str:
        """From when to when."""
        return self._stretch(slot.start, slot.end)

    def day_of(self, slot: Slot) -> str:
        """Weekday and date on which it starts."""
        return self._shown(slot.start, self.day)

    def hours(self, slot: Slot) -> str:
        """From when to when on the clock, without the day."""
        start, end = self._shown(slot.start, self.clock), self._shown(slot.end, self.clock)
        return start if start == end else start + self._shown(slot.end, self.closes)

    def wish(self, wish: Wish) -> str:
        """One time, a stretch of a day, or the days from the first to the last."""
        if wish.exact:
            return self.at(wish.earliest)
        first, last = wish.earliest.astimezone(self.zone), wish.latest.astimezone(self.zone)
        # Compared as instants: a day of a clock change has 23 or 25 hours.
        if wish.latest - wish.earliest >= _DAYS:
            # A wish that ends with a day at midnight does not include the next one.
            ends = max(first.date(), (last - timedelta(minutes=1)).date())
            days = self._shown(first, self.day)
            return days if ends == first.date() else f"{days} – {self._shown(last - timedelta(minutes=1), self.day)}"
        return self._stretch(wish.earliest, wish.latest)

    def _stretch(self, start: datetime, end: datetime) -> str:
        here, there = start.astimezone(self.zone), end.astimezone(self.zone)
        if (here.hour, here.minute) == (there.hour, there.minute):
            # The hour that the clock shows twice would read "01:00-01:00".
            return self.at(start)
        if here.date() == there.date() or end - start < timedelta(hours=12):
            return self._shown(start, self.opens) + self._shown(end, self.closes)
        return f"{self.at(start)} – {self.at(end)}"
