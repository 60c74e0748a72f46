"""The watchdog: may the account still speak, and was the kill switch forgotten? People hear of it in any case.

Every alert is named after the moment its cause began and the hour (or day) that it is for, so that any number of
watchdogs, also after a restart, raise it once. What goes out is no business of this job: the policy guard asks the same
book before every send.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from fixi.application.care.work import Finding, Work
from fixi.domain.account import PATIENCE, AccountState, Sighting, Standing, Switch, Trouble, trouble
from fixi.domain.care import DAY
from fixi.domain.effects import Alert
from fixi.ports.account import AccountBook
from fixi.ports.alerts import Alerts
from fixi.ports.storage import Ledger

ABOUT = "account"
SWITCH = "sending"
HOUR = timedelta(hours=1)


class Watchdog(Work):
    """Looks at the account, and at the switch; calls people, every hour or every day, until it is over."""

    def __init__(
        self,
        look: Callable[[], Awaitable[Standing]],
        announce: Callable[[Switch], Awaitable[None]],
        book: AccountBook,
        alerts: Alerts,
        ledger: Ledger,
    ) -> None:
        self._look = look
        self._announce = announce
        self._book = book
        self._alerts = alerts
        self._ledger = ledger

    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        """See Work."""
        standing = await self._book.standing() if dry else await self._look()
        if standing.since is None and not dry:
            # From now on it is known since when nothing is known.
            standing = await self._book.saw(Sighting(AccountState.UNKNOWN, at))
        return (*await self._account(standing, at, dry=dry), *await self._switch(standing.switch, at, dry=dry))

    async def _account(self, standing: Standing, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        wrong = trouble(standing, at)
        if wrong is not None:
            return (await self._tell(wrong, at, dry=dry),)
        last = await self._ledger.lines(ABOUT, 1)
        if standing.proved_at is None or not last or not last[0].outcome.startswith(f"{ABOUT}."):
            return ()
        if not dry:
            # One for each alert that was the last one.
            name = f"{last[0].id.removeprefix('alert:')}:back"
            await self._alerts.call(name, Alert("account_back", ABOUT), at)
        return (Finding(ABOUT, "is ready again", _done("people are told", dry=dry)),)

    async def _tell(self, wrong: Trouble, at: datetime, *, dry: bool) -> Finding:
        why = f"{wrong.state} since {wrong.since.isoformat(timespec='seconds')}"
        if at - wrong.since < PATIENCE:
            return Finding(ABOUT, why, "is being watched", new=False)
        hours = (at - wrong.since - PATIENCE) // HOUR
        if not dry:
            alert = Alert(f"{ABOUT}.{wrong.state}", ABOUT, str(hours) if hours else "")
            await self._alerts.call(f"{ABOUT}:{wrong.since.isoformat()}:{hours}", alert, at)
        return Finding(ABOUT, why, _done("people are told every hour", dry=dry))

    async def _switch(self, switch: Switch, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        if switch.at is None:
            return ()
        if not dry and at - switch.at < HOUR:
            # Whoever put it may have died before he could say so.
            await self._announce(switch)
        if switch.on:
            return ()
        days, why = (at - switch.at) // DAY, f"is off since {switch.at.isoformat(timespec='seconds')}"
        if days < 1:
            return (Finding(SWITCH, why, "is known", new=False),)
        if not dry:
            alert = Alert("sending.still_off", SWITCH, str(days))
            await self._alerts.call(f"{SWITCH}:{switch.at.isoformat()}:day{days}", alert, at)
        return (Finding(SWITCH, why, _done("people are told every day", dry=dry)),)


def _done(what: str, *, dry: bool) -> str:
    return what.replace("are", "would be", 1) if dry else what
