"""The provider that a dry run speaks to, which there is none of."""

from datetime import datetime

from fixi.domain.account import AccountState
from fixi.ports.account import Account
from fixi.ports.messaging import Inbound, Journal


class DryAccount(Account):
    """See Account. Nothing can keep it from sending nothing."""

    async def state(self) -> AccountState:
        """See Account."""
        return AccountState.READY


class DryJournal(Journal):
    """See Journal. Webhooks come from a real provider, whose journal is not asked: what a queue loses stays lost."""

    async def incoming(self, since: datetime) -> tuple[Inbound, ...]:  # noqa: ARG002 - there is nothing to look through
        """See Journal."""
        return ()
