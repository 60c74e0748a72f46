"""What every Passwords and Secrets promises; there is one of each, for what is not random is no secret."""

import string

import pytest

from fixi.adapters.bcrypt.passwords import COST, BcryptPasswords
from fixi.adapters.system.secrets import SystemSecrets
from fixi.domain.operators import flaw

CHEAP = 4
LONG = "a sentence that goes on and on, far beyond the seventy-two bytes at which bcrypt stops reading: "


@pytest.fixture
def passwords() -> BcryptPasswords:
    return BcryptPasswords(CHEAP)


@pytest.mark.parametrize("password", ["", "correct horse", "סיסמה ארוכה", "\x00null", LONG, "a\ud83d"])
async def test_what_was_hashed_fits_and_nothing_else(passwords: BcryptPasswords, password: str) -> None:
    stored = await passwords.hashed(password)
    assert await passwords.fits(password, stored)
    assert not await passwords.fits(password + "x", stored)
    assert not await passwords.fits(password[:-1] or "y", stored)
    if password:
        assert password not in stored


async def test_all_of_a_long_password_counts(passwords: BcryptPasswords) -> None:
    stored = await passwords.hashed(LONG + "one")
    assert not await passwords.fits(LONG + "two", stored)


async def test_what_stands_behind_a_zero_counts(passwords: BcryptPasswords) -> None:
    assert not await passwords.fits("a\x00c", await passwords.hashed("a\x00b"))


async def test_one_password_is_hashed_in_many_ways(passwords: BcryptPasswords) -> None:
    assert await passwords.hashed("one") != await passwords.hashed("one")


@pytest.mark.parametrize("stored", [None, "", "plain", "$2b$04$short", "$2b$99$" + "a" * 53, "דנה"])
async def test_nobody_and_what_is_no_hash_never_fit(passwords: BcryptPasswords, stored: str | None) -> None:
    assert not await passwords.fits("one", stored)


async def test_the_cost_is_that_of_today() -> None:
    assert COST >= 12
    assert (await BcryptPasswords().hashed("one")).startswith(f"$2b${COST}$")


def test_no_two_tokens_are_alike_and_each_has_256_bits() -> None:
    tokens = {SystemSecrets().token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 43 for token in tokens)
    assert set("".join(tokens)) <= set(string.ascii_letters + string.digits + "-_")


def test_a_drawn_password_is_one_that_is_taken() -> None:
    drawn = {SystemSecrets().password() for _ in range(50)}
    assert len(drawn) == 50
    assert all(flaw(password, "owner") is None for password in drawn)
    assert not set("".join(drawn)) & set("01oil")
