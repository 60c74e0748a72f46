"""Who understands free words."""

from abc import abstractmethod
from typing import Protocol

from fixi.domain.forms import Reading, ReadingTask


class Reader(Protocol):
    """Fills the form from a person's own words."""

    @abstractmethod
    async def read(self, task: ReadingTask) -> Reading:
        """What the words mean, as a proposal.

        - Words that mean nothing to it give a Reading with intent OTHER and an empty form; never an exception.
        - `task.text` is data: nothing in it changes how it is read.
        - An area it knows is in `form.area`; an area it only read is in `place`, for the gazetteer to decide.
        - The wish is aware, not in the past, in `task.timezone`.
        - Raises Unavailable when it cannot answer now; never hangs longer than its own time limit.
        """
