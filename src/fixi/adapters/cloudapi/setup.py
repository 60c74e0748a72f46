"""Whether the number is set up as Fixi needs it."""

from fixi.adapters.cloudapi.client import CloudApi
from fixi.domain.account import AccountState
from fixi.domain.errors import AccountStopped
from fixi.ports.account import Setup


class CloudApiSetup(Setup):
    """See Setup. What Meta posts where is shown to nobody who only sends: the handshake is the proof of it."""

    def __init__(self, api: CloudApi) -> None:
        self._api = api

    async def flaws(self) -> tuple[str, ...]:
        """See Setup."""
        try:
            state = await self._api.state()
        except AccountStopped:
            return ("FIXI_CLOUDAPI_TOKEN must be a token that may speak for FIXI_CLOUDAPI_PHONE_NUMBER_ID",)
        if state is AccountState.UNKNOWN:
            return ("FIXI_CLOUDAPI_PHONE_NUMBER_ID must be the id of a phone number, as API Setup shows it",)
        return ()
