"""The provider's side of what comes in: every body is written down at the door, and can be asked for again."""

import logging
from collections.abc import Mapping
from datetime import datetime

from fixi.adapters.simulator.network import Network
from fixi.ports.messaging import Inbound, WebhookParser

log = logging.getLogger(__name__)


class Door(WebhookParser):
    """Another parser, with a journal of all that it understood; what it did not goes to the quarantine instead."""

    def __init__(self, parser: WebhookParser, network: Network) -> None:
        self._parser = parser
        self._network = network
        self._broken = False

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """See WebhookParser."""
        return self._parser.authentic(headers, body)

    def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
        """See WebhookParser. A disk that fails costs the journal an entry, never us a message."""
        inbound = self._parser.parse(body, at)
        try:
            self._network.remember(body, at)
            self._broken = False
        except OSError as error:
            if not self._broken:
                log.warning("simulator journal failed", extra={"kind": type(error).__name__})
            self._broken = True
        return inbound
