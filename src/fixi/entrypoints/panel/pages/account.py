"""One's own account: where one is logged in, and another password."""

import secrets
from collections.abc import Callable

from nicegui import ui

from fixi.domain.commands import EndOwnSession
from fixi.domain.errors import Refused
from fixi.domain.operators import Operator, Permission, Session
from fixi.entrypoints.panel.components.agents import agent
from fixi.entrypoints.panel.components.moments import moment
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, chip, heading, note, tag
from fixi.entrypoints.panel.components.words import short
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.visit import Visit


async def build(desk: Desk, visit: Visit) -> None:
    """For everybody."""
    says = visit.texts
    heading(says("page.account"), f"{visit.operator.name} · {says.name('role', str(visit.operator.role))}")

    @ui.refreshable
    async def sessions() -> None:
        await _sessions(desk, visit, sessions.refresh)

    with box("fx-stack"):
        await sessions()
        _password(visit)


async def _sessions(desk: Desk, visit: Visit, again: Callable[[], object]) -> None:
    says, now = visit.texts, desk.machine.now()
    listed = await desk.staff.sessions(visit.operator, visit.operator.name)
    mine = await desk.login.session(visit.visitor.token)
    with card(says("account.sessions")):
        table(
            (
                Column[Session](says("staff.agent"), lambda each: agent(each.agent)),
                Column[Session](
                    says("staff.address"), lambda each: tag("span", short(each.address), "fx-ltr fx-mono", dir="ltr")
                ),
                Column[Session](says("account.since"), lambda each: moment(each.created_at, now, desk.zone, says)),
                Column[Session](says("staff.seen"), lambda each: moment(each.seen_at, now, desk.zone, says), wide=True),
                Column[Session](
                    "",
                    lambda each: (
                        chip(says("staff.this"), "good") if each.id == mine else _end(desk, visit, each, again)
                    ),
                ),
            ),
            listed,
            says("account.sessions"),
        )
        if len(listed) > 1:

            async def others(operator: Operator) -> None:
                for each in await desk.staff.sessions(operator, operator.name):
                    if each.id != mine:
                        await desk.operate(operator, EndOwnSession(once=secrets.token_hex(8), session=each.id))
                await desk.hub.look()
                visit.tell(says("steer.done"))
                again()

            with box("fx-row"):
                act = visit.acts(Permission.VIEW, others, "end-others")
                button(says("account.end_others"), act, kind="danger", sign="logout")


def _end(desk: Desk, visit: Visit, each: Session, again: Callable[[], object]) -> None:
    says = visit.texts

    async def end(operator: Operator) -> None:
        try:
            await desk.operate(operator, EndOwnSession(once=secrets.token_hex(8), session=each.id))
        except Refused as refused:
            visit.tell(says.name("staff_refused", refused.reason), "negative")
        await desk.hub.look()
        again()

    button(says("staff.end"), visit.acts(Permission.VIEW, end, f"end-{each.id}"), kind="danger", sign="logout")


def _password(visit: Visit) -> None:
    """A plain form: only an answer over HTTP can carry the new session."""
    says = visit.texts
    said = visit.client.request.query_params.get("said", "")
    with card(says("account.password")):
        tag("p", says("account.password_explained"), "fx-quiet")
        if said == "changed":
            note(says("account.changed"), "", "check_circle")
        elif f"staff_refused.{said}" in says:
            note(says.name("staff_refused", said), "bad", "error")
        with tag("form", "", "fx-stack fx-form", method="post", action="/account/password"):
            for name, fill in (("old", "current-password"), ("new", "new-password")):
                with box("fx-field"):
                    tag("label", says(f"account.{name}"), for_=f"password-{name}")
                    field = tag(
                        "input", "", "fx-input", type="password", name=name, autocomplete=fill, maxlength="1000"
                    )
                    field.props["id"] = f"password-{name}"
                    field.props["required"] = True
                    if name == "new":
                        tag("span", says("staff.password_hint"), "fx-hint")
            with box("fx-row"):
                tag("button", says("account.change"), "fx-button primary", type="submit")


ACCOUNT = Page("account", "/account", "manage_accounts", Permission.VIEW, build, listed=False)
