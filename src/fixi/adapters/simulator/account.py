"""The account of simulated phones: nobody signs it out, and nobody bans it."""

from fixi.domain.account import AccountState
from fixi.ports.account import Account, Setup


class SimulatedAccount(Account):
    """See Account. It is always ready."""

    async def state(self) -> AccountState:
        """See Account."""
        return AccountState.READY


class SimulatedSetup(Setup):
    """See Setup. There is nothing to set up."""

    async def flaws(self) -> tuple[str, ...]:
        """See Setup."""
        return ()
