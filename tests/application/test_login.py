"""Who gets in, who stays in, and what strangers learn: nothing."""

import asyncio
import hashlib
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from fixi.application.login import ENDED, LOCKED, WRONG
from fixi.domain.errors import Conflict, Refused
from fixi.domain.operators import IDLE, LONGEST, TRIES, WINDOW, Permission, Role
from tests.support.samples import HOUR, MINUTE, SECOND
from tests.support.staff import BROWSER, ELSEWHERE, HERE, PASSWORD, Reception


async def refusal(reception: Reception, name: str, password: str, address: str = HERE) -> str:
    with pytest.raises(Refused) as refused:
        await reception.enter(name, password, address)
    return refused.value.reason


async def test_who_knows_the_password_gets_in_however_the_name_is_spelled() -> None:
    reception = Reception()
    await reception.hire()
    operator = await reception.login.check(await reception.enter(" DANA "))
    assert operator is not None
    assert (operator.name, operator.role) == ("dana", Role.OWNER)


async def test_nobody_has_a_session_without_its_token() -> None:
    reception = Reception()
    await reception.hire()
    token = await reception.enter()
    (session,) = await reception.house.sessions.listed()
    assert (session.operator, session.address, session.agent) == ("dana", HERE, BROWSER)
    stored = repr(await reception.house.sessions.get(session.id)) + session.seal
    assert token not in stored
    for other in (
        "",
        "x",
        token[:-1],
        token + "x",
        session.id,
        "x" * 10_000,
        hashlib.sha256(token.encode()).hexdigest(),
    ):
        assert await reception.login.check(other) is None
    assert await reception.login.check(token) is not None


@pytest.mark.parametrize("name", ["dana", "nobody-here", "", "<script>", "x" * 5000, "cli", "gone"])
async def test_every_wrong_login_gets_the_same_answer(name: str) -> None:
    reception = Reception()
    await reception.hire()
    await reception.hire("gone", Role.VIEWER)
    await reception.staff.change(None, "gone", disabled=True)
    password = PASSWORD if name == "gone" else "not the password"
    said = [await refusal(reception, name, password) for _ in range(TRIES + 1)]
    assert said == [WRONG] * TRIES + [LOCKED]
    assert [each for each in await reception.done() if each[1] == "login.locked"] == [
        (name if name in {"dana", "gone"} else "unknown", "login.locked", "")
    ]


async def test_a_name_that_does_not_exist_costs_as_much_work_as_one_that_does() -> None:
    reception = Reception()
    await reception.hire()
    asked: list[str | None] = []
    fits = reception.passwords.fits

    async def counted(password: str, stored: str | None) -> bool:
        asked.append(stored)
        return await fits(password, stored)

    reception.passwords.fits = counted  # type: ignore[method-assign]
    for name in ("dana", "nobody-here", "<script>"):
        await refusal(reception, name, "not the password")
    assert [stored is None for stored in asked] == [False, True, True]


async def test_after_five_tries_even_the_right_password_waits_a_quarter_of_an_hour() -> None:
    reception = Reception()
    await reception.hire()
    for _ in range(TRIES):
        await refusal(reception, "dana", "not the password")
    assert await refusal(reception, "Dana", PASSWORD) == LOCKED
    reception.house.clock.move(WINDOW - SECOND)
    assert await refusal(reception, "dana", PASSWORD) == LOCKED
    reception.house.clock.move(SECOND)
    assert await reception.enter()


async def test_a_stranger_cannot_lock_an_owner_out_from_afar() -> None:
    reception = Reception()
    await reception.hire()
    for _ in range(TRIES + 2):
        await refusal(reception, "dana", "not the password", ELSEWHERE)
    assert await reception.enter()


async def test_one_address_cannot_try_one_password_on_everybody() -> None:
    reception = Reception()
    said = [await refusal(reception, f"name{number}", "a likely password") for number in range(40)]
    assert said.index(LOCKED) == 30
    assert await refusal(reception, "another", "a likely password", ELSEWHERE) == WRONG


