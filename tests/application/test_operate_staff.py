"""Operators change operators through the same door as everything else."""

from collections.abc import Callable

import pytest

from fixi.application.staff import LAST_OWNER, NO_SESSION, NOT_ALLOWED, TAKEN
from fixi.domain.commands import (
    AddOperator,
    AnyStaffCommand,
    ChangeOperator,
    EndOwnSession,
    EndSession,
    ResetPassword,
    Stale,
)
from fixi.domain.errors import Refused
from fixi.domain.operators import Operator, Role
from tests.application.test_operate import operate
from tests.support.office import Office
from tests.support.staff import PASSWORD, Reception

OTHER = "another long password"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def reception(office: Office) -> Reception:
    return Reception(office.house)


async def session_of(reception: Reception, name: str) -> str:
    (session,) = await reception.staff.sessions(None, name)
    return session.id


async def version_of(reception: Reception, name: str) -> int:
    operator = await reception.house.operators.get(name)
    assert operator is not None
    return operator.version


COMMANDS: tuple[Callable[[int, str], AnyStaffCommand], ...] = (
    lambda version, session: AddOperator(once="a", name="new", role=Role.OWNER, password=OTHER),
    lambda version, session: ChangeOperator(once="a", name="dana", version=version, role=Role.VIEWER),
    lambda version, session: ChangeOperator(once="a", name="dana", version=version, disabled=True),
    lambda version, session: ResetPassword(once="a", name="dana", password=OTHER),
    lambda version, session: EndSession(once="a", session=session),
)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.DISPATCHER])
async def test_nobody_but_an_owner_changes_operators(
    office: Office, reception: Reception, role: Role, command: Callable[[int, str], AnyStaffCommand]
) -> None:
    await reception.hire()
    avi = await reception.hire("avi", role)
    token = await reception.enter()
    given = command(await version_of(reception, "dana"), await session_of(reception, "dana"))
    before = await reception.done()
    with pytest.raises(Refused, match=NOT_ALLOWED):
        await operate(office)(avi, given)
    assert await reception.done() == before
    assert await reception.login.check(token) is not None


async def test_an_owner_adds_changes_and_locks_out_with_one_line_for_each(office: Office, reception: Reception) -> None:
    dana = await reception.hire()
    does = operate(office)
    assert await does(dana, AddOperator(once="a", name="avi", role=Role.VIEWER, password=PASSWORD))
    first = ChangeOperator(once="b", name="avi", version=await version_of(reception, "avi"), role=Role.DISPATCHER)
    assert await does(dana, first)
    token = await reception.enter("avi")
    assert await does(dana, ResetPassword(once="c", name="avi", password=OTHER))
    assert await reception.login.check(token) is None
    token = await reception.enter("avi", OTHER)
    assert await does(dana, EndSession(once="d", session=await session_of(reception, "avi")))
    assert await reception.login.check(token) is None
    now = await version_of(reception, "avi")
    assert await does(dana, ChangeOperator(once="e", name="avi", version=now, disabled=True))
    assert [what for who, what, on in await reception.done() if who == "dana" and on == "avi"] == [
        "operator.add",
        "operator.change",
        "operator.password",
        "session.revoke",
        "operator.change",
    ]


async def test_who_was_changed_since_he_was_shown_is_not_changed(office: Office, reception: Reception) -> None:
    dana, _ = await reception.hire(), await reception.hire("avi", Role.VIEWER)
    shown = await version_of(reception, "avi")
    await reception.staff.change(None, "avi", role=Role.DISPATCHER)
    with pytest.raises(Stale) as stale:
        await operate(office)(dana, ChangeOperator(once="a", name="avi", version=shown, disabled=True))
    assert stale.value.changed == ("version",)
    avi = await reception.house.operators.get("avi")
    assert avi is not None
    assert not avi.disabled


async def test_what_is_so_already_is_not_done_again(office: Office, reception: Reception) -> None:
    dana, _ = await reception.hire(), await reception.hire("avi", Role.VIEWER)
    before = await reception.done()
    same = ChangeOperator(once="a", name="avi", version=await version_of(reception, "avi"), role=Role.VIEWER)
    assert not await operate(office)(dana, same)
    assert await reception.done() == before


async def test_the_rules_of_the_staff_hold_behind_the_door(office: Office, reception: Reception) -> None:
    dana = await reception.hire()
    does, version = operate(office), await version_of(reception, "dana")
    refused: tuple[tuple[AnyStaffCommand, str], ...] = (
        (AddOperator(once="a", name="DANA", role=Role.VIEWER, password=PASSWORD), TAKEN),
        (AddOperator(once="a", name="avi", role=Role.VIEWER, password="short"), "too_short"),
        (ChangeOperator(once="a", name="dana", version=version, disabled=True), LAST_OWNER),
        (ResetPassword(once="a", name="dana", password=OTHER), NOT_ALLOWED),
        (EndSession(once="a", session="0" * 64), NO_SESSION),
    )
    for command, reason in refused:
        with pytest.raises(Refused, match=reason):
            await does(dana, command)
    assert [what for _, what, _ in await reception.done()] == ["operator.add"]


@pytest.mark.parametrize("role", Role)
async def test_everybody_ends_his_own_session_and_nobody_elses_by_that(
    office: Office, reception: Reception, role: Role
) -> None:
    await reception.hire()
    avi: Operator = await reception.hire("avi", role)
    theirs, own = await reception.enter(), await reception.enter("avi")
    does = operate(office)
    assert not await does(avi, EndOwnSession(once="a", session=await session_of(reception, "dana")))
    assert await reception.login.check(theirs) is not None
    assert await does(avi, EndOwnSession(once="b", session=await session_of(reception, "avi")))
    assert await reception.login.check(own) is None


def test_no_command_shows_a_password() -> None:
    commands = (
        AddOperator(once="a", name="avi", role=Role.VIEWER, password=OTHER),
        ResetPassword(once="a", name="avi", password=OTHER),
    )
    assert not any(OTHER in repr(command) for command in commands)
