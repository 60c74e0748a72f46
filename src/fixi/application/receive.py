"""What came in is kept before anything else happens: letters in the inbox, the rest in the ledger."""

from contextlib import suppress
from datetime import datetime

from fixi.domain.account import Sighting
from fixi.domain.burst import finished_at
from fixi.domain.errors import Unavailable
from fixi.domain.events import Heard
from fixi.ports.account import AccountBook
from fixi.ports.messaging import AccountNews, Ignored, Inbound
from fixi.ports.queues import Inbox, Letter, Task, Wakeups
from fixi.ports.storage import Ledger, LedgerEntry, Policies, Quarantine


class Receive:
    """Keeps what a provider delivered, once, and knocks."""

    def __init__(
        self,
        inbox: Inbox,
        ledger: Ledger,
        quarantine: Quarantine,
        wakeups: Wakeups,
        policies: Policies,
        account: AccountBook,
    ) -> None:
        self._inbox = inbox
        self._ledger = ledger
        self._quarantine = quarantine
        self._wakeups = wakeups
        self._policies = policies
        self._account = account

    async def __call__(self, inbound: tuple[Inbound, ...], at: datetime) -> None:
        """Keep everything; raises Unavailable when it could not be stored, and then it may simply come again."""
        for item in inbound:
            if isinstance(item, Ignored):
                if item.message:
                    line = LedgerEntry(item.id, at, "in", "", "ignored", item.reason)
                    await self._ledger.write(line)
                continue
            if isinstance(item, AccountNews):
                await self._account.saw(Sighting(item.state, item.at))
                continue
            address = f"chat:{item.chat}"
            if not await self._inbox.put(Letter(item.id, address, item)):
                continue
            with suppress(Unavailable):  # it is kept, and that was promised: what nobody was told of the sweep finds
                ready = finished_at((item,), await self._policies.current()) if isinstance(item, Heard) else at
                await self._wakeups.knock(Task.TURN, address, ready - at)

    async def quarantine(self, body: bytes, reason: str, at: datetime) -> None:
        """Keep what could not be understood, for a person to look at; it counts in the balance."""
        kept = await self._quarantine.keep(body, reason, at)
        await self._ledger.write(LedgerEntry(f"quarantine:{kept}", at, "in", "", "quarantined", reason))
