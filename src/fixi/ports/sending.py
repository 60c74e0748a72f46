"""The kill switch, for whoever may put it."""

from abc import abstractmethod
from typing import Protocol

from fixi.domain.account import Switch


class KillSwitch(Protocol):
    """Stops all that goes out, and lets it go on."""

    @abstractmethod
    async def __call__(self, switch: Switch) -> bool:
        """Put it like this; False when it was so already, or when somebody has put it later. Harmless when repeated."""
