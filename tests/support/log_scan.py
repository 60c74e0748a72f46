"""What must never be in a log: more of a phone than its last four digits, and secrets."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

# A mobile as the tests and samples have them, however it is spelled, alone or within an id or an address.
PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+|00)?972[ -]?\(?0?\)?[ -]?[05][0-9](?:[ -]?[0-9]){7}(?![0-9])")
OURS = ("api", "worker", "scheduler", "poller")
# What every record has of itself.
USUAL = frozenset(vars(logging.makeLogRecord({}))) - {"msg", "args", "exc_text"}


class Watch(logging.Handler):
    """Looks at every line that our own code logs, and at what libraries say of their requests."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record that says too much; a library's own error lines are shortened by `entrypoints/logs.py`."""
        if not record.name.startswith(("fixi", "httpx", "httpcore")):
            return
        said = " ".join(str(value) for name, value in vars(record).items() if name not in USUAL)
        if PHONE.search(said) or PHONE.search(record.getMessage()):
            self.found.append(f"{record.name} says a phone: {record.msg}")


def told(folder: Path, *secrets: str) -> Iterator[str]:
    """The lines of our processes' logs in this folder that name somebody, or tell a secret."""
    for name in OURS:
        path = folder / f"{name}.log"
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else ():
            if PHONE.search(line) or any(secret in line for secret in secrets if secret):
                yield f"{path.name}: {line}"
