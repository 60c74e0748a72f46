"""`fixi job`: the periodic jobs beside the running system; what they are, and one of them now."""

import json
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from fixi.application.care.care import Outcome
from fixi.application.written import written
from fixi.container import Container
from fixi.domain.audit import Deed
from fixi.domain.care import JOBS, JobSwitch, PeriodicJob, named, next_at
from fixi.domain.errors import Refused
from fixi.domain.operators import COMMAND_LINE
from fixi.domain.policy import Policy
from fixi.entrypoints.books import with_container
from fixi.entrypoints.plain import plain
from fixi.ports.storage import Run
from fixi.settings import Settings

HOUR = timedelta(hours=1)
LONGEST = 200


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
        off = await container.job_switches().off()
        return [
            {
                "name": job.name,
                "on": job.name not in off,
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
    table = Table("job", "", "when", "last run", "found", "done", "next")
    for row in rows:
        last = row["last"] or {}
        began = str(last.get("started_at", ""))[:19]
        if last and not last["finished"]:
            began += " (broke off)"
        table.add_row(
            row["name"],
            "" if row["on"] else "OFF",
            row["when"],
            began,
            str(last.get("found", "")),
            str(last.get("done", "")),
            row["next"][:19] if row["on"] else "",
        )
    console.print(table)


def switch(settings: Settings, console: Console, name: str, *, on: bool, why: str, as_json: bool) -> None:
    """Let a job run by itself, or not; into the audit. Raises Refused for one that nobody may switch off."""
    job = _known(name)
    if job.essential and not on:
        raise Refused(f"{name} cannot be switched off: everything else relies on it")
    why = " ".join(plain(why).split())[:LONGEST]

    async def work(container: Container) -> bool:
        at, now = container.clock().now(), container.machine_clock().now()
        if (name not in await container.job_switches().off()) is on:
            return False
        after = f"{_word(on=on)}: {why}" if why else _word(on=on)
        async with written(container.audit(), Deed(now, COMMAND_LINE, "PutJob", name, _word(on=not on), after)):
            changed: bool = await container.job_switches().turn(JobSwitch(name, on, COMMAND_LINE, at, why))
        return changed

    changed = with_container(settings, work)
    if as_json:
        console.print_json(json.dumps({"job": name, "on": on, "changed": changed}))
        return
    said = f"{name} is {_word(on=on)}" if changed else f"{name} was {_word(on=on)} already"
    console.print(said, markup=False, highlight=False)
    if job.keeps and not on:
        console.print(
            "while it is off what it looks for stays behind; `fixi job --on` when you are done", style="yellow"
        )


def _word(*, on: bool) -> str:
    return "on" if on else "off"


def _known(name: str) -> PeriodicJob:
    job = named(name)
    if job is None:
        raise Refused(f"there is no job {name}: it is one of {', '.join(job.name for job in JOBS)}")
    return job


def run(settings: Settings, console: Console, name: str, *, dry: bool, as_json: bool) -> None:
    """Run one job now; raises Refused for one that is not in the table."""
    _known(name)

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
