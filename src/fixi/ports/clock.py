"""What time it is."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The one clock of the system."""

    @abstractmethod
    def now(self) -> datetime:
        """This moment, aware, in UTC."""
