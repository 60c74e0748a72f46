"""Clocks: the real one, one that is moved by hand, and one that many processes share and anybody may move."""

import mmap
import os
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from fixi.domain.errors import Invalid
from fixi.ports.clock import Clock

MICROSECOND = timedelta(microseconds=1)
OFFSET_BYTES = 8


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


class SharedClock(Clock):
    """The time of this machine and how far it was moved, the same for all processes with the same folder.

    It runs on, and may be set to any moment, an earlier one as well. How far is one number in a file that every process
    has mapped, so that reading it is no call to anybody. For development only: what is kept was written by its time.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"

    def now(self) -> datetime:
        """See Clock."""
        return datetime.now(UTC) + self._moved[0] * MICROSECOND

    def move(self, by: timedelta) -> None:
        """Go on by this much, or back."""
        self._moved[0] += by // MICROSECOND

    def move_to(self, at: datetime) -> None:
        """Be this moment now, and run on from there."""
        self._moved[0] = (at - datetime.now(UTC)) // MICROSECOND

    @cached_property
    def _moved(self) -> "memoryview[int]":
        """The number in the file. As one aligned machine word it is written and read whole."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        opened = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(opened, OFFSET_BYTES)
            return memoryview(mmap.mmap(opened, OFFSET_BYTES)).cast("q")
        finally:
            os.close(opened)