async def test_many_addresses_cannot_try_one_account_for_ever() -> None:
    reception = Reception()
    await reception.hire()
    said = [await refusal(reception, "dana", "guess", f"198.51.100.{number}") for number in range(70)]
    assert said.index(LOCKED) == 60


async def test_a_login_that_succeeds_forgets_the_tries_before_it() -> None:
    reception = Reception()
    await reception.hire()
    for _ in range(3):
        for _ in range(TRIES - 1):
            await refusal(reception, "dana", "not the password")
        assert await reception.enter()


async def test_of_many_guesses_at_the_same_time_no_more_than_five_are_looked_at() -> None:
    reception = Reception()
    await reception.hire()
    said = await asyncio.gather(*(refusal(reception, "dana", f"guess {number}") for number in range(20)))
    assert said.count(WRONG) == TRIES
    assert said.count(LOCKED) == 20 - TRIES


async def test_a_session_ends_after_half_an_hour_without_anything_done() -> None:
    reception = Reception()
    await reception.hire()
    token = await reception.enter()
    for _ in range(3):
        reception.house.clock.move(IDLE - SECOND)
        assert await reception.login.check(token) is not None
    reception.house.clock.move(IDLE - SECOND)
    assert await reception.login.look(token) is not None  # a page that looks by itself keeps nobody in
    reception.house.clock.move(SECOND)
    assert await reception.login.check(token) is None
    assert await reception.house.sessions.listed() == ()


async def test_a_session_ends_after_twelve_hours_whatever_is_done() -> None:
    reception = Reception()
    await reception.hire()
    token = await reception.enter()
    for _ in range(int(LONGEST / (20 * MINUTE)) - 1):
        reception.house.clock.move(20 * MINUTE)
        assert await reception.login.check(token) is not None
    reception.house.clock.move(20 * MINUTE)
    assert await reception.login.check(token) is None


async def test_that_somebody_is_there_is_noted_once_a_minute() -> None:
    reception = Reception()
    await reception.hire()
    token = await reception.enter()
    noted: list[str] = []
    touch = reception.house.sessions.touch

    async def counted(session: str, at: object) -> None:
        noted.append(session)
        await touch(session, reception.house.clock.now())

    reception.house.sessions.touch = counted  # type: ignore[method-assign]
    for _ in range(10):
        reception.house.clock.move(timedelta(seconds=30))
        await reception.login.check(token)
    assert len(noted) == 5


async def test_a_logout_ends_one_session_and_is_harmless_when_repeated() -> None:
    reception = Reception()
    await reception.hire()
    one, other = await reception.enter(), await reception.enter()
    for token in (one, one, "", "never"):
        await reception.login.logout(token)
    assert await reception.login.check(one) is None
    assert await reception.login.check(other) is not None
    assert [what for _, what, _ in await reception.done()].count("logout") == 1


async def test_with_a_new_token_the_old_one_is_worth_nothing_and_the_session_no_younger() -> None:
    reception = Reception()
    await reception.hire()
    old = await reception.enter()
    (before,) = await reception.house.sessions.listed()
    reception.house.clock.move(MINUTE)
    new = await reception.login.rotate(old)
    assert await reception.login.check(old) is None
    (session,) = await reception.house.sessions.listed()
    assert session.id == await reception.login.session(new)
    assert session.created_at == before.created_at
    with pytest.raises(Refused, match=ENDED):
        await reception.login.rotate(old)


async def test_what_an_owner_changes_is_seen_with_the_next_thing_that_is_asked() -> None:
    reception = Reception()
    await reception.hire()
    await reception.hire("avi", Role.DISPATCHER)
    token = await reception.enter("avi")
    await reception.staff.change(None, "avi", role=Role.VIEWER)
    operator = await reception.login.check(token)
    assert operator is not None
    assert not operator.may(Permission.STEER_LEADS)
    await reception.staff.change(None, "avi", disabled=True)
    assert await reception.login.check(token) is None
    await reception.staff.change(None, "avi", disabled=False)
    assert await reception.login.check(token) is None


