"""Every reading passes the checker of the core, with what the gazetteer says to its place."""

import logging

from fixi.domain.checking import Checked, Known, checked
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.values import Place, Urgency
from fixi.ports.places import Places

log = logging.getLogger(__name__)


class Checker:
    """Looks up what the checker of the core goes by, and asks it."""

    def __init__(self, places: Places, trades: frozenset[str]) -> None:
        self._places = places
        self._trades = tuple(sorted(trades))

    def __call__(self, reading: Reading, task: ReadingTask, urgency: Urgency = Urgency.NORMAL) -> Checked:
        """What is left of the reading, and what was refused; `urgency` is what the words have by themselves."""
        found = checked(reading, task, Known(self._trades, self._place(reading), urgency))
        if found.refused:
            names = ",".join(f"{refusal.field}:{refusal.why}" for refusal in found.refused)
            log.info("reading refused", extra={"source": reading.source, "refused": names})
        return found

    def _place(self, reading: Reading) -> Place | None:
        """The place that is meant: as the gazetteer knows it, never with the reader's own coordinates."""
        area = reading.form.area
        if area is None:
            return self._places.named(reading.place) if reading.place else None
        named = self._places.named(area.name)
        # A few places share their name with a bigger one, and are found by where they are.
        return area if area in {named, self._places.nearest(area.lat, area.lon)} else named
