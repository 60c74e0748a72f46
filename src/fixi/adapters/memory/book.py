"""The ledger, the quarantine, the policy and the alerts, in memory."""

import hashlib
from collections import Counter
from datetime import datetime

from fixi.adapters.memory.store import Store
from fixi.domain.effects import Alert
from fixi.domain.policy import Policy
from fixi.ports.alerts import Alerts
from fixi.ports.storage import Ledger, LedgerEntry, Policies, Quarantine


class MemoryLedger(Ledger):
    """See Ledger."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def write(self, entry: LedgerEntry) -> bool:
        """See Ledger."""
        return self._store.write(entry)

    async def lines(self, chat: str, limit: int) -> tuple[LedgerEntry, ...]:
        """See Ledger."""
        found = [line for line in self._store.ledger.values() if line.chat == chat]
        return tuple(sorted(found, key=lambda line: line.at)[-limit:])

    async def balance(self) -> dict[tuple[str, str], int]:
        """See Ledger."""
        return dict(Counter((line.kind, line.outcome) for line in self._store.ledger.values()))


class MemoryQuarantine(Quarantine):
    """See Quarantine."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, body: bytes, reason: str, at: datetime) -> str:
        """See Quarantine."""
        kept = hashlib.sha256(body).hexdigest()[:16]
        self._store.quarantine.setdefault(kept, (at, reason, body))
        return kept

    async def listed(self, limit: int) -> tuple[tuple[str, str, bytes], ...]:
        """See Quarantine."""
        newest = sorted(self._store.quarantine.items(), key=lambda item: item[1][0], reverse=True)
        return tuple((kept, reason, body) for kept, (_, reason, body) in newest)[:limit]


class MemoryPolicies(Policies):
    """See Policies."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.history: list[tuple[Policy, str, datetime]] = []

    async def current(self) -> Policy:
        """See Policies."""
        return self.policy

    async def change(self, policy: Policy, by: str, at: datetime) -> int:
        """See Policies."""
        self.history.append((policy, by, at))
        self.policy = policy
        return len(self.history) + 1


class MemoryAlerts(Alerts):
    """See Alerts. An alert is a line of the ledger, where operators find it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def call(self, alert_id: str, alert: Alert, at: datetime) -> None:
        """See Alerts."""
        self._store.write(LedgerEntry(f"alert:{alert_id}", at, "alert", alert.about, alert.kind))
