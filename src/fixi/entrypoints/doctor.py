"""`fixi doctor`: is every part there, what became of every message, and does everything hold that must hold?"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from rich.console import Console
from rich.table import Table

from fixi.container import Container
from fixi.domain.errors import FixiError
from fixi.domain.invariants import World, breaches
from fixi.domain.lead.states import FINAL, Unopened, alarms
from fixi.domain.professional import Booking
from fixi.domain.values import Slot
from fixi.entrypoints.books import MANY, with_container
from fixi.ports.queues import WORKER_SILENCE
from fixi.settings import Settings

CALENDAR = timedelta(days=60)


def examine(settings: Settings, console: Console) -> bool:
    """Print everything; True when nothing is wrong."""

    async def work(container: Container) -> bool:
        try:
            well = await _parts(container, console)
            await _balance(container, console)
            found = breaches(await _world(container))
            for breach in found:
                console.print(f"[red]broken[/red]  {breach}")
            console.print("invariants: " + ("all hold" if not found else f"{len(found)} broken"))
            return well and not found
        finally:
            await container.redis().close()

    return with_container(settings, work, queue=True)


async def _parts(container: Container, console: Console) -> bool:
    async def worker() -> None:
        beat = await container.heartbeats().youngest()
        if beat is None or container.clock().now() - beat > WORKER_SILENCE:
            raise FixiError("no worker was seen for half a minute")

    checks: dict[str, Callable[[], Awaitable[object]]] = {
        "database": container.database().ping,
        "queue": container.redis().ping,
        "worker": worker,
    }
    table, well = Table("part", "state"), True
    for name, check in checks.items():
        try:
            await check()
            table.add_row(name, "ok")
        except FixiError as error:
            table.add_row(name, f"[red]{str(error) or 'does not answer'}[/red]")
            well = False
    console.print(table)
    return well


async def _balance(container: Container, console: Console) -> None:
    counts = await container.ledger().balance()
    unread = sum([len(await container.inbox().unread(name)) for name in await container.inbox().waiting(MANY)])
    pending = [
        len(await container.outbox().pending(key))
        for key in await container.outbox().waiting(container.clock().now(), MANY)
    ]
    table = Table("messages", "outcome", "count")
    for (kind, outcome), count in sorted(counts.items()):
        if kind in {"in", "out"}:
            table.add_row("received" if kind == "in" else "to be sent", outcome, str(count))
    table.add_row("received", "not used yet", str(unread))
    table.add_row("to be sent", "waiting", str(sum(pending)))
    console.print(table)


async def _world(container: Container) -> World:
    at, policy = container.clock().now(), await container.policies().current()
    leads = await container.leads().listed(None, MANY)
    pros = await container.professionals().listed("", MANY)
    span = Slot(at - CALENDAR, at + CALENDAR)
    bookings: dict[str, tuple[Booking, ...]] = {
        pro.id: await container.calendar().bookings(pro.id, span) for pro in pros if pro.places
    }
    due = {
        lead.case.id: min((alarm.due for alarm in alarms(lead, policy)), default=None)
        for lead in leads
        if not isinstance(lead, (Unopened, *FINAL))
    }
    return World(at, policy, leads, due, pros, bookings)
