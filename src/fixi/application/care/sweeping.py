"""The sweep as a job that a person runs by hand; by itself it runs every few seconds and leaves no trace."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from fixi.application.care.work import Finding, Work
from fixi.domain.values import ChatKey
from fixi.ports.queues import Inbox
from fixi.ports.storage import Outbox, Repository

MOST = 500


def _masked(address: str) -> str:
    kind, _, person = address.partition(":")
    return address if kind == "lead" else f"{kind}:{ChatKey(person).masked}"


class Sweeping(Work):
    """Says what waits, then sweeps."""

    def __init__(
        self, sweep: Callable[[], Awaitable[object]], repository: Repository, inbox: Inbox, outbox: Outbox
    ) -> None:
        self._sweep = sweep
        self._repository = repository
        self._inbox = inbox
        self._outbox = outbox

    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        """See Work."""
        done = "would be knocked for" if dry else "knocked for"
        found = [Finding(key.masked, "is due", done) for key, _ in await self._repository.due(at, MOST)]
        found += [Finding(_masked(address), "is unread", done) for address in await self._inbox.waiting(MOST)]
        found += [Finding(key.masked, "is unsaid", done) for key in await self._outbox.waiting(at, MOST)]
        if not dry:
            await self._sweep()
        return tuple(found)
