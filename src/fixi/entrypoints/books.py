"""The commands that look into the running system: professionals, leads, chats. They only read, but for an import."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fixi.application.operate_pros import Plan, Profiles
from fixi.application.views import lead_detail, lead_row, readings
from fixi.application.written import written
from fixi.container import Container, close_clients
from fixi.domain.audit import Deed
from fixi.domain.calls import about
from fixi.domain.commands import ImportPros
from fixi.domain.errors import Refused
from fixi.domain.lead.states import Unopened
from fixi.domain.operators import COMMAND_LINE
from fixi.domain.professional import Professional
from fixi.domain.values import Key, Kind, Status
from fixi.entrypoints import pros_file, pros_table
from fixi.entrypoints.plain import plain
from fixi.settings import Settings

MANY = 1000
RUN_FILE = "run.json"
# What the commands must know of the running system, by the names of the settings.
CARRIED = (
    "clock",
    "messenger",
    "greenapi_url",
    "greenapi_media_url",
    "greenapi_instance",
    "greenapi_token",
    "greenapi_polling",
    "cloudapi_url",
    "cloudapi_token",
    "cloudapi_phone_number_id",
    "cloudapi_app_secret",
)
ALERT_LINE = ("alert_email", "alert_from", "smtp_url", "alert_webhook", "alert_secret")
DRY = "dry-"  # what the name of a message begins with that only would have been sent
INDENT = " " * 4


def run_file(settings: Settings) -> dict[str, Any]:
    """Where the running system is; empty when none runs here."""
    path = settings.data_dir / RUN_FILE
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found


def found(settings: Settings, *, queue: bool = False) -> Settings:
    """The settings with the addresses of the running system; raises Refused when there is none."""
    running = run_file(settings)
    settings = replace(
        settings,
        storage="mongo",
        mongo_url=settings.mongo_url or running.get("mongo", ""),
        redis_url=settings.redis_url or running.get("redis", ""),
        webhook_token=settings.webhook_token or running.get("webhook_token", ""),
        **{name: running[name] for name in (*CARRIED, *ALERT_LINE) if name in running},
    )
    if not settings.mongo_url:
        raise Refused("no running system was found: start it with `fixi up`, or set FIXI_MONGO_URL")
    if queue and not settings.redis_url:
        raise Refused("no running queue was found: start it with `fixi up`, or set FIXI_REDIS_URL")
    return replace(settings, queue="redis") if queue else settings


def with_container[T](settings: Settings, work: Callable[[Container], Awaitable[T]], *, queue: bool = False) -> T:
    """Open the store (and the queue), do the work, close them."""

    async def run() -> T:
        container = Container(settings=found(settings, queue=queue))
        try:
            await container.database().prepare()
            return await work(container)
        finally:
            await close_clients(container)
            await container.database().close()
            if queue:
                await container.redis().close()

    return asyncio.run(run())


def import_pros(settings: Settings, path: Path, console: Console) -> None:
    """Import a file of professionals, all or nothing."""

    async def work(container: Container) -> tuple[int, Plan]:
        drafts = pros_file.read(path, container.places(), container.trades(), settings.country)
        profiles: Profiles = container.profiles()
        plan = await profiles.plan(drafts)
        edited = await profiles.imported(drafts)
        if edited is not None:
            deed = Deed(container.machine_clock().now(), COMMAND_LINE, ImportPros.__name__, edited.on, "", edited.after)
            async with written(container.audit(), deed):
                await profiles.store(edited)
        return len(drafts), plan

    count, plan = with_container(settings, work)
    new, changed = len(plan.new), len(plan.changed)
    said = f"{new} new, {changed} changed, {count - new - changed} as they were"
    console.print(f"{count} professionals are in the store: {said}", highlight=False)


def exported_pros(settings: Settings, *, as_csv: bool) -> str:
    """All professionals, in a form that can be imported again."""

    async def work(container: Container) -> list[Professional]:
        found: list[Professional] = []
        while page := await container.professionals().listed(found[-1].id if found else "", MANY):
            found += page
        return found

    pros = with_container(settings, work)
    return pros_table.table(pros) if as_csv else pros_file.written(pros)


def load_sample(settings: Settings, console: Console) -> None:
    """Professionals to try the system with, if there are none at all."""

    async def work(container: Container) -> int:
        if await container.professionals().listed("", 1):
            return 0
        with as_file(files("fixi.entrypoints") / "data" / "sample_pros.json") as path:
            drafts = pros_file.read(path, container.places(), container.trades(), settings.country)
        pros = tuple(draft.onto(None) for draft in drafts)
        await container.professionals().put(pros)
        return len(pros)

    count = with_container(settings, work)
    if count:
        console.print(f"sample professionals: {count} (phones 972000000xxx, which nobody can have)")


def list_pros(settings: Settings, console: Console, *, as_json: bool) -> None:
    """Every professional, his work and his load."""

    async def work(container: Container) -> tuple[Professional, ...]:
        listed: tuple[Professional, ...] = await container.professionals().listed("", MANY)
        return listed

    pros = with_container(settings, work)
    if as_json:
        console.print_json(json.dumps([_pro(pro) for pro in pros]))
        return
    table = Table("phone", "name", "trades", "areas", "active jobs", "paused")
    for pro in pros:
        areas = ", ".join(place.name for place in pro.areas)
        paused = "yes" if pro.paused_until is not None else ""
        table.add_row(
            pro.id, Text(plain(pro.name)), ", ".join(map(str, pro.trades)), areas, str(len(pro.places)), paused
        )
    console.print(table)


def _pro(pro: Professional) -> dict[str, Any]:
    return {
        "phone": pro.id,
        "name": pro.name,
        "trades": [trade.code for trade in pro.trades],
        "areas": [place.name for place in pro.areas],
        "languages": [str(language) for language in pro.languages],
        "active_jobs": len(pro.places),
        "max_active_jobs": pro.cap,
        "paused_until": pro.paused_until.isoformat() if pro.paused_until is not None else None,
    }


def known_status(name: str | None) -> Status | None:
    """The status of this name; raises Refused when there is none."""
    if name is not None and name not in set(Status):
        raise Refused(f"a status is one of: {', '.join(Status)}")
    return Status(name) if name is not None else None


def list_leads(settings: Settings, console: Console, status: str | None, *, as_json: bool) -> None:
    """Leads, the newest first."""
    wanted = known_status(status)

    async def work(container: Container) -> list[dict[str, Any]]:
        zone = ZoneInfo((await container.policies().current()).timezone)
        leads = await container.leads().listed(wanted, MANY)
        return [lead_row(lead, zone) for lead in leads]

    rows = with_container(settings, work)
    if as_json:
        console.print_json(json.dumps(rows))
        return
    table = Table("id", "status", "trade", "area", "pro", "appointment", "created")
    for row in rows:
        values = (
            row["id"],
            row["status"],
            row["trade"],
            row["area"],
            row["pro"],
            row["appointment"],
            row["created_at"],
        )
        table.add_row(*(str(value) if value is not None else "" for value in values))
    console.print(table)


def show_lead(settings: Settings, console: Console, lead: str, *, as_json: bool) -> None:
    """One lead with its timeline and why this professional."""

    async def work(container: Container) -> dict[str, Any]:
        record = await container.repository().load(Key.lead(lead))
        if record is None or isinstance(record.state, Unopened):
            raise Refused(f"there is no lead {lead}")
        zone = ZoneInfo((await container.policies().current()).timezone)
        case = record.state.case
        calls = await container.calls().of(str(Key.client(case.client)), MANY)
        return {**lead_detail(record.state, zone), "readings": readings(about(calls, case.id, case.opened_at), zone)}

    detail = with_container(settings, work)
    if as_json:
        console.print_json(json.dumps(detail))
        return
    facts = Table.grid(padding=(0, 2))
    for name in ("id", "status", "client", "trade", "area", "issue", "pro", "appointment"):
        facts.add_row(name, Text(plain(str(detail[name] if detail[name] is not None else ""))))
    console.print(facts)
    table = Table("at", "event", "by", "from", "to", "cause")
    for change in detail["timeline"]:
        cells = ("at", "event", "actor", "from", "to", "cause")
        table.add_row(*(str(change[cell] or "") for cell in cells))
    console.print(table)
    reasons = Table("rank", "pro", "score", "refused")
    for row in detail["why"]:
        reasons.add_row(str(row["rank"] or ""), row["pro"], f"{row['score']:.2f}", row["refused"] or "")
    console.print(reasons)
    if detail["readings"]:
        read = Table("at", "model", "outcome", "seconds", "tokens", "US dollars", "refused", "differs")
        for row in detail["readings"]:
            tokens, seconds = f"{row['tokens_in']} + {row['tokens_out']}", f"{row['seconds']:.1f}"
            last = (row["cost_usd"], ", ".join(row["refused"]), ", ".join(row["differs"]))
            read.add_row(row["at"], row["model"], row["outcome"], seconds, tokens, *last)
        console.print(read)


async def chat_rows(container: Container, phone: str, limit: int) -> list[dict[str, str]]:
    """The last lines of a chat in the order of time, of both roles if the person has both."""
    zone = ZoneInfo((await container.policies().current()).timezone)
    ledger = container.ledger()
    lines = [line for kind in (Kind.CLIENT, Kind.PRO) for line in await ledger.lines(f"{kind}:{phone}", limit)]
    return [
        {
            "id": line.id,
            "at": line.at.astimezone(zone).isoformat(),
            "kind": line.kind,
            "outcome": line.outcome,
            "reason": line.reason,
            "text": line.text,
            "ref": line.ref,
        }
        for line in sorted(lines, key=lambda line: line.at)
    ]


def chat_line(row: dict[str, str]) -> str:
    """One line of a chat, for people; what was said on several lines goes on below it, set in."""
    dry = row["kind"] == "out" and row["ref"].startswith(DRY)
    outcome = f"{row['outcome']}, dry run" if dry else row["outcome"]
    if row["kind"] in {"note", "held"} and row["reason"]:
        outcome = f"{outcome}: {row['reason']}"
    sign = "◂" if row["kind"] in {"out", "held", "other"} else "▸"
    return f"{row['at'][:19]}  {sign} [{outcome}] {plain(row['text'], INDENT)}"


def show_chat(settings: Settings, console: Console, phone: str, *, as_json: bool) -> None:
    """The last lines of a chat."""

    async def work(container: Container) -> list[dict[str, str]]:
        return await chat_rows(container, phone, MANY)

    rows = with_container(settings, work)
    if as_json:
        console.print_json(json.dumps(rows))
        return
    if not rows:
        raise Refused("nothing was ever said in this chat")
    for row in rows:
        console.print(chat_line(row), markup=False)
