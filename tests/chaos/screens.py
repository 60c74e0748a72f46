"""What phones show, read from the simulator's outgoing journal and from nothing else."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from fixi.ports.messaging import Button

LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of ours on a phone; `message` is our own id of it."""

    message: str
    phone: str
    at: datetime
    text: str
    buttons: tuple[Button, ...]


@dataclass
class Screens:
    """All phones. Whoever watches one is told of what is new on it."""

    folder: Path
    shown: list[Shown] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._read: dict[Path, int] = {}
        self._watching: dict[str, Callable[[Shown], None]] = {}

    def watch(self, phone: str, tell: Callable[[Shown], None]) -> None:
        """From now on `tell` is called for each new message on this phone."""
        self._watching[phone] = tell

    async def follow(self) -> None:
        """Look again and again, for ever."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Read what was written since the last look; a line that is being written is read next time."""
        for path in sorted(self.folder.glob("outgoing-*.jsonl")):
            with path.open("rb") as file:
                file.seek(self._read.get(path, 0))
                for line in file:
                    if not line.endswith(b"\n"):
                        break
                    self._read[path] = self._read.get(path, 0) + len(line)
                    if line.strip():
                        self._add(json.loads(line))

    def _add(self, entry: dict[str, Any]) -> None:
        if "message" not in entry:  # what the person sent himself, and how far a message has come
            return
        buttons = tuple(Button(name, label) for name, label in entry["buttons"])
        at = datetime.fromisoformat(entry["at"])
        shown = Shown(entry["message"], entry["chat"], at, entry["text"], buttons)
        self.shown.append(shown)
        if shown.phone in self._watching:
            self._watching[shown.phone](shown)
