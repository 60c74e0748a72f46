"""Which periodic jobs are off, in memory."""

from collections.abc import Mapping

from fixi.domain.care import JobSwitch
from fixi.ports.jobs import JobSwitches


class MemoryJobSwitches(JobSwitches):
    """See JobSwitches. It forgets with the process."""

    def __init__(self) -> None:
        self._off: dict[str, JobSwitch] = {}

    async def off(self) -> Mapping[str, JobSwitch]:
        """See JobSwitches."""
        return dict(self._off)

    async def turn(self, switch: JobSwitch) -> bool:
        """See JobSwitches."""
        if switch.on is (switch.job not in self._off):
            return False
        if switch.on:
            del self._off[switch.job]
        else:
            self._off[switch.job] = switch
        return True
