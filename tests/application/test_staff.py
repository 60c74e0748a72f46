"""Who may add, change and log out whom; and the first owner."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from fixi.application.staff import FIRST, LAST_OWNER, NO_SESSION, NOBODY, NOT_ALLOWED, TAKEN, Staff
from fixi.domain.errors import Invalid, Refused
from fixi.domain.operators import IDLE, Operator, Role
from fixi.domain.values import ChatKey
from tests.support.staff import PASSWORD, Reception

DEEDS: dict[str, Callable[[Staff, Operator], Awaitable[object]]] = {
    "add": lambda staff, by: staff.add(by, "new", Role.OWNER, PASSWORD),
    "change": lambda staff, by: staff.change(by, by.name, role=Role.OWNER),
    "disable": lambda staff, by: staff.change(by, "dana", disabled=True),
    "password": lambda staff, by: staff.set_password(by, "dana", "another long password"),
    "listed": lambda staff, by: staff.listed(by),
    "sessions": lambda staff, by: staff.sessions(by),
    "sessions of another": lambda staff, by: staff.sessions(by, "dana"),
    "revoke all": lambda staff, by: staff.revoke_all(by, "dana"),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.DISPATCHER])
async def test_only_an_owner_does_anything_to_others(role: Role, deed: str) -> None:
    reception = Reception()
    await reception.hire()
    by = await reception.hire("avi", role)
    before = await reception.done()
    with pytest.raises(Refused, match=NOT_ALLOWED):
        await DEEDS[deed](reception.staff, by)
    assert await reception.done() == before


async def test_everybody_sees_and_ends_his_own_sessions_and_no_other() -> None:
    reception = Reception()
    await reception.hire()
    avi = await reception.hire("avi", Role.VIEWER)
    await reception.enter()
    await reception.enter("avi")
    await reception.enter("avi")
    (theirs,) = await reception.staff.sessions(None, "dana")
    one, _ = await reception.staff.sessions(avi, "Avi")
    await reception.staff.revoke(avi, one.id)
    with pytest.raises(Refused, match=NO_SESSION):
        await reception.staff.revoke(avi, theirs.id)
    assert await reception.staff.revoke_all(avi, "avi") == 1
    assert [each.operator for each in await reception.staff.sessions(None)] == ["dana"]


async def test_a_session_is_ended_by_the_beginning_of_its_id_when_that_is_enough() -> None:
    reception = Reception()
    dana = await reception.hire()
    token = await reception.enter()
    (session,) = await reception.staff.sessions(dana)
    for beginning in ("", session.id[:7], "0" * 12):
        with pytest.raises(Refused, match=NO_SESSION):
            await reception.staff.revoke(dana, beginning)
    assert await reception.staff.revoke(dana, session.id[:12]) == session
    assert await reception.login.check(token) is None


async def test_sessions_that_are_over_are_not_shown() -> None:
    reception = Reception()
    await reception.hire()
    await reception.enter()
    reception.house.clock.move(IDLE)
    assert await reception.staff.sessions(None) == ()


async def test_every_change_is_in_the_book_with_before_and_after() -> None:
    reception = Reception()
    dana = await reception.hire()
    await reception.staff.add(dana, "avi", Role.VIEWER, PASSWORD, ChatKey("972541111111"))
    await reception.staff.change(dana, "avi", role=Role.DISPATCHER)
    await reception.staff.change(dana, "avi", role=Role.DISPATCHER)
    await reception.staff.change(dana, "avi", disabled=True)
    lines = [line.deed for line in reversed(await reception.house.audit.listed(10))][1:]
    assert [(deed.who, deed.what, deed.on, deed.before, deed.after) for deed in lines] == [
        ("dana", "operator.add", "avi", "", "viewer, phone …1111"),
        ("dana", "operator.change", "avi", "viewer, phone …1111", "dispatcher, phone …1111"),
        ("dana", "operator.change", "avi", "dispatcher, phone …1111", "dispatcher, disabled, phone …1111"),
    ]


async def test_no_secret_is_in_the_book() -> None:
    reception = Reception()
    dana = await reception.hire()
    token = await reception.enter()
    await reception.hire("avi", Role.VIEWER)
    await reception.staff.set_password(dana, "avi", "another long password")
    told = repr(await reception.house.audit.listed(10))
    assert not any(word in told for word in (PASSWORD, "another long", token, "$2b$"))


async def test_the_last_owner_stays() -> None:
    reception = Reception()
    dana = await reception.hire()
    changes: tuple[dict[str, Any], ...] = ({"disabled": True}, {"role": Role.VIEWER})
    for change in changes:
        with pytest.raises(Refused, match=LAST_OWNER):
            await reception.staff.change(dana, "dana", **change)
    await reception.hire("avi")
    assert (await reception.staff.change(dana, "dana", disabled=True)).disabled


async def test_a_name_is_given_once_and_must_be_one() -> None:
    reception = Reception()
    await reception.hire()
    with pytest.raises(Refused, match=TAKEN):
        await reception.hire("DANA", Role.VIEWER)
    with pytest.raises(Invalid):
        await reception.hire("no name")
    with pytest.raises(Refused, match=NOBODY):
        await reception.staff.change(None, "nobody-here", disabled=True)


async def test_a_poor_password_is_refused_by_its_flaw() -> None:
    reception = Reception()
    await reception.hire()
    with pytest.raises(Refused, match="too_short"):
        await reception.staff.add(None, "avi", Role.VIEWER, "short")
    with pytest.raises(Refused, match="common"):
        await reception.staff.set_password(None, "dana", "password1234")


async def test_an_open_session_is_not_enough_to_give_oneself_another_password() -> None:
    reception = Reception()
    dana = await reception.hire()
    with pytest.raises(Refused, match=NOT_ALLOWED):
        await reception.staff.set_password(dana, "Dana", "another long password")
    assert await reception.enter()


async def test_another_password_logs_somebody_out_everywhere() -> None:
    reception = Reception()
    dana = await reception.hire()
    await reception.hire("avi", Role.DISPATCHER)
    token = await reception.enter("avi")
    await reception.staff.set_password(dana, "avi", "another long password")
    assert await reception.login.check(token) is None
    assert await reception.login.check(await reception.enter("avi", "another long password")) is not None


async def test_an_empty_house_gets_one_owner_whoever_asks_at_the_same_time() -> None:
    reception = Reception()
    made = [each for each in await asyncio.gather(*(reception.staff.first() for _ in range(4))) if each is not None]
    ((name, password),) = made
    assert name == FIRST
    operator = await reception.login.check(await reception.enter(name, password))
    assert operator is not None
    assert operator.role is Role.OWNER
    assert await reception.staff.first() is None


async def test_a_house_with_anybody_gets_no_first_owner() -> None:
    reception = Reception()
    await reception.hire("avi", Role.VIEWER)
    assert await reception.staff.first() is None