async def test_with_another_secret_everybody_is_logged_out() -> None:
    reception = Reception()
    await reception.hire()
    token = await reception.enter()
    assert await Reception(reception.house, secret="another").login.check(token) is None
    assert await reception.login.check(token) is not None


async def test_another_password_ends_every_session_and_opens_one() -> None:
    reception = Reception()
    await reception.hire()
    mine, lost = await reception.enter(), await reception.enter(address=ELSEWHERE)
    new = await reception.login.change_password(mine, PASSWORD, "another long password", HERE)
    assert [await reception.login.check(token) is not None for token in (mine, lost, new)] == [False, False, True]
    assert await refusal(reception, "dana", PASSWORD) == WRONG
    assert await reception.enter("dana", "another long password")
    assert ("dana", "operator.password", "dana") in await reception.done()


async def test_a_session_that_was_opened_with_the_old_password_is_no_longer_worth_anything() -> None:
    """As when it was opened at the very moment of the change, after the others were ended."""
    reception = Reception()
    dana = await reception.hire()
    token = await reception.enter()
    await reception.house.operators.put(replace(dana, password_hash=await reception.passwords.hashed("changed")))
    assert await reception.login.check(token) is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (PASSWORD, "short", "too_short"),
        (PASSWORD, "password2026!", "common"),
        (PASSWORD, "danadanadana", "is_name"),
        ("not the password", "another long password", WRONG),
    ],
)
async def test_a_password_is_not_changed_to_anything_by_anybody(old: str, new: str, reason: str) -> None:
    reception = Reception()
    await reception.hire()
    token = await reception.enter()
    with pytest.raises(Refused, match=reason):
        await reception.login.change_password(token, old, new, HERE)
    assert await reception.enter()


async def test_a_stolen_session_cannot_guess_the_password() -> None:
    reception = Reception()
    await reception.hire()
    token = await reception.enter()
    for _ in range(TRIES):
        with pytest.raises(Refused, match=WRONG):
            await reception.login.change_password(token, "guess", "another long password", HERE)
    with pytest.raises(Refused, match=LOCKED):
        await reception.login.change_password(token, PASSWORD, "another long password", HERE)


async def test_a_password_may_be_typed_on_another_keyboard() -> None:
    reception = Reception()
    await reception.staff.add(None, "dana", Role.OWNER, "caf\u00e9 and croissants")
    assert await reception.enter("dana", "cafe\u0301 and croissants")


async def test_no_log_line_tells_a_name_or_a_password(caplog: pytest.LogCaptureFixture) -> None:
    reception = Reception()
    await reception.hire()
    with caplog.at_level(logging.DEBUG):
        for _ in range(TRIES + 1):
            await refusal(reception, "my-secret-typed-as-name", "a-wrong-password")
        token = await reception.enter()
    said = " ".join(str(vars(record)) for record in caplog.records)
    assert caplog.records
    assert not any(word in said for word in ("my-secret", "a-wrong-password", PASSWORD, token))


async def test_logins_stand_in_a_book_that_is_whole() -> None:
    reception = Reception()
    await reception.hire()
    await reception.login.logout(await reception.enter())
    assert [(who, what) for who, what, _ in await reception.done()] == [
        ("cli", "operator.add"),
        ("dana", "login"),
        ("dana", "logout"),
    ]
    assert await reception.house.audit.verify() is None


async def test_a_change_beside_a_change_is_a_conflict_and_nothing_is_lost() -> None:
    reception = Reception()
    dana = await reception.hire()
    await reception.staff.change(None, "dana", phone=None, role=Role.OWNER)
    await reception.staff.set_password(None, "dana", "another long password")
    with pytest.raises(Conflict):
        await reception.staff.change(None, "dana", role=Role.OWNER, disabled=True, version=dana.version)
    reception.house.clock.move(HOUR)
    assert await reception.enter("dana", "another long password")
