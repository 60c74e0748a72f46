"""`fixi doctor`: is every part there, what became of every message, and does everything hold that must hold?"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import pairwise

from rich.console import Console
from rich.table import Table

from fixi.container import Container
from fixi.domain.account import AccountState
from fixi.domain.errors import FixiError
from fixi.domain.invariants import World, breaches
from fixi.domain.lead.states import FINAL, Unopened, alarms
from fixi.domain.operators import Permission
from fixi.domain.professional import Booking, Professional
from fixi.domain.values import Slot
from fixi.entrypoints.audit import verdict
from fixi.entrypoints.balance import show_balance
from fixi.entrypoints.books import MANY, with_container
from fixi.entrypoints.standing import OVERDUE, account_line, alerts_line, fit, job_line, switch_line
from fixi.ports.queues import WORKER_SILENCE
from fixi.settings import Settings

VERSIONS = 50
CALENDAR = timedelta(days=60)
ON_ITS_WAY = timedelta(minutes=2)


def examine(settings: Settings, console: Console, period: timedelta | None = None) -> bool:
    """Print everything, the balance for the period that ends now; True when nothing is wrong."""

    async def work(container: Container) -> bool:
        try:
            well = await _parts(container, console)
            since = container.clock().now() - period if period is not None else None
            well &= await show_balance(container, console, since)
            well &= await _journal(container, console)
            well &= await _setup(container, console)
            well &= await _line(container, console)
            well &= await _audit(container, console)
            await _models(container, console)
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
        if beat is None or container.machine_clock().now() - beat > WORKER_SILENCE:
            raise FixiError("no worker was seen for half a minute")

    async def poller() -> None:
        beat = await container.pollers().youngest()
        if beat is None or container.machine_clock().now() - beat > WORKER_SILENCE:
            raise FixiError("no poller was seen for half a minute")

    async def account() -> None:
        state: AccountState = await container.account().state()
        if state is not AccountState.READY:
            raise FixiError(f"is {state}: nothing goes out")

    checks: dict[str, Callable[[], Awaitable[object]]] = {
        "database": container.database().ping,
        "queue": container.redis().ping,
        "worker": worker,
    }
    if container.settings().greenapi_polling:
        checks["poller"] = poller
    checks["account"] = account
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


async def _journal(container: Container, console: Console) -> bool:
    """What the provider remembers, beside what we do; what came just now may still be on its way."""
    try:
        found = await container.reconcile().compare()
    except FixiError as error:
        console.print(f"provider's journal: [red]{str(error) or 'does not answer'}[/red]")
        return False
    lost = found.overdue(container.clock().now() - ON_ITS_WAY)
    words = f"{lost} neither in the book nor unread"
    console.print(
        f"provider's journal, last 24 h: {found.messages} messages, " + (f"[red]{words}[/red]" if lost else words)
    )
    return not lost


async def _setup(container: Container, console: Console) -> bool:
    """What a person has set up at the provider, beside what we need."""
    try:
        flaws = await container.setup().flaws()
    except FixiError as error:
        console.print(f"account's settings: [yellow]not seen[/yellow] ({error})")
        return True
    for flaw in flaws:
        console.print(f"account's settings: [red]{flaw}[/red]")
    return not flaws


async def _line(container: Container, console: Console) -> bool:
    """What is known of the account, the kill switch, and the alert line.

    That somebody has stopped all sending is said, and is no fault.
    """
    at, standing = container.clock().now(), await container.account_book().standing()
    untold = await container.alerts().untold(MANY)
    off = await container.job_switches().off()
    ways = tuple(way.name for way in container.ways())
    usable = await fit(container, standing, at)
    late = bool(ways) and bool(untold) and at - untold[0].at > OVERDUE
    for name, words, well in (
        ("account", account_line(standing, at), usable),
        ("sending", switch_line(standing.switch), standing.switch.on),
        ("alert line", alerts_line(ways, untold), not late and bool(ways)),
        *[(f"job {each.job}", job_line(each), False) for each in off.values()],
    ):
        style = None if well else "yellow"
        console.print(f"{name}: {words}", style=style, markup=False, highlight=False, soft_wrap=True)
    return usable and not late


async def _audit(container: Container, console: Console) -> bool:
    """What operators did, as it was written; and whether anybody may use the panel."""
    words, wrong = await verdict(container)
    console.print(words, style=None if wrong is None else "red", markup=False, highlight=False, soft_wrap=True)
    owners = [each for each in await container.operators().listed() if each.may(Permission.OPERATORS)]
    if not owners:
        console.print("panel: it has no owner; `fixi operator add NAME --role owner`", style="yellow", soft_wrap=True)
    return wrong is None


async def _models(container: Container, console: Console) -> None:
    """How the models have read, and where the rules read otherwise; nothing when none was asked."""
    settings: Settings = container.settings()
    unknown = container.models_without_price() if settings.reader == "gemini" else ()
    if unknown:
        told = f"no price is known for {', '.join(unknown)}: booked as the dearest model that has one"
        console.print(told, style="yellow", markup=False, highlight=False, soft_wrap=True)
    now, policy = container.clock().now(), await container.policies().current()
    counts = await container.calls().tally(now - timedelta(hours=24))
    if not counts:
        return
    gone = await container.budget().gone(now.astimezone(policy.zone).date())
    told = ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    console.print(f"models, last 24 h: {told}; today ${gone:.2f} of ${policy.ai_budget_per_day}")


async def _pros(container: Container) -> tuple[Professional, ...]:
    pros: tuple[Professional, ...] = ()
    while page := await container.professionals().listed(pros[-1].id if pros else "", MANY):
        pros += page
    return pros


async def _world(container: Container) -> World:
    at, policy = container.clock().now(), await container.policies().current()
    leads = tuple([lead async for lead in container.leads().every()])
    pros = await _pros(container)
    span = Slot(at - CALENDAR, at + CALENDAR)
    bookings: dict[str, tuple[Booking, ...]] = {
        pro.id: await container.calendar().bookings(pro.id, span) for pro in pros if pro.places
    }
    due = {
        lead.case.id: min((alarm.due for alarm in alarms(lead, policy)), default=None)
        for lead in leads
        if not isinstance(lead, (Unopened, *FINAL))
    }
    runs = tuple((run.job, run.tick) for run in await container.runs().listed(MANY) for _ in range(run.finished))
    # What was taken under a number that was lowered since is finished in its time.
    versions = await container.policies().versions(VERSIONS)
    left = [old.policy.max_active_jobs for new, old in pairwise(versions) if new.at and new.at > at - CALENDAR]
    return World(at, policy, leads, due, pros, bookings, runs=runs, default_cap=max(left, default=0))
