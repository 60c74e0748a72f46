"""How far back a question looks at once.

The embedded database reads every document that an index finds before it sorts or limits them. So nothing is asked that
many documents answer: whoever wants the newest looks back stretch by stretch until a page is full, each stretch as long
as it is likely to hold a few hundred. An index that begins with what is looked for and ends with the time serves that
everywhere.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from time import perf_counter

FIRST = timedelta(hours=3)
GROWS = 5
WANTED = 200  # documents in a stretch
QUICK = 0.03  # seconds that a stretch should take
ENOUGH = 0.18  # seconds: so long one page may look; then it ends where it stands, and its cursor goes on from there
MOMENT = timedelta(milliseconds=1)


def day_of(at: datetime) -> str:
    """The day (UTC) of this moment."""
    return at.date().isoformat()


class Spans:
    """Stretches of time back from a moment (included) to another one, the newest first. Say how many were `found`."""

    def __init__(self, newest: datetime, oldest: datetime) -> None:
        self._end = newest + MOMENT
        self._oldest = oldest
        self._length = FIRST
        self._begun = self._asked = perf_counter()

    def __iter__(self) -> Iterator[tuple[datetime, datetime]]:
        while self._end > self._oldest:
            start = max(self._end - self._length, self._oldest)
            self._asked = perf_counter()
            yield start, self._end
            self._end = start

    def found(self, many: int) -> None:
        """So many were in the last stretch: the next one is as long as it should be for WANTED, and not too slow."""
        quick = QUICK / max(perf_counter() - self._asked, QUICK / GROWS)
        factor = min(WANTED / max(many, 1), quick)
        self._length = self._length * min(max(factor, 1 / GROWS), float(GROWS))

    @property
    def too_long(self) -> bool:
        """True when this page has looked long enough, and there is more to look at."""
        return perf_counter() - self._begun > ENOUGH
