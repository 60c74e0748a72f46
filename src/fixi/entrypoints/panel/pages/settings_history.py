"""Who changed which number of the business, and the way back."""

import secrets
from collections.abc import Callable

from nicegui import ui

from fixi.application.settings_views import PolicyChange
from fixi.domain.commands import SetPolicy
from fixi.domain.operators import Operator, Permission
from fixi.entrypoints.panel.components.moments import moment
from fixi.entrypoints.panel.components.numbers import shown
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, chip, empty, tag
from fixi.entrypoints.panel.components.words import line
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.steering import told
from fixi.entrypoints.panel.visit import Visit

VERSIONS = 100


async def build(desk: Desk, visit: Visit) -> None:
    """The last changes, the newest first."""
    says = visit.texts

    @ui.refreshable
    async def content() -> None:
        changes, now = await desk.setup.changes(VERSIONS), desk.clock.now()
        with card(says("settings.history")):
            if not changes:
                empty(says("settings.unchanged"), "history")
                return
            table(
                (
                    Column[PolicyChange](
                        says("staff.when"),
                        lambda each: moment(each.at, now, desk.zone, says) if each.at is not None else tag("span", "—"),
                    ),
                    Column[PolicyChange](says("login.name"), lambda each: line(each.by, "fx-strong")),
                    Column[PolicyChange](says("staff.what"), lambda each: tag("span", says.name("policy", each.name))),
                    Column[PolicyChange](says("settings.from_to"), lambda each: _from_to(visit, each)),
                    Column[PolicyChange]("", lambda each: _undo(desk, visit, each, content.refresh)),
                ),
                changes,
                says("settings.history"),
            )

    await content()


def _from_to(visit: Visit, each: PolicyChange) -> None:
    says = visit.texts
    with box("fx-row", "span"):
        tag("s", shown(each.name, each.before, says), "fx-quiet", dir="auto")
        tag("span", "←" if says.rtl else "→", aria_hidden="true")
        tag("strong", shown(each.name, each.after, says), dir="auto")


def _undo(desk: Desk, visit: Visit, each: PolicyChange, again: Callable[[], object]) -> None:
    says = visit.texts
    if not each.holds:
        chip(says("settings.changed_since"))
        return
    if not visit.may(Permission.SETTINGS):
        return
    once = secrets.token_hex(8)

    async def undo(operator: Operator) -> None:
        command = SetPolicy(once=once, name=each.name, value=each.before, before=each.after)
        await told(visit, desk.operate, operator, command)
        again()

    button(says("settings.undo"), visit.acts(Permission.SETTINGS, undo, f"undo-{once}"), sign="undo")
