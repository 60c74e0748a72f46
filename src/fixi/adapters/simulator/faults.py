"""The switches of the town: a file for each that is on, so that every process sees it at its next look."""

from pathlib import Path

from fixi.ports.town import Fault, Faults


class FolderFaults(Faults):
    """See Faults. Without a folder they are those of this process alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder / "faults" if folder is not None else None
        self._on: set[Fault] = set()

    def on(self, fault: Fault) -> bool:
        """See Faults."""
        return (self._folder / fault).exists() if self._folder is not None else fault in self._on

    def put(self, fault: Fault, *, on: bool) -> None:
        """See Faults."""
        if self._folder is None:
            self._on = self._on | {fault} if on else self._on - {fault}
        elif on:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._folder / fault).touch(mode=0o600)
        else:
            (self._folder / fault).unlink(missing_ok=True)
