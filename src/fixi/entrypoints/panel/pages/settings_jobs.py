"""The periodic jobs: on and off, what they did last, and one of them now."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from nicegui import ui

from fixi.application.settings_views import JobView
from fixi.domain.commands import PutJob, RunJob
from fixi.domain.operators import Operator, Permission
from fixi.domain.policy import Policy
from fixi.entrypoints.panel.components.dialogs import dialog
from fixi.entrypoints.panel.components.forms import text_field
from fixi.entrypoints.panel.components.moments import moment
from fixi.entrypoints.panel.components.numbers import length
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, chip, note, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit
from fixi.ports.storage import Run

RUN_SECONDS = 1.0
LOOKS = 15  # so often the page looks whether a run that was asked for has come to its end
LONGEST_WHY = 200


async def build(desk: Desk, visit: Visit) -> None:
    """All of them."""
    says = visit.texts

    @ui.refreshable
    async def content() -> None:
        jobs, policy = await desk.setup.jobs(), await desk.setup.policy()
        with box("fx-stack"):
            if any(each.off is not None and each.job.keeps for each in jobs):
                note(says("jobs.reminder"), "warn", "warning")
            with card(says("settings.jobs")):
                table(_columns(desk, visit, policy, content.refresh), jobs, says("settings.jobs"))

    await content()


def _columns(desk: Desk, visit: Visit, policy: Policy, again: Callable[[], object]) -> tuple[Column[JobView], ...]:
    says, now = visit.texts, desk.clock.now()

    def last(each: JobView) -> None:
        if each.last is None:
            tag("span", "—" if each.job.recorded else says("jobs.unrecorded"), "fx-quiet")
            return
        with box("fx-row", "span"):
            moment(each.last.started_at, now, desk.zone, says)
            if not each.last.finished:
                chip(says("jobs.broke_off"), "warn")

    def count(value: Callable[[Run], int]) -> Callable[[JobView], object]:
        return lambda each: tag("span", "—" if each.last is None else str(value(each.last)))

    return (
        Column(says("settings.job"), lambda each: _name(visit, each)),
        Column(says("jobs.rhythm"), lambda each: tag("span", _rhythm(visit, each, policy)), wide=True),
        Column(says("settings.last"), last),
        Column(says("settings.found"), count(lambda run: run.found), number=True, wide=True),
        Column(says("settings.done"), count(lambda run: run.done), number=True, wide=True),
        Column(
            says("jobs.next"),
            lambda each: moment(each.next, now, desk.zone, says) if each.off is None else tag("span", "—"),
            wide=True,
        ),
        Column(says("jobs.state"), lambda each: _state(desk, visit, each)),
        Column("", lambda each: _steer(desk, visit, each, again)),
    )


def _name(visit: Visit, each: JobView) -> None:
    says = visit.texts
    with box("fx-stack fx-tight", "span"):
        tag("span", says.name("job", each.job.name), "fx-strong", data_job=each.job.name)
        tag("span", each.job.name, "fx-quiet fx-small fx-mono", dir="ltr")


def _rhythm(visit: Visit, each: JobView, policy: Policy) -> str:
    says = visit.texts
    if each.job.daily is not None:
        return says("jobs.daily", at=f"{each.job.daily(policy):%H:%M}")
    return says("jobs.every", span=length(each.job.every or timedelta(0), says))


def _state(desk: Desk, visit: Visit, each: JobView) -> None:
    says = visit.texts
    if each.job.essential:
        chip(says("jobs.always"), "", "lock").props["title"] = says("jobs.essential")
        return
    if each.off is None:
        chip(says("jobs.on"), "good", "check_circle")
        return
    with box("fx-stack fx-tight", "span"):
        chip(says("jobs.off"), "bad" if each.job.keeps else "warn", "block")
        with box("fx-row", "span"):
            line(each.off.by, "fx-small")
            moment(each.off.at, desk.clock.now(), desk.zone, says, "fx-quiet fx-small")
        if each.off.why:
            line(each.off.why, "fx-small")


def _steer(desk: Desk, visit: Visit, each: JobView, again: Callable[[], object]) -> None:
    says, name = visit.texts, each.job.name
    if not visit.may(Permission.JOBS):
        return

    async def run(operator: Operator) -> None:
        if await told(visit, desk.operate, operator, RunJob(once=secrets.token_hex(8), job=name)):
            _wait(desk, each, again)

    async def on(operator: Operator) -> None:
        await told(visit, desk.operate, operator, PutJob(once=secrets.token_hex(8), job=name, on=True))
        again()

    title = says.name("job", name)
    with box("fx-row fx-end"):
        button(
            "",
            visit.acts(Permission.JOBS, run, f"run-{name}"),
            sign="play_arrow",
            label=says("jobs.run", job=title),
        )
        if each.job.essential:
            return
        if each.off is None:
            button("", lambda: _ask(desk, visit, each, again), sign="block", label=says("jobs.stop", job=title))
        else:
            act = visit.acts(Permission.JOBS, on, f"job-{name}")
            button("", act, kind="primary", sign="power_settings_new", label=says("jobs.start", job=title))


def _ask(desk: Desk, visit: Visit, each: JobView, again: Callable[[], object]) -> None:
    says, name = visit.texts, each.job.name
    title = says("jobs.stop", job=says.name("job", name))

    def draw(close: Callable[[], None]) -> None:
        tag("p", says.name("job_means", name))
        if each.job.keeps:
            note(says("jobs.keeps"), "warn", "warning")
        why = text_field(says("settings.why"), hint=says("settings.why_hint"), longest=LONGEST_WHY)

        async def off(operator: Operator) -> None:
            command = PutJob(once=secrets.token_hex(8), job=name, on=False, why=str(why.value or "").strip())
            if await told(visit, desk.operate, operator, command):
                close()
                again()

        with box("fx-row"):
            button(says("jobs.stop_yes"), visit.acts(Permission.JOBS, off, f"job-{name}"), kind="danger")
            button(says("action.cancel"), close)

    dialog(title, says, draw)


def _wait(desk: Desk, each: JobView, again: Callable[[], object]) -> None:
    """A worker runs it, so its end shows in the book of runs."""
    before, left = each.last, [LOOKS]

    async def look() -> None:
        left[0] -= 1
        last = await desk.runs.last(each.job.name)
        if not left[0] or (last is not None and last != before and last.finished):
            timer.cancel()
            again()

    timer = ui.timer(RUN_SECONDS, look)
    if not each.job.recorded:
        timer.cancel()
