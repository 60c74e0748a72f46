"""Operators, who is logged in, and the audit of everything that operators changed."""

import secrets
from collections.abc import Callable
from typing import Any

from nicegui import ui

from fixi.domain.audit import AuditLine
from fixi.domain.commands import AddOperator, AnyStaffCommand, ChangeOperator, EndSession, ResetPassword, Stale
from fixi.domain.errors import Invalid, Refused
from fixi.domain.operators import Operator, Permission, Role, Session
from fixi.entrypoints.panel.components.agents import agent
from fixi.entrypoints.panel.components.dialogs import confirm, dialog
from fixi.entrypoints.panel.components.forms import Field, choice, complete, text_field
from fixi.entrypoints.panel.components.moments import moment
from fixi.entrypoints.panel.components.tables import Column, table
from fixi.entrypoints.panel.components.tags import box, button, card, chip, facts, heading, link, tag
from fixi.entrypoints.panel.components.words import line, short
from fixi.entrypoints.panel.desk import Desk
from fixi.entrypoints.panel.page import Page
from fixi.entrypoints.panel.visit import Visit

LINES = 100


async def build(desk: Desk, visit: Visit) -> None:
    """For owners."""
    heading(visit.texts("page.operators"))

    @ui.refreshable
    async def content() -> None:
        with box("fx-stack"):
            await _staff(desk, visit, content.refresh)
            await _sessions(desk, visit, content.refresh)
            await _audit(desk, visit)

    await content()
    desk.hub.join(visit)


async def _staff(desk: Desk, visit: Visit, again: Callable[[], object]) -> None:
    says = visit.texts
    listed = await desk.staff.listed(visit.operator)
    with card(says("staff.title")):
        table(
            (
                Column[Operator](says("login.name"), lambda each: line(each.name, "fx-strong")),
                Column[Operator](says("staff.role"), lambda each: chip(says.name("role", str(each.role)), "info")),
                Column[Operator](
                    "", lambda each: chip(says("staff.disabled"), "bad", "block") if each.disabled else tag("span", "")
                ),
                Column[Operator]("", lambda each: _steer(desk, visit, each, again)),
            ),
            listed,
            says("staff.title"),
        )

        async def opened(_: Operator) -> None:
            _add(desk, visit, again)

        with box("fx-row"):
            button(says("staff.add"), visit.acts(Permission.OPERATORS, opened), kind="primary", sign="person_add")


def _steer(desk: Desk, visit: Visit, each: Operator, again: Callable[[], object]) -> None:
    """What can be done about him; one's own password is changed on one's own page, with the old one."""
    with box("fx-row fx-end"):
        _role(desk, visit, each, again)
        if each.name == visit.operator.name:
            link(visit.texts("page.account"), "/account", "fx-button")
        else:
            _reset(desk, visit, each)
        _switch(desk, visit, each, again)


def _role(desk: Desk, visit: Visit, each: Operator, again: Callable[[], object]) -> None:
    says = visit.texts

    def draw(close: Callable[[], None]) -> None:
        role = _role_choice(visit, each.role)

        async def put(operator: Operator) -> None:
            wanted = Role(role.value)
            if await _told(visit, desk, operator, ChangeOperator(**_known(each), role=wanted)):
                close()
                again()

        with box("fx-row"):
            button(says("action.save"), visit.acts(Permission.OPERATORS, put, f"role-{each.name}"), kind="primary")
            button(says("action.cancel"), close)

    title = says("staff.role_of", name=each.name)
    button(says("staff.role"), lambda: dialog(title, says, draw), sign="badge", label=title)


def _role_choice(visit: Visit, role: Role) -> Field:
    says = visit.texts
    return choice(says("staff.role"), {each.value: says.name("role", each.value) for each in Role}, role.value)


def _reset(desk: Desk, visit: Visit, each: Operator) -> None:
    says = visit.texts

    async def put(operator: Operator) -> None:
        password = desk.staff.random_password()
        command = ResetPassword(once=secrets.token_hex(8), name=each.name, password=password)
        if await _told(visit, desk, operator, command):
            with visit.client:
                _once(visit, each.name, password)
            await desk.hub.look()

    act = visit.acts(Permission.OPERATORS, put, f"password-{each.name}")
    title = says("staff.reset_of", name=each.name)
    button(
        says("staff.reset"),
        lambda: confirm(title, says("staff.reset_means"), says("staff.reset"), says, act),
        sign="key",
        label=title,
    )


def _once(visit: Visit, name: str, password: str) -> None:
    """It is nowhere else: whoever closes this makes another one."""
    says = visit.texts

    def draw(close: Callable[[], None]) -> None:
        tag("p", says("staff.once"))
        facts(
            [
                (says("login.name"), lambda: line(name, "fx-strong")),
                (says("login.password"), lambda: tag("code", password, "fx-ltr fx-password", dir="ltr")),
            ]
        )
        with box("fx-row"):
            button(says("staff.noted"), close, kind="primary")

    dialog(says("staff.password_of", name=name), says, draw)


