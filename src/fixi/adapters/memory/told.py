"""Letters that have left a document's outbox and stay with it for a while, in memory."""

from collections.abc import AsyncIterator
from datetime import datetime

from fixi.adapters.memory.store import Document, Store
from fixi.domain.effects import Tell
from fixi.ports.storage import TOLD_FOR, TOLD_KEPT, Entry, Told


def told(document: Document, done: tuple[str, ...], at: datetime) -> tuple[tuple[datetime, Entry], ...]:
    """What the document keeps of its letters when these entries leave its outbox."""
    new = [(at, entry) for entry in document.outbox if entry.id in done and isinstance(entry.effect, Tell)]
    if not new:
        return document.told
    young = [kept for kept in document.told if kept[0] >= at - TOLD_FOR]
    return tuple([*young, *new][-TOLD_KEPT:])


class MemoryTold(Told):
    """See Told."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def since(self, at: datetime) -> AsyncIterator[Entry]:
        """See Told."""
        for document in tuple(self._store.documents.values()):
            for when, entry in document.told:
                if when >= at:
                    yield entry

    async def forget(self, before: datetime) -> None:
        """See Told."""
        for document in self._store.documents.values():
            if document.told and document.told[-1][0] < before:
                document.told = ()
