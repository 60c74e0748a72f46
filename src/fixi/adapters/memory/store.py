"""What the memory adapters share: plain dictionaries, one for each kind of thing that is kept."""

from dataclasses import dataclass, field
from datetime import datetime

from fixi.domain.calls import Call
from fixi.domain.guard import Spoken
from fixi.domain.professional import Booking, Professional
from fixi.domain.values import Key
from fixi.ports.storage import Attempt, Entry, Kept, LedgerEntry, Run


@dataclass
class Document:
    """One machine's document. Its state is kept as JSON text, so that nobody can change it by the side."""

    version: int
    state: str
    due_at: datetime | None = None
    used: tuple[str, ...] = ()
    outbox: tuple[Entry, ...] = ()
    told: tuple[tuple[datetime, Entry], ...] = ()
    heard_at: datetime | None = None
    said: tuple[Spoken, ...] = ()


@dataclass
class Store:
    """Everything that a memory system knows."""

    documents: dict[Key, Document] = field(default_factory=dict)
    ledger: dict[str, LedgerEntry] = field(default_factory=dict)
    untold: dict[str, frozenset[str]] = field(default_factory=dict)
    quarantine: dict[str, Kept] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    pros: dict[str, Professional] = field(default_factory=dict)
    bookings: dict[str, tuple[Booking, ...]] = field(default_factory=dict)
    runs: dict[tuple[str, str], Run] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)

    def write(self, line: LedgerEntry) -> bool:
        """One line of the ledger, unless it stands there already."""
        if line.id in self.ledger:
            return False
        self.ledger[line.id] = line
        return True
