"""Files in memory, and the ones that are still to be fetched."""

from dataclasses import replace
from datetime import datetime

from fixi.domain.errors import Refused
from fixi.ports.media import Files, Owed, OwedFiles, checked_name, file_name


class MemoryFiles(Files):
    """See Files. It forgets with the process."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    async def put(self, content: bytes, extension: str) -> str:
        """See Files."""
        name = file_name(content, extension)
        self._kept[name] = content
        return name

    async def get(self, name: str) -> bytes:
        """See Files."""
        try:
            return self._kept[checked_name(name)]
        except KeyError:
            raise Refused("no-file") from None


class MemoryOwedFiles(OwedFiles):
    """See OwedFiles."""

    def __init__(self) -> None:
        self._debts: dict[str, Owed] = {}

    async def owe(self, debt: Owed) -> None:
        """See OwedFiles."""
        self._debts.setdefault(debt.id, debt)

    async def due(self, at: datetime, limit: int) -> tuple[Owed, ...]:
        """See OwedFiles."""
        due = [debt for debt in self._debts.values() if debt.after <= at]
        return tuple(sorted(due, key=lambda debt: debt.after)[:limit])

    async def again(self, debt: str, after: datetime) -> None:
        """See OwedFiles."""
        if (known := self._debts.get(debt)) is not None:
            self._debts[debt] = replace(known, after=after, tries=known.tries + 1)

    async def settle(self, debt: str) -> None:
        """See OwedFiles."""
        self._debts.pop(debt, None)
