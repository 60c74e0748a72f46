"""The numbers of the business, the switch that stops all sending, and the periodic jobs."""

import secrets
from collections.abc import Callable

from nicegui import ui

from fixi.domain.care import JOBS
from fixi.domain.commands import PutSending, SetPolicy
from fixi.domain.operators import Operator, Permission
from fixi.domain.policy_text import names, value_of
from fixi.domain.values import Key
from fixi.entrypoints.panel.components.dialogs import confirm, dialog
from fixi.entrypoints.panel.components.forms import text_field
from fixi.entrypoints.panel.components.moments import moment
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, chip, heading, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit


async def build(desk: Desk, visit: Visit) -> None:
    """What holds now; who may change it has buttons."""
    says = visit.texts
    heading(says("page.settings"))

    @ui.refreshable
    async def content() -> None:
        with box("fx-stack"):
            await _sending(desk, visit, content.refresh)
            await _policy(desk, visit, content.refresh)
            await _jobs(desk, visit)

    async def changed(keys: frozenset[Key] | None) -> None:
        if keys is None:
            await content.refresh()

    await content()
    desk.hub.join(visit, changed)


async def _sending(desk: Desk, visit: Visit, again: Callable[[], object]) -> None:
    says = visit.texts
    on = await desk.sending()
    with card(says("settings.sending")), box("fx-row"):
        chip(says("settings.on" if on else "settings.off"), "good" if on else "bad", "check_circle" if on else "block")
        tag("span", says("settings.sending_explained"), "fx-quiet fx-grow")
        if not visit.may(Permission.SENDING):
            return

        async def put(operator: Operator) -> None:
            await told(visit, desk.operate, operator, PutSending(once=secrets.token_hex(8), on=not on))
            again()

        act = visit.acts(Permission.SENDING, put, "sending")
        name = "settings.stop" if on else "settings.start"

        def ask() -> None:
            confirm(says(name), says("settings.sure"), says(name), says, act, danger=on)

        button(says(name), ask, kind="danger" if on else "primary", sign="block" if on else "play_arrow")


async def _policy(desk: Desk, visit: Visit, again: Callable[[], object]) -> None:
    says, policy = visit.texts, await desk.policies.current()
    with card(says("settings.policy")):
        table(
            (
                Column[str](says("settings.name"), lambda name: line(says.name("policy", name))),
                Column[str](says("settings.value"), lambda name: tag("span", value_of(policy, name), "fx-mono fx-ltr")),
                Column[str]("", lambda name: _edit(desk, visit, name, value_of(policy, name), again)),
            ),
            names(),
            says("settings.policy"),
        )


def _edit(desk: Desk, visit: Visit, name: str, value: str, again: Callable[[], object]) -> None:
    says = visit.texts
    if not visit.may(Permission.SETTINGS):
        return

    def draw(close: Callable[[], None]) -> None:
        field = text_field(says("settings.value"), value, says("settings.hint"))

        async def save(operator: Operator) -> None:
            new = str(field.value or "").strip()
            command = SetPolicy(once=secrets.token_hex(8), name=name, value=new, before=value)
            if await told(visit, desk.operate, operator, command):
                close()
                again()

        with box("fx-row"):
            button(says("action.save"), visit.acts(Permission.SETTINGS, save, f"policy-{name}"), kind="primary")
            button(says("action.cancel"), close)

    button(says("command.editfacts"), lambda: dialog(says.name("policy", name), says, draw), kind="plain", sign="edit")


async def _jobs(desk: Desk, visit: Visit) -> None:
    says, now = visit.texts, desk.clock.now()
    last = {job.name: await desk.runs.last(job.name) for job in JOBS if job.recorded}
    with card(says("settings.jobs")):
        table(
            (
                Column[str](says("settings.job"), lambda job: line(says.name("job", job))),
                Column[str](
                    says("settings.last"),
                    lambda job: (
                        moment(run.started_at, now, desk.zone, says) if (run := last[job]) else tag("span", "—")
                    ),
                ),
                Column[str](
                    says("settings.found"),
                    lambda job: _count(None if (run := last[job]) is None else run.found),
                    number=True,
                ),
                Column[str](
                    says("settings.done"),
                    lambda job: _count(None if (run := last[job]) is None else run.done),
                    number=True,
                ),
            ),
            tuple(last),
            says("settings.jobs"),
        )


def _count(value: int | None) -> None:
    tag("span", "—" if value is None else str(value))


SETTINGS = Page("settings", "/settings", "tune", Permission.VIEW, build)
