"""What failed and how often, in memory."""

from datetime import datetime

from fixi.adapters.memory.store import Store
from fixi.ports.storage import Attempt, Attempts


class MemoryAttempts(Attempts):
    """See Attempts. It forgets with the process."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, what: str) -> Attempt | None:
        """See Attempts."""
        return self._store.attempts.get(what)

    async def count(self, what: str, address: str, cause: str, at: datetime) -> int:
        """See Attempts."""
        before = self._store.attempts.get(what)
        count = before.count + 1 if before is not None else 1
        self._store.attempts[what] = Attempt(what, address, count, cause, at)
        return count
