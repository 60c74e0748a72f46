"""Read marks and "is typing" on simulated phones: noted, for whoever wants to know."""

from collections import deque

from fixi.domain.values import ChatKey
from fixi.ports.messaging import Presence

KEPT_AT_MOST = 1_000


class SimulatedPresence(Presence):
    """See Presence. `shown` is what people saw last."""

    def __init__(self) -> None:
        self.shown: deque[tuple[ChatKey, str]] = deque(maxlen=KEPT_AT_MOST)

    async def attend(self, chat: ChatKey, heard: str) -> None:
        """See Presence."""
        self.shown.append((chat, heard))
