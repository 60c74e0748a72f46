"""The book of the calls to models and the money of the day, in memory."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from fixi.adapters.memory.store import Store
from fixi.domain.calls import Call, marks
from fixi.domain.spending import Allowance, Grant
from fixi.ports.ai import Budget, Calls


class MemoryCalls(Calls):
    """See Calls."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def note(self, calls: tuple[Call, ...]) -> None:
        """See Calls."""
        for call in calls:
            self._store.calls.setdefault(call.id, call)

    async def of(self, chat: str, limit: int) -> tuple[Call, ...]:
        """See Calls."""
        mine = sorted((call for call in self._store.calls.values() if call.chat == chat), key=lambda call: call.at)
        return tuple(mine[-limit:])

    async def tally(self, since: datetime) -> Mapping[str, int]:
        """See Calls."""
        return Counter(mark for call in self._store.calls.values() if call.at >= since for mark in marks(call))


class MemoryBudget(Budget):
    """See Budget."""

    def __init__(self) -> None:
        self._gone: dict[date, Decimal] = {}
        self._calls: Counter[tuple[date, str]] = Counter()

    async def reserve(self, chat: str, day: date, amount: Decimal, allowance: Allowance) -> Grant | None:
        """See Budget."""
        gone = self._gone.get(day, Decimal(0)) + amount
        if gone > allowance.money or self._calls[day, chat] >= allowance.calls:
            return None
        self._gone[day] = gone
        self._calls[day, chat] += 1
        return Grant(day, chat, amount, gone)

    async def settle(self, grant: Grant, spent: Decimal) -> None:
        """See Budget."""
        self._gone[grant.day] = self._gone.get(grant.day, Decimal(0)) + spent - grant.amount

    async def gone(self, day: date) -> Decimal:
        """See Budget."""
        return self._gone.get(day, Decimal(0))
