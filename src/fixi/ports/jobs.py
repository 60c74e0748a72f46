"""Which periodic jobs people have switched off."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol

from fixi.domain.care import JobSwitch


class JobSwitches(Protocol):
    """Kept for all processes; what nobody has ever switched is on."""

    @abstractmethod
    async def off(self) -> Mapping[str, JobSwitch]:
        """Those that are off now, by the name of the job; what another process has written is seen at once.

        Raises Unavailable.
        """

    @abstractmethod
    async def turn(self, switch: JobSwitch) -> bool:
        """Put it like this; False, and nothing changes, when it was so already. Of two at once one gets True."""
