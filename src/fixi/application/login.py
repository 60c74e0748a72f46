"""Logging in, staying in, and getting out. Nobody learns from an answer whether a name exists."""

import hashlib
import hmac
import logging
from dataclasses import replace
from datetime import datetime

from fixi.domain.audit import Deed
from fixi.domain.errors import Invalid, Refused
from fixi.domain.operators import (
    AGENT_LENGTH,
    LONGEST_PASSWORD,
    TOUCH_EVERY,
    TRIES,
    TRIES_OF_ACCOUNT,
    TRIES_OF_ADDRESS,
    WINDOW,
    Operator,
    Session,
    bucket,
    flaw,
    normal_password,
    operator_name,
)
from fixi.ports.clock import Clock
from fixi.ports.operators import Audit, Operators, Passwords, Secrets, Sessions, Throttle

# The reasons of Refused. Both are the same for a name that exists and for one that does not.
WRONG = "wrong"
LOCKED = "locked"
ENDED = "ended"
LONGEST_TOKEN = 128
UNKNOWN = "unknown"  # in the audit, for names that do not exist: what a stranger types may be his password

log = logging.getLogger(__name__)


class Login:
    """`secret` is mixed into what is stored of a token: with another one, everybody is logged out."""

    def __init__(
        self,
        operators: Operators,
        sessions: Sessions,
        throttle: Throttle,
        audit: Audit,
        passwords: Passwords,
        secrets: Secrets,
        clock: Clock,
        secret: str,
    ) -> None:
        self._operators = operators
        self._sessions = sessions
        self._throttle = throttle
        self._audit = audit
        self._passwords = passwords
        self._secrets = secrets
        self._clock = clock
        self._secret = secret.encode("utf-8", "surrogateescape")

    async def __call__(self, name: str, password: str, address: str, agent: str) -> str:
        """The token of a new session. Raises Refused with WRONG or LOCKED, Unavailable.

        LOCKED comes without looking at the password: five tries of one account from one address, and wider bounds for
        an address and an account alone, in 15 minutes. A login that succeeds forgets the tries before it.
        """
        at = self._clock.now()
        keys = self._keys(name, address)
        left = await self._take(keys, at)
        operator = await self._known(name)
        usable = operator is not None and not operator.disabled
        stored = operator.password_hash if operator is not None else None
        fits = await self._passwords.fits(_said(password), stored)
        if operator is None or not usable or not fits:
            log.warning("login refused")
            if left == 0:
                who = operator.name if operator is not None else UNKNOWN
                await self._audit.append(Deed(at, who, "login.locked", after=bucket(address)))
            raise Refused(WRONG)
        for key in keys:
            await self._throttle.forget(key)
        token = await self._open(operator, address, agent, at)
        await self._audit.append(Deed(at, operator.name, "login", self._digest(token)[:12], after=bucket(address)))
        return token

    async def check(self, token: str) -> Operator | None:
        """Whose session this is, as he is now; None when it has ended, or he may not log in any more.

        It counts as something that he did. Raises Unavailable.
        """
        at = self._clock.now()
        found = await self._found(token, at)
        if found is None:
            return None
        session, operator = found
        if at - session.seen_at >= TOUCH_EVERY:
            await self._sessions.touch(session.id, at)
        return operator

    async def look(self, token: str) -> Operator | None:
        """The same, without counting as something that he did: for what a page asks by itself."""
        found = await self._found(token, self._clock.now())
        return found[1] if found is not None else None

    async def session(self, token: str) -> str | None:
        """The id of this session, to tell it from his others."""
        found = await self._found(token, self._clock.now())
        return found[0].id if found is not None else None

    async def logout(self, token: str) -> None:
        """End this session; one that has ended already is no matter. Raises Unavailable."""
        at = self._clock.now()
        found = await self._found(token, at)
        if found is None:
            return
        session, operator = found
        await self._sessions.close(session.id)
        await self._audit.append(Deed(at, operator.name, "logout", session.id[:12]))

    async def rotate(self, token: str) -> str:
        """Another token for the same session, which still ends when it would have ended; the old one is worth nothing.

        Raises Refused with ENDED, Unavailable.
        """
        at = self._clock.now()
        session, _ = await self._mine(token, at)
        new = self._secrets.token()
        await self._sessions.open(replace(session, id=self._digest(new), seen_at=at))
        await self._sessions.close(session.id)
        return new

    async def change_password(self, token: str, old: str, new: str, address: str) -> str:
        """Take another password; all his sessions end, and the token of a new one is returned.

        Raises Refused with ENDED, WRONG for the old password, LOCKED after too many of those, or a PasswordFlaw of the
        new one; Conflict when he was changed meanwhile; Unavailable.
        """
        at = self._clock.now()
        session, operator = await self._mine(token, at)
        found = flaw(new, operator.name)
        if found is not None:
            raise Refused(found)
        keys = self._keys(operator.name, address)
        await self._take(keys, at)
        if not await self._passwords.fits(_said(old), operator.password_hash):
            raise Refused(WRONG)
        changed = await self._operators.put(
            replace(operator, password_hash=await self._passwords.hashed(normal_password(new)))
        )
        for key in keys:
            await self._throttle.forget(key)
        await self._sessions.close(*(each.id for each in await self._sessions.listed(operator.name)))
        await self._audit.append(Deed(at, operator.name, "operator.password", operator.name))
        return await self._open(changed, address, session.agent, at)

    async def _take(self, keys: dict[str, int], at: datetime) -> int:
        """How many tries the narrowest of them leaves; raises Refused with LOCKED."""
        left: list[int] = []
        for key, limit in keys.items():
            more = await self._throttle.take(key, limit, WINDOW, at)
            if more is None:
                log.warning("login locked")
                raise Refused(LOCKED)
            left.append(more)
        return left[0]

    async def _known(self, name: str) -> Operator | None:
        try:
            return await self._operators.get(operator_name(name))
        except Invalid:
            return await self._operators.get("-")  # nobody; the store is asked all the same

    async def _open(self, operator: Operator, address: str, agent: str, at: datetime) -> str:
        token = self._secrets.token()
        agent = "".join(sign for sign in agent if sign.isprintable())[:AGENT_LENGTH]
        await self._sessions.open(
            Session(self._digest(token), operator.name, at, at, self._seal(operator), address[:64], agent)
        )
        return token

    async def _mine(self, token: str, at: datetime) -> tuple[Session, Operator]:
        found = await self._found(token, at)
        if found is None:
            raise Refused(ENDED)
        return found

    async def _found(self, token: str, at: datetime) -> tuple[Session, Operator] | None:
        if not token or len(token) > LONGEST_TOKEN:
            return None
        session = await self._sessions.get(self._digest(token))
        if session is None:
            return None
        operator = await self._operators.get(session.operator)
        usable = operator is not None and not operator.disabled and session.alive(at)
        if operator is not None and usable and hmac.compare_digest(session.seal, self._seal(operator)):
            return session, operator
        await self._sessions.close(session.id)
        return None

    def _keys(self, name: str, address: str) -> dict[str, int]:
        """What tries are counted by, the narrowest first. Digests: a name that is none may be somebody's password."""
        try:
            name = operator_name(name[:200])
        except Invalid:
            name = name[:200]
        where = bucket(address)
        return {
            self._digest(f"try\0{name}\0{where}"): TRIES,
            self._digest(f"address\0{where}"): TRIES_OF_ADDRESS,
            self._digest(f"account\0{name}"): TRIES_OF_ACCOUNT,
        }

    def _seal(self, operator: Operator) -> str:
        return self._digest(f"seal\0{operator.password_hash}")

    def _digest(self, text: str) -> str:
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _said(password: str) -> str:
    """The password in its one spelling; one that is too long stays too long."""
    return normal_password(password[: 4 * LONGEST_PASSWORD])[: LONGEST_PASSWORD + 1]
