"""`fixi operator ...`: who may use the panel, and who is logged in; and the owner that a new system begins with."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fixi.container import Container
from fixi.domain.errors import Conflict, Refused
from fixi.domain.operators import Operator, PasswordFlaw, Role, Session, operator_name
from fixi.domain.values import ChatKey
from fixi.entrypoints.books import with_container
from fixi.entrypoints.plain import plain
from fixi.settings import Settings

WORDS = {
    "name_taken": "there is an operator of this name already: `fixi operator password` gives him another password",
    "no_such_operator": "there is no operator of this name: see `fixi operator list`",
    "last_owner": "this is the last owner: nobody could let people in again",
    "no_such_session": "no operator and no one session is called so: see `fixi operator list` and `... sessions NAME`",
} | {str(each): each.words for each in PasswordFlaw}
SHOWN = 12  # so much of a session's id


def add(settings: Settings, console: Console, name: str, role: Role, phone: ChatKey | None, password: str) -> None:
    """A new operator; without a password one is drawn, and shown this once."""

    async def work(container: Container) -> tuple[Operator, str]:
        staff = container.staff()
        drawn = "" if password else staff.random_password()
        return await staff.add(None, name, role, password or drawn, phone), drawn

    operator, drawn = _in_words(settings, work)
    console.print(f"operator: {operator.name} ({operator.role})", markup=False, highlight=False)
    _show_once(console, drawn)


def set_password(settings: Settings, console: Console, name: str, password: str) -> None:
    """Another password for him, who is logged out everywhere."""

    async def work(container: Container) -> tuple[Operator, str]:
        staff = container.staff()
        drawn = "" if password else staff.random_password()
        return await staff.set_password(None, name, password or drawn), drawn

    operator, drawn = _in_words(settings, work)
    console.print(f"operator: {operator.name} has another password", markup=False, highlight=False)
    _show_once(console, drawn)


def change(
    settings: Settings, console: Console, name: str, *, role: Role | None = None, disabled: bool | None = None
) -> None:
    """Another role, or in or out."""

    async def work(container: Container) -> Operator:
        changed: Operator = await container.staff().change(None, name, role=role, disabled=disabled)
        return changed

    operator = _in_words(settings, work)
    state = "disabled: he is logged out and cannot log in" if operator.disabled else "may log in"
    console.print(f"operator: {operator.name} ({operator.role}) {state}", markup=False, highlight=False)


def show(settings: Settings, console: Console, *, as_json: bool) -> None:
    """All operators, and how many sessions each has."""

    async def work(container: Container) -> tuple[tuple[Operator, ...], tuple[Session, ...]]:
        staff = container.staff()
        return await staff.listed(None), await staff.sessions(None)

    operators, sessions = with_container(settings, work)
    rows = [
        {
            "name": each.name,
            "role": str(each.role),
            "disabled": each.disabled,
            "phone": each.phone.masked if each.phone is not None else None,
            "sessions": sum(session.operator == each.name for session in sessions),
        }
        for each in operators
    ]
    if as_json:
        console.print_json(json.dumps(rows))
        return
    table = Table("name", "role", "phone", "sessions", "")
    for row in rows:
        table.add_row(
            str(row["name"]),
            str(row["role"]),
            str(row["phone"] or ""),
            str(row["sessions"]),
            "disabled" if row["disabled"] else "",
        )
    console.print(table)


def sessions(settings: Settings, console: Console, name: str, *, as_json: bool) -> None:
    """Where he is logged in."""

    async def work(container: Container) -> tuple[Session, ...]:
        if await container.operators().get(operator_name(name)) is None:
            raise Refused("no_such_operator")
        found: tuple[Session, ...] = await container.staff().sessions(None, name)
        return found

    found = _in_words(settings, work)
    if as_json:
        console.print_json(json.dumps([_told(session) for session in found]))
        return
    table = Table("session", "since", "last seen", "from", "browser")
    for session in found:
        table.add_row(
            session.id[:SHOWN],
            _clock(session.created_at),
            _clock(session.seen_at),
            Text(plain(session.address)),
            Text(plain(session.agent)),
        )
    console.print(table)


def revoke(settings: Settings, console: Console, what: str) -> None:
    """End one session, or all of an operator."""

    async def work(container: Container) -> str:
        staff = container.staff()
        named = {each.name for each in await staff.listed(None)}
        if what.strip().casefold() in named:
            count = await staff.revoke_all(None, what)
            return f"{count} sessions of {what} are ended"
        session = await staff.revoke(None, what)
        return f"session {session.id[:SHOWN]} of {session.operator} is ended"

    console.print(_in_words(settings, work), markup=False, highlight=False)


def first_owner(settings: Settings, console: Console) -> None:
    """Where nobody may use the panel yet: an owner, whose password is shown this once and kept nowhere."""

    async def work(container: Container) -> tuple[str, str] | None:
        made: tuple[str, str] | None = await container.staff().first()
        return made

    made = with_container(settings, work)
    if made is not None:
        console.print(f"panel's first owner: name {made[0]}", markup=False, highlight=False)
        _show_once(console, made[1])


def _show_once(console: Console, password: str) -> None:
    if password:
        console.print(f"password, shown this once: {password}", markup=False, highlight=False, soft_wrap=True)


def _in_words[T](settings: Settings, work: Callable[[Container], Awaitable[T]]) -> T:
    try:
        return with_container(settings, work)
    except Refused as refused:
        raise Refused(WORDS.get(refused.reason, refused.reason)) from None
    except Conflict:
        raise Refused("somebody else has changed this operator at this moment: look again") from None


def _clock(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")


def _told(session: Session) -> dict[str, str]:
    return {
        "session": session.id[:SHOWN],
        "operator": session.operator,
        "created_at": session.created_at.isoformat(),
        "seen_at": session.seen_at.isoformat(),
        "address": session.address,
        "agent": session.agent,
    }
