"""The simulated provider's journal of what came in."""

import asyncio
from datetime import datetime

from fixi.adapters.simulator.network import Network
from fixi.domain.errors import Refused, Unavailable
from fixi.ports.messaging import Inbound, Journal, WebhookParser
from fixi.ports.town import Fault, Faults


class SimulatedJournal(Journal):
    """See Journal. The bodies are parsed again, so that they get the ids that they had before."""

    def __init__(self, network: Network, parser: WebhookParser, faults: Faults | None = None) -> None:
        self._network = network
        self._faults = faults
        self._parser = parser

    async def incoming(self, since: datetime) -> tuple[Inbound, ...]:
        """See Journal. A day can be long: it is read beside the event loop."""
        if self._faults is not None and self._faults.on(Fault.PROVIDER_DOWN):
            raise Unavailable("simulator: switched off")
        try:
            return await asyncio.to_thread(self._parsed, since)
        except OSError as error:
            raise Unavailable(f"simulator: {type(error).__name__}") from error

    def _parsed(self, since: datetime) -> tuple[Inbound, ...]:
        found: list[Inbound] = []
        for at, body in self._network.incoming(since):
            try:
                found += self._parser.parse(body, at)
            except Refused:  # a parser of another version took it
                continue
        return tuple(found)
