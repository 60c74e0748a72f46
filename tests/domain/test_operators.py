"""Operators: names, roles, passwords, the end of a session, and what counts as one address."""

from dataclasses import replace

import pytest

from fixi.domain.errors import Invalid
from fixi.domain.operators import (
    ALLOWED,
    IDLE,
    LONGEST,
    Operator,
    PasswordFlaw,
    Permission,
    Role,
    Session,
    bucket,
    flaw,
    last_owner,
    normal_password,
    operator_name,
    young,
)
from tests.support.samples import AT, MINUTE, SECOND

DANA = Operator("dana", Role.OWNER, "hash")


@pytest.mark.parametrize(
    ("text", "name"),
    [("Dana", "dana"), (" dana.levi ", "dana.levi"), ("דנה", "דנה"), ("ＤＡＮＡ", "dana"), ("d-2_x", "d-2_x")],
)
def test_a_name_has_one_spelling(text: str, name: str) -> None:
    assert operator_name(text) == name
    assert operator_name(name) == name


@pytest.mark.parametrize(
    "text",
    ["", "d", "1dana", "da na", "dana\n\x00", "<b>dana", "da\u202ena", "a" * 33, "cli", "SYSTEM", "-dana", "=dana"],
)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        operator_name(text)


def test_an_operator_is_kept_under_his_one_name() -> None:
    with pytest.raises(Invalid):
        Operator("Dana", Role.OWNER, "hash")


def test_the_hash_of_a_password_is_not_shown() -> None:
    assert "hash'" not in repr(DANA)


def test_every_role_may_look_and_only_an_owner_may_do_everything() -> None:
    assert all(Permission.VIEW in ALLOWED[role] for role in Role)
    assert ALLOWED[Role.OWNER] == frozenset(Permission)
    assert ALLOWED[Role.VIEWER] == {Permission.VIEW}
    assert ALLOWED[Role.VIEWER] < ALLOWED[Role.DISPATCHER] < ALLOWED[Role.OWNER]
    owners_only = {
        Permission.OPERATORS, Permission.SETTINGS, Permission.AUDIT, Permission.JOBS, Permission.EXPORT,
    }  # fmt: skip
    assert not ALLOWED[Role.DISPATCHER] & owners_only


def test_somebody_disabled_may_nothing() -> None:
    assert not any(replace(DANA, disabled=True).may(each) for each in Permission)


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("short", PasswordFlaw.TOO_SHORT),
        ("elevenchars", PasswordFlaw.TOO_SHORT),
        ("x" * 257, PasswordFlaw.TOO_LONG),
        ("dana12345678", PasswordFlaw.IS_NAME),
        ("DanaDanaDana", PasswordFlaw.IS_NAME),
        ("!!!Password2026!!!", PasswordFlaw.COMMON),
        ("123456789012", PasswordFlaw.COMMON),
        ("qwertyuiopas", PasswordFlaw.COMMON),
        ("aaaaaaaaaaaa", PasswordFlaw.COMMON),
        ("abcabcabcabca", PasswordFlaw.COMMON),
        ("administrator", PasswordFlaw.COMMON),
        ("twelve chars", None),
        ("correct horse battery", None),
        ("סיסמה ארוכה מאוד", None),
        ("x7", PasswordFlaw.TOO_SHORT),
        ("dana likes ladders", None),
    ],
)
def test_a_password_is_long_and_not_what_everybody_tries(password: str, found: PasswordFlaw | None) -> None:
    assert flaw(password, "Dana") is found


def test_every_flaw_has_words() -> None:
    assert all(each.words for each in PasswordFlaw)


def test_two_keyboards_write_one_password() -> None:
    assert normal_password("cafe\u0301") == normal_password("caf\u00e9")
    assert normal_password("a\ud83db") == "a?b"


def test_a_session_ends_when_idle_and_when_old() -> None:
    session = Session("id", "dana", AT, AT, "seal")
    assert session.alive(AT)
    assert session.alive(AT + IDLE - SECOND)
    assert not session.alive(AT + IDLE)
    busy = replace(session, seen_at=AT + LONGEST - MINUTE)
    assert busy.alive(AT + LONGEST - SECOND)
    assert not busy.alive(AT + LONGEST)


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("x" * 100, "x" * 64),
    ],
)
def test_all_addresses_of_a_household_count_as_one(address: str, one: str) -> None:
    assert bucket(address) == one


def test_an_old_try_does_not_count() -> None:
    assert young((AT, AT + SECOND), MINUTE, AT + MINUTE) == (AT + SECOND,)


def test_the_last_owner_is_one_who_can_log_in() -> None:
    avi = Operator("avi", Role.OWNER, "hash")
    assert last_owner((DANA,), "dana")
    assert not last_owner((DANA, avi), "dana")
    assert last_owner((DANA, replace(avi, disabled=True), replace(avi, name="gil", role=Role.VIEWER)), "dana")
    assert not last_owner((DANA,), "avi")
