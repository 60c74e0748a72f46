"""How it stands with the account, the kill switch and the alert line: in words, for `sending` and for the doctor."""

from datetime import datetime, timedelta

from fixi.container import Container
from fixi.domain.account import Standing, Switch, trouble
from fixi.domain.care import JobSwitch
from fixi.entrypoints.plain import plain
from fixi.ports.alerts import Raised

MANY = 500
OVERDUE = timedelta(minutes=10)
NO_WAY = "no way is set: people find alerts in the ledger only (see FIXI_ALERT_EMAIL and FIXI_ALERT_WEBHOOK)"


def account_line(standing: Standing, at: datetime) -> str:
    """What is known of the account, and how fresh that is."""
    if standing.since is None:
        return "not seen yet"
    said = f"{standing.state} since {_at(standing.since)}"
    if standing.proved_at is None:
        return f"{said}, never seen ready"
    return f"{said}, last seen ready {ago(at - standing.proved_at)} ago"


def switch_line(switch: Switch) -> str:
    """Where the kill switch stands, who put it there and why."""
    word = "on" if switch.on else "OFF, nothing goes out"
    if switch.at is None:
        return word
    why = f": {plain(switch.why)}" if switch.why else ""
    return f"{word}, since {_at(switch.at)} by {plain(switch.by)}{why}"


def job_line(switch: JobSwitch) -> str:
    """A periodic job that people have switched off."""
    why = f": {plain(switch.why)}" if switch.why else ""
    return f"OFF since {_at(switch.at)} by {plain(switch.by)}{why}"


def alerts_line(ways: tuple[str, ...], untold: tuple[Raised, ...]) -> str:
    """By which ways people are told, and what they still have to be told."""
    count = f"{len(untold)}{'+' if len(untold) == MANY else ''} untold"
    oldest = f", the oldest of {_at(untold[0].at)}" if untold else ""
    return f"{', '.join(ways) or NO_WAY}; {count}{oldest}"


async def fit(container: Container, standing: Standing, at: datetime) -> bool:
    """False when the account cannot be used. Where no proof is needed an old one does no harm."""
    wrong = trouble(standing, at)
    return wrong is None or (standing.stopped_at is None and not container.messenger().channel.proof)


def ago(age: timedelta) -> str:
    """An age in its largest unit."""
    seconds = max(int(age.total_seconds()), 0)
    for name, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {name}"
    return f"{seconds} s"


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
