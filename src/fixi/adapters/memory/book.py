"""The ledger, the quarantine, the policy and the alerts, in memory."""

import hashlib
from collections import Counter
from datetime import datetime

from fixi.adapters import codec
from fixi.adapters.memory.store import Store
from fixi.domain.effects import Alert
from fixi.domain.policy import Policy
from fixi.ports.alerts import Alerts, Raised
from fixi.ports.queues import Letter
from fixi.ports.storage import Kept, Ledger, LedgerEntry, Policies, PolicyVersion, Quarantine


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

    async def known(self, ids: tuple[str, ...]) -> frozenset[str]:
        """See Ledger."""
        return frozenset(ids) & self._store.ledger.keys()

    async def sent(self, since: datetime) -> frozenset[str]:
        """See Ledger."""
        first = since.replace(microsecond=since.microsecond // 1000 * 1000)
        out = [line for line in self._store.ledger.values() if line.kind == "out" and line.at >= first]
        return frozenset(line.ref for line in out if line.ref)

    async def balance(self, since: datetime | None = None) -> dict[tuple[str, str], int]:
        """See Ledger."""
        first = since.replace(microsecond=since.microsecond // 1000 * 1000) if since is not None else None
        lines = [line for line in self._store.ledger.values() if first is None or line.at >= first]
        return dict(Counter((line.kind, line.outcome) for line in lines))


class MemoryQuarantine(Quarantine):
    """See Quarantine."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, body: bytes, reason: str, at: datetime) -> str:
        """See Quarantine."""
        kept = hashlib.sha256(body).hexdigest()[:16]
        self._store.quarantine.setdefault(kept, Kept(kept, at, reason, body))
        return kept

    async def set_aside(self, letter: Letter, reason: str, cause: str, at: datetime) -> str:
        """See Quarantine."""
        kept, body = codec.letter_digest(letter), codec.dump_letter(letter).encode("utf-8", "surrogatepass")
        self._store.quarantine.setdefault(kept, Kept(kept, at, reason, body, cause, letter))
        return kept

    async def get(self, kept: str) -> Kept | None:
        """See Quarantine."""
        return self._store.quarantine.get(kept)

    async def listed(self, limit: int, address: str | None = None) -> tuple[Kept, ...]:
        """See Quarantine."""
        found = [
            kept
            for kept in self._store.quarantine.values()
            if address is None or (kept.letter is not None and kept.letter.address == address)
        ]
        return tuple(sorted(found, key=lambda kept: kept.at, reverse=True)[:limit])

    async def forget(self, kept: str) -> None:
        """See Quarantine."""
        self._store.quarantine.pop(kept, None)


class MemoryPolicies(Policies):
    """See Policies."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.history: list[PolicyVersion] = [PolicyVersion(1, policy, "settings", None)]

    async def current(self) -> Policy:
        """See Policies."""
        return self.policy

    async def change(self, policy: Policy, by: str, at: datetime) -> int:
        """See Policies."""
        self.history.append(PolicyVersion(len(self.history) + 1, policy, by, at))
        self.policy = policy
        return len(self.history)

    async def versions(self, limit: int) -> tuple[PolicyVersion, ...]:
        """See Policies."""
        return tuple(self.history[: -limit - 1 : -1])


class MemoryAlerts(Alerts):
    """See Alerts. An alert is a line of the ledger, where operators find it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def call(self, alert_id: str, alert: Alert, at: datetime) -> None:
        """See Alerts."""
        if self._store.write(codec.alert_line(alert_id, alert, at)):
            self._store.untold[alert_id] = frozenset()

    async def untold(self, limit: int) -> tuple[Raised, ...]:
        """See Alerts."""
        lines = [(self._store.ledger[codec.alert_id(name)], told) for name, told in self._store.untold.items()]
        return tuple(codec.raised(line, told) for line, told in sorted(lines, key=lambda pair: pair[0].at)[:limit])

    async def told(self, ids: tuple[str, ...], way: str) -> None:
        """See Alerts."""
        for name in self._store.untold.keys() & set(ids):
            self._store.untold[name] |= {way}

    async def settle(self, ids: tuple[str, ...]) -> None:
        """See Alerts."""
        for name in ids:
            self._store.untold.pop(name, None)
