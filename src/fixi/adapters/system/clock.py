"""Clocks: the real one, and one that is moved by hand."""

from datetime import UTC, datetime, timedelta

from fixi.domain.errors import Invalid
from fixi.ports.clock import Clock


class SystemClock(Clock):
    """The time of this machine."""

    def now(self) -> datetime:
        """See Clock."""
        return datetime.now(UTC)


class MovedClock(Clock):
    """Stands still until it is moved; never goes back."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """See Clock."""
        return self._at

    def move_to(self, at: datetime) -> None:
        """Go on to this moment; raises Invalid for one that is over."""
        if at < self._at:
            raise Invalid("a clock does not go back")
        self._at = at.astimezone(UTC)

    def move(self, by: timedelta) -> None:
        """Go on by this much."""
        self.move_to(self._at + by)
