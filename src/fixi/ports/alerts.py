"""How a person of the business is called."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from fixi.domain.effects import Alert


class Alerts(Protocol):
    """Tells the people of the business that something needs them."""

    @abstractmethod
    async def call(self, alert_id: str, alert: Alert, at: datetime) -> None:
        """Raise it; the same id again is the same alert and is raised once."""
