"""`fixi job`: the periodic jobs beside the running system; what they are, and one of them now."""

import json
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from fixi.application.care.care import Outcome
from fixi.container import Container
from fixi.domain.care import JOBS, PeriodicJob, named, next_at
from fixi.domain.errors import Refused
from fixi.domain.policy import Policy
from fixi.entrypoints.books import with_container
from fixi.ports.storage import Run
from fixi.settings import Settings

HOUR = timedelta(hours=1)


def _rhythm(job: PeriodicJob, policy: Policy) -> str:
    if job.daily is not None:
        return f"daily {job.daily(policy):%H:%M}"
    seconds = int((job.every or HOUR).total_seconds())
    return f"every {seconds // 60} min" if seconds >= 60 else f"every {seconds} s"  # noqa: PLR2004 - seconds of a minute


def _last(run: Run | None, policy: Policy) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "tick": run.tick,
        "started_at": run.started_at.astimezone(policy.zone).isoformat(),
        "finished": run.finished > 0,
        "found": run.found,
        "done": run.done,
        "seconds": run.seconds,
    }


def show(settings: Settings, console: Console, *, as_json: bool) -> None:
    """Every job: how often, its last run, and when it is due next."""

    async def work(container: Container) -> list[dict[str, Any]]:
        at, policy = container.clock().now(), await container.policies().current()
        return [
            {
                "name": job.name,
                "when": _rhythm(job, policy),
                "last": _last(await container.runs().last(job.name), policy),
                "next": next_at(job, at, policy).astimezone(policy.zone).isoformat(timespec="seconds"),
            }
            for job in JOBS
        ]

    rows = with_container(settings, work)
    if as_json:
        console.print_json(json.dumps(rows))
        return
    table = Table("job", "when", "last run", "found", "done", "next")
    for row in rows:
        last = row["last"] or {}
        began = str(last.get("started_at", ""))[:19]
        if last and not last["finished"]:
            began += " (broke off)"
        table.add_row(
            row["name"], row["when"], began, str(last.get("found", "")), str(last.get("done", "")), row["next"][:19]
        )
    console.print(table)


def run(settings: Settings, console: Console, name: str, *, dry: bool, as_json: bool) -> None:
    """Run one job now; raises Refused for one that is not in the table."""
    if named(name) is None:
        raise Refused(f"there is no job {name}: it is one of {', '.join(job.name for job in JOBS)}")

    async def work(container: Container) -> Outcome:
        try:
            outcome: Outcome = await container.care().by_hand(name, dry=dry)
            return outcome
        finally:
            await container.redis().close()

    outcome = with_container(settings, work, queue=True)
    if as_json:
        console.print_json(json.dumps(_data(name, outcome, dry=dry)))
        return
    for finding in outcome.findings:
        console.print(f"{finding.about}: {finding.why}: {finding.done}", markup=False, highlight=False)
    found = len(outcome.findings)
    said = f"{name}: {found} found, {outcome.done} {'to do' if dry else 'done'}"
    console.print(f"{said}, nothing was changed" if dry else f"{said}, {outcome.seconds:.1f} s", highlight=False)


def _data(name: str, outcome: Outcome, *, dry: bool) -> dict[str, Any]:
    findings = [{"about": f.about, "why": f.why, "done": f.done, "new": f.new} for f in outcome.findings]
    return {
        "job": name,
        "tick": outcome.tick,
        "dry": dry,
        "found": len(findings),
        "done": 0 if dry else outcome.done,
        "seconds": outcome.seconds,
        "findings": findings,
    }
