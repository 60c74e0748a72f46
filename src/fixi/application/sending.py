"""The kill switch: people stop all that goes out, and let it go on again. Who, when and why stays in the book."""

from contextlib import suppress
from datetime import timedelta

from fixi.domain.account import Switch
from fixi.domain.effects import Alert
from fixi.domain.errors import Invalid, Unavailable
from fixi.ports.account import AccountBook
from fixi.ports.alerts import Alerts
from fixi.ports.clock import Clock
from fixi.ports.queues import Task, Wakeups
from fixi.ports.storage import Ledger, LedgerEntry, Outbox

ABOUT = "sending"
# Whatever waits is held for less than this.
AHEAD = timedelta(days=1)
AT_ONCE = 500


class Sending:
    """Puts the switch, and says so to everybody."""

    def __init__(
        self, book: AccountBook, ledger: Ledger, alerts: Alerts, outbox: Outbox, wakeups: Wakeups, clock: Clock
    ) -> None:
        self._book = book
        self._ledger = ledger
        self._alerts = alerts
        self._outbox = outbox
        self._wakeups = wakeups
        self._clock = clock

    async def __call__(self, switch: Switch) -> bool:
        """Put it like this; False when it was so already, or when somebody has put it later. Harmless when repeated."""
        changed = await self._book.turn(switch)
        known = (await self._book.standing()).switch
        if (known.on, known.by) == (switch.on, switch.by):
            await self.announce(known)
        if changed and switch.on:
            with suppress(Unavailable):  # what nobody is told of now the sweep finds
                for key in await self._outbox.waiting(self._clock.now() + AHEAD, AT_ONCE):
                    await self._wakeups.knock(Task.DELIVER, str(key))
        return changed

    async def announce(self, switch: Switch) -> None:
        """Into the book, and to the people of the business; once, however often this is called for one switch."""
        if switch.at is None:
            raise Invalid("a switch that nobody has put")
        word, name = ("on" if switch.on else "off"), f"{ABOUT}:{switch.at.isoformat()}"
        await self._ledger.write(LedgerEntry(name, switch.at, "note", ABOUT, word, switch.why, switch.by))
        detail = f"{switch.by}: {switch.why}" if switch.why else switch.by
        await self._alerts.call(name, Alert(f"{ABOUT}.{word}", ABOUT, detail), switch.at)
