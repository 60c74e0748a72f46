"""Which of the two chat machines a person's words are for."""

from datetime import datetime, timedelta

from fixi.domain.values import Key, Kind
from fixi.ports.clock import Clock
from fixi.ports.storage import Professionals

KEPT = timedelta(minutes=10)
MOST = 50_000


class Roles:
    """Says whether a person is a professional, and remembers it until somebody becomes one."""

    def __init__(self, professionals: Professionals, clock: Clock) -> None:
        self._professionals = professionals
        self._clock = clock
        self._known: dict[str, tuple[datetime, Kind]] = {}
        self._edition = -1

    async def key(self, person: str) -> Key:
        """The document that the words of this person go to."""
        # Behind a LID there is no phone, and professionals are known by theirs.
        if not person.isdigit():
            return Key(Kind.CLIENT, person)
        edition, at = await self._professionals.edition(), self._clock.now()
        if edition != self._edition or len(self._known) >= MOST:
            self._known.clear()
            self._edition = edition
        known = self._known.get(person)
        # Not for ever, though the edition has not changed: an import may have died before it said so.
        if known is None or not timedelta(0) <= at - known[0] < KEPT:
            registered = await self._professionals.get(person) is not None
            known = self._known[person] = at, Kind.PRO if registered else Kind.CLIENT
        return Key(known[1], person)
