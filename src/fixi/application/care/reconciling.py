"""The provider's journals beside the book, every hour: a notification that got lost on its way is not lost for good."""

from datetime import datetime

from fixi.application.care.work import Finding, Work
from fixi.application.reconcile import Reconcile
from fixi.domain.events import Heard, Receipt
from fixi.ports.messaging import Inbound


class Reconciling(Work):
    """Takes in what is missing, as if it had just come."""

    def __init__(self, reconcile: Reconcile) -> None:
        self._reconcile = reconcile

    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:  # noqa: ARG002 - it looks by itself
        """See Work."""
        done = "would be taken in" if dry else "taken in"
        found = await (self._reconcile.compare() if dry else self._reconcile.mend())
        return tuple(_finding(item, done) for item in found.missing)


def _finding(item: Inbound, done: str) -> Finding:
    if isinstance(item, Heard | Receipt):
        why = "typed on the business phone" if isinstance(item, Heard) and item.own else "came"
        return Finding(item.chat.masked, f"{why} at {item.at.isoformat(timespec='seconds')}, not in the book", done)
    return Finding(item.id, "not in the book", done)
