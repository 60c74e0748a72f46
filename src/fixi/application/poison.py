"""What fails for ever is not tried for ever: it is counted, and set aside so that what is behind it goes on.

Only what fails by itself is counted: a letter that no machine can take, an errand that cannot be done. The outside
being away (`Unavailable`) and somebody being quicker (`Conflict`) are nobody's fault, however often they happen.
"""

import logging
import traceback
from datetime import datetime, timedelta
from pathlib import Path

from fixi.domain.effects import Alert
from fixi.domain.events import AskedHuman, Heard, Said
from fixi.domain.values import Key
from fixi.ports.alerts import Alerts
from fixi.ports.queues import Inbox, Letter, Task, Wakeups
from fixi.ports.storage import Attempts, Ledger, LedgerEntry, Quarantine

MOST = 5
DIED = "WorkerDied"
UNREADABLE = "unreadable-letter"

log = logging.getLogger(__name__)


class Poison:
    """Counts failures, and takes out of the way what has failed too often."""

    def __init__(
        self,
        attempts: Attempts,
        quarantine: Quarantine,
        ledger: Ledger,
        alerts: Alerts,
        inbox: Inbox,
        wakeups: Wakeups,
    ) -> None:
        self._attempts = attempts
        self._quarantine = quarantine
        self._ledger = ledger
        self._alerts = alerts
        self._inbox = inbox
        self._wakeups = wakeups

    async def letter_failed(self, key: Key, letter: Letter, error: Exception | None, at: datetime) -> timedelta | None:
        """The pause before it is tried again, or None: it was set aside. Without an error the worker died at it."""
        cause, where = (type(error).__name__, place(error)) if error is not None else (DIED, "")
        pause = await self._counted(letter.id, key, cause, where, at)
        if pause is None:
            await self.set_aside(key, letter, f"poison:{cause}", where, at)
        return pause

    async def errand_failed(self, key: Key, entry: str, error: Exception, at: datetime) -> bool:
        """True when it is given up: it has failed too often, and somebody was told."""
        if await self._counted(entry, key, type(error).__name__, place(error), at) is not None:
            return False
        await self._alerts.call(f"{entry}:failed", Alert("poison", key.masked), at)
        return True

    async def set_aside(self, key: Key, letter: Letter, reason: str, where: str, at: datetime) -> None:
        """Into the quarantine and out of the inbox. Repeated after a crash at any point, it comes to the same."""
        kept = await self._quarantine.set_aside(letter, reason, where, at)
        log.warning("letter set aside", extra={"key": key.masked, "kept": kept, "reason": reason, "where": where})
        if isinstance(letter.event, Heard):
            heard = letter.event
            line = LedgerEntry(heard.id, heard.at, "in", str(key), "quarantined", reason, heard.text)
            await self._ledger.write(line)
        await self._alerts.call(f"poison:{letter.id}", Alert("poison", key.masked), at)
        if isinstance(letter.event, Heard) and not letter.event.own:
            # Nobody is left without an answer: a person takes the chat. The words that did harm are not in it.
            asked = AskedHuman(at=at, said=Said(at))
            await self._inbox.put(Letter(f"{letter.id}:person", key.address, asked, key))
            await self._wakeups.knock(Task.TURN, key.address)
        await self._inbox.acknowledge(letter.address, (letter.id,))

    async def _counted(self, what: str, key: Key, cause: str, where: str, at: datetime) -> timedelta | None:
        """How long to wait; None when it was the last attempt."""
        before = await self._attempts.get(what)
        count = before.count if before is not None else 0
        # Whoever looks again within the pause finds the same, and that says nothing new.
        early = timedelta(0)
        if before is not None:
            early = before.at + timedelta(seconds=2**before.count) - at
        if count < MOST and early <= timedelta(0):
            count, early = await self._attempts.count(what, key.address, cause, at), timedelta(0)
            fields = {"key": key.masked, "kind": cause, "where": where, "attempt": count}
            log.warning("attempt failed", extra=fields)
        if count >= MOST:
            return None
        return early or timedelta(seconds=2**count)


def place(error: Exception) -> str:
    """Where it was raised: a file and a line, which name nobody."""
    steps = traceback.extract_tb(error.__traceback__)
    return f"{Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else ""