def _switch(desk: Desk, visit: Visit, each: Operator, again: Callable[[], object]) -> None:
    says = visit.texts

    async def put(operator: Operator) -> None:
        await _told(visit, desk, operator, ChangeOperator(**_known(each), disabled=not each.disabled))
        await desk.hub.look()
        again()

    name = "staff.enable" if each.disabled else "staff.disable"
    act = visit.acts(Permission.OPERATORS, put, f"switch-{each.name}")
    kind = "" if each.disabled else "danger"
    button(
        says(name), lambda: confirm(says(name), each.name, says(name), says, act, danger=not each.disabled), kind=kind
    )


def _add(desk: Desk, visit: Visit, again: Callable[[], object]) -> None:
    says = visit.texts

    def draw(close: Callable[[], None]) -> None:
        name = text_field(says("login.name"), hint=says("staff.add_means"), longest=60)
        role = _role_choice(visit, Role.VIEWER)

        async def add(operator: Operator) -> None:
            if not complete((name, role), says("error.required")):
                return
            password = desk.staff.random_password()
            command = AddOperator(
                once=secrets.token_hex(8), name=str(name.value), role=Role(role.value), password=password
            )
            if await _told(visit, desk, operator, command):
                close()
                with visit.client:
                    _once(visit, str(name.value).strip(), password)
                again()

        with box("fx-row"):
            button(says("staff.add"), visit.acts(Permission.OPERATORS, add, "add"), kind="primary")
            button(says("action.cancel"), close)

    dialog(says("staff.add"), says, draw)


async def _sessions(desk: Desk, visit: Visit, again: Callable[[], object]) -> None:
    says, now = visit.texts, desk.machine.now()
    listed = await desk.staff.sessions(visit.operator)
    mine = await desk.login.session(visit.visitor.token)
    with card(says("staff.sessions")):
        table(
            (
                Column[Session](says("login.name"), lambda each: line(each.operator, "fx-strong")),
                Column[Session](says("staff.seen"), lambda each: moment(each.seen_at, now, desk.zone, says)),
                Column[Session](
                    says("staff.address"), lambda each: tag("span", short(each.address), "fx-ltr fx-mono", dir="ltr")
                ),
                Column[Session](says("staff.agent"), lambda each: agent(each.agent), wide=True),
                Column[Session](
                    "", lambda each: _end(desk, visit, each, again) if each.id != mine else chip(says("staff.this"))
                ),
            ),
            listed,
            says("staff.sessions"),
        )


def _end(desk: Desk, visit: Visit, each: Session, again: Callable[[], object]) -> None:
    async def end(operator: Operator) -> None:
        await _told(visit, desk, operator, EndSession(once=secrets.token_hex(8), session=each.id))
        await desk.hub.look()
        again()

    button(
        visit.texts("staff.end"), visit.acts(Permission.OPERATORS, end, f"end-{each.id}"), kind="danger", sign="logout"
    )


async def _audit(desk: Desk, visit: Visit) -> None:
    says, now = visit.texts, desk.clock.now()
    lines = await desk.audit.listed(LINES)
    broken = await desk.audit.verify()
    with card(says("staff.audit")):
        with box("fx-row"):
            if broken is None:
                chip(says("staff.whole"), "good", "link")
            else:
                chip(says("staff.broken", n=broken), "bad", "link_off")
        table(
            (
                Column[AuditLine](says("staff.when"), lambda each: moment(each.deed.at, now, desk.zone, says)),
                Column[AuditLine](says("login.name"), lambda each: line(each.deed.who)),
                Column[AuditLine](
                    says("staff.what"), lambda each: line(says.name("deed", each.deed.what.replace(".", "_")))
                ),
                Column[AuditLine](says("staff.on"), lambda each: line(_on(each, visit))),
                Column[AuditLine](says("staff.before"), lambda each: line(_code(visit, each.deed.before)), wide=True),
                Column[AuditLine](says("staff.after"), lambda each: line(_code(visit, each.deed.after)), wide=True),
            ),
            lines,
            says("staff.audit"),
        )


def _on(each: AuditLine, visit: Visit) -> str:
    """What it was done to, by the name that it has elsewhere in the panel."""
    group = {"SetPolicy": "policy", "PutJob": "job", "RunJob": "job"}.get(each.deed.what)
    return visit.texts.name(group, each.deed.on) if group else each.deed.on


def _known(each: Operator) -> dict[str, Any]:
    """What a change of him says of how he was shown."""
    return {"once": secrets.token_hex(8), "name": each.name, "version": each.version}


async def _told(visit: Visit, desk: Desk, operator: Operator, command: AnyStaffCommand) -> bool:
    """Do it and say what came of it, in the words of this page; True when it is done."""
    says = visit.texts
    try:
        await desk.operate(operator, command)
    except Stale:
        visit.tell(says("steer.stale", what=says("fact.version")), "warning")
        return False
    except (Refused, Invalid) as error:
        visit.tell(says.name("staff_refused", getattr(error, "reason", "") or "name"), "negative")
        return False
    visit.tell(says("steer.done"))
    return True


def _code(visit: Visit, text: str) -> str:
    """A word of the system in the visitor's language; whatever else the audit holds as it stands there."""
    code = text.replace(" ", "_")
    return visit.texts.name("deed_code", code) if f"deed_code.{code}" in visit.texts else text


OPERATORS = Page("operators", "/operators", "badge", Permission.OPERATORS, build)
