"""JSON lines in a file for each day: many processes append, many read while it grows.

An entry is one `write` on a descriptor that appends, so that a process that dies, however it dies, leaves a whole entry
or none. What a full disk cut off is closed by the next entry, which begins with a line end of its own, and is skipped.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from errno import ENOSPC
from pathlib import Path
from typing import Any

import msgspec

DAY = timedelta(days=1)
NEVER = datetime.min.replace(tzinfo=UTC)

_encode = msgspec.json.Encoder().encode


class DayFiles:
    """One journal in a folder: `NAME-2026-11-22.jsonl` and so on, of today and `kept` days before.

    Its methods raise OSError as the disk does.
    """

    def __init__(self, folder: Path, name: str, kept: int) -> None:
        self._folder = folder
        self._name = name
        self._kept = kept * DAY
        self._file = -1
        self._begins = self._ends = NEVER
        self._read: dict[str, int] = {}

    def append(self, entry: dict[str, Any], at: datetime) -> None:
        """Write the entry into the file of this moment's day."""
        if not self._begins <= at < self._ends:
            self._open(at)
        line = b"\n%b\n" % _line(entry)
        if os.write(self._file, line) != len(line):
            raise OSError(ENOSPC, "an entry was cut off")

    def fresh(self) -> list[tuple[str, dict[str, Any]]]:
        """The entries since the last call, in the order they were written, each with its day."""
        found: list[tuple[str, dict[str, Any]]] = []
        for path in self._paths():
            offset, day = self._read.get(path.name, 0), path.stem
            if offset < _size(path):
                for end, entry in _entries(path, offset):
                    self._read[path.name] = end
                    if entry is not None:
                        found.append((day, entry))
        return found

    def days(self) -> set[str]:
        """The days that are still kept."""
        return {path.stem for path in self._paths()}

    def since(self, day: date) -> Iterator[dict[str, Any]]:
        """The entries of this day and later ones, read anew."""
        for path in self._paths():
            if (_day_of(path, self._name) or date.min) >= day:
                yield from (entry for _, entry in _entries(path, 0) if entry is not None)

    def close(self) -> None:
        """Let go of the file; the next entry opens it again."""
        if self._file >= 0:
            os.close(self._file)
        self._file, self._begins, self._ends = -1, NEVER, NEVER

    def _open(self, at: datetime) -> None:
        self.close()
        today = at.astimezone(UTC).date()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in self._paths():
            day = _day_of(path, self._name)
            if day is not None and day < today - self._kept:
                path.unlink(missing_ok=True)
        path = self._folder / f"{self._name}-{today.isoformat()}.jsonl"
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._begins = datetime(today.year, today.month, today.day, tzinfo=UTC)
        self._ends = self._begins + DAY

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob(f"{self._name}-*.jsonl"))


def _line(entry: dict[str, Any]) -> bytes:
    try:
        return _encode(entry)
    except UnicodeEncodeError:  # half a surrogate pair, which anybody can send
        return json.dumps(entry).encode()


def _entries(path: Path, offset: int) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Whole lines from here on: where each ends, and what it says; None for one that is no entry."""
    try:
        file = path.open("rb")
    except FileNotFoundError:  # too old, and removed meanwhile
        return
    with file:
        file.seek(offset)
        for line in file:
            if not line.endswith(b"\n"):
                return  # it is being written
            offset += len(line)
            yield offset, _entry(line)


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _day_of(path: Path, name: str) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix(f"{name}-"))
    except ValueError:
        return None
