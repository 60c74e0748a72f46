"""Read marks and "is typing" on simulated phones: noted, for whoever wants to know."""

from collections import deque
from contextlib import suppress

from fixi.adapters.simulator.network import Network
from fixi.domain.values import ChatKey
from fixi.ports.messaging import Presence
from fixi.ports.town import Tick

KEPT_AT_MOST = 1_000
MESSAGE = 3  # where the provider's id stands among the parts of ours


class SimulatedPresence(Presence):
    """See Presence. `shown` is what people saw last."""

    def __init__(self, network: Network | None = None) -> None:
        self._network = network
        self.shown: deque[tuple[ChatKey, str]] = deque(maxlen=KEPT_AT_MOST)

    async def attend(self, chat: ChatKey, heard: str) -> None:
        """See Presence."""
        self.shown.append((chat, heard))
        if self._network is None:
            return
        with suppress(OSError):  # a mark that is missing harms nobody
            self._network.ticked(chat, heard.split(":")[MESSAGE] if heard.count(":") >= MESSAGE else heard, Tick.READ)
