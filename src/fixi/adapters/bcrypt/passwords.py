"""Passwords, hashed by bcrypt in a thread of their own."""

import asyncio
import base64
import hashlib

import bcrypt

from fixi.ports.operators import Passwords

COST = 12  # a quarter of a second on a machine of 2026
AT_ONCE = 2  # whoever tries many passwords at the same time waits, and the panel goes on
# The salt of somebody who does not exist; nothing hashed with it is ever stored.
NOBODY = b"abcdefghijklmnopqrstuu"


class BcryptPasswords(Passwords):
    """See Passwords.

    bcrypt looks at 72 bytes and stops at a zero: it is given the SHA-256 of the password, in Base64, so that all of it
    counts.
    """

    def __init__(self, cost: int = COST) -> None:
        self._cost = cost
        self._room = asyncio.Semaphore(AT_ONCE)

    async def hashed(self, password: str) -> str:
        """See Passwords."""
        async with self._room:
            made = await asyncio.to_thread(bcrypt.hashpw, _short(password), bcrypt.gensalt(self._cost))
        return made.decode("ascii")

    async def fits(self, password: str, stored: str | None) -> bool:
        """See Passwords."""
        async with self._room:
            return await asyncio.to_thread(self._fits, _short(password), stored)

    def _fits(self, short: bytes, stored: str | None) -> bool:
        if stored is not None:
            try:
                return bcrypt.checkpw(short, stored.encode("ascii"))
            except ValueError:  # a hash that is none: as much work as for anybody else
                pass
        bcrypt.hashpw(short, b"$2b$%02d$%s" % (self._cost, NOBODY))
        return False


def _short(password: str) -> bytes:
    """44 bytes without a zero, whatever the password is."""
    return base64.b64encode(hashlib.sha256(password.encode("utf-8", "surrogatepass")).digest())
