"""A circuit breaker: whoever fails again and again is left alone for a while, then tried with one call."""

from datetime import datetime, timedelta

from fixi.ports.clock import Clock

FAILURES = 3
PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
PROBE = timedelta(seconds=15)  # a probe that has not come back by then has died with its task


class Breaker:
    """Closed: calls go through. Open: none does until the pause is over. Then one, whose outcome decides."""

    def __init__(self, clock: Clock, failures: int = FAILURES, pause: timedelta = PAUSE) -> None:
        self._clock = clock
        self._most = failures
        self._pause = pause
        self._failed = 0
        self._open_until: datetime | None = None
        self._probe_until: datetime | None = None

    @property
    def open(self) -> bool:
        """True while no call would be let through."""
        now = self._clock.now()
        waits = self._open_until is not None and now < self._open_until
        return waits or (self._probe_until is not None and now < self._probe_until)

    def allows(self) -> bool:
        """True when a call may be made now; whoever gets True after a pause is the probe."""
        if self.open:
            return False
        if self._open_until is not None:
            self._probe_until = self._clock.now() + PROBE
        return True

    def succeeded(self) -> None:
        """The call was answered."""
        self._failed, self._open_until, self._probe_until = 0, None, None

    def failed(self, pause: timedelta | None = None) -> None:
        """The call was not answered. With `pause` the other side has said for how long it wants to be left alone."""
        self._failed += 1
        probing = self._open_until is not None
        self._probe_until = None
        if pause is not None:
            until = self._clock.now() + min(max(pause, timedelta(seconds=1)), LONGEST_PAUSE)
            self._open_until = max(until, self._open_until) if self._open_until else until
        elif probing or self._failed >= self._most:
            self._open_until = self._clock.now() + self._pause
