"""The Cloud API remembers nothing that could be asked for."""

from datetime import datetime

from fixi.ports.messaging import Inbound, Journal


class CloudApiJournal(Journal):
    """See Journal. Always empty: what Meta could not hand over it tries again for seven days by itself."""

    async def incoming(self, since: datetime) -> tuple[Inbound, ...]:  # noqa: ARG002 - there is nothing to look through
        """See Journal."""
        return ()
