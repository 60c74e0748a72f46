"""Operators as the owner sees them: who there is, who is logged in, who may do what. Every change is in the audit.

`by` is who does it, as he is now; None is the command line of the machine itself, which may do everything.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from fixi.application.written import written
from fixi.domain.audit import Deed
from fixi.domain.errors import Conflict, Refused
from fixi.domain.operators import (
    COMMAND_LINE,
    Operator,
    Permission,
    Role,
    Session,
    flaw,
    last_owner,
    normal_password,
    operator_name,
)
from fixi.domain.values import ChatKey
from fixi.ports.clock import Clock
from fixi.ports.operators import Audit, Operators, Passwords, Secrets, Sessions

# The reasons of Refused, beside those of PasswordFlaw.
NOT_ALLOWED = "not_allowed"
TAKEN = "name_taken"
NOBODY = "no_such_operator"
LAST_OWNER = "last_owner"
NO_SESSION = "no_such_session"
FIRST = "owner"  # the name of the first operator
SHORTEST_ID = 8


class Staff:
    """Adds and changes operators, ends sessions."""

    def __init__(
        self,
        operators: Operators,
        sessions: Sessions,
        audit: Audit,
        passwords: Passwords,
        secrets: Secrets,
        clock: Clock,
    ) -> None:
        self._operators = operators
        self._sessions = sessions
        self._audit = audit
        self._passwords = passwords
        self._secrets = secrets
        self._clock = clock

    async def first(self) -> tuple[str, str] | None:
        """Where there is no operator at all: the name and the password of an owner who was made. Raises Unavailable."""
        if await self._operators.listed():
            return None
        password = self._secrets.password()
        try:
            await self.add(None, FIRST, Role.OWNER, password)
        except Refused:  # somebody else has made him at this moment
            return None
        return FIRST, password

    async def add(
        self, by: Operator | None, name: str, role: Role, password: str, phone: ChatKey | None = None
    ) -> Operator:
        """A new operator. Raises Refused (NOT_ALLOWED, TAKEN, a PasswordFlaw), Invalid for the name, Unavailable."""
        self._allow(by)
        name = operator_name(name)
        operator = Operator(name, role, await self._hashed(name, password), phone)
        if await self._operators.get(name) is not None:
            raise Refused(TAKEN)
        try:
            async with self._written(by, "operator.add", name, after=_told(operator)):
                return await self._operators.put(operator)
        except Conflict:
            raise Refused(TAKEN) from None

    async def change(
        self,
        by: Operator | None,
        name: str,
        *,
        role: Role | None = None,
        disabled: bool | None = None,
        phone: ChatKey | None = None,
        version: int | None = None,
    ) -> Operator:
        """Another role, another phone, in or out; what is None stays. Somebody who is disabled is logged out.

        Raises Refused (NOT_ALLOWED, NOBODY, LAST_OWNER), Conflict when he was changed meanwhile, or since `version`;
        Unavailable.
        """
        self._allow(by)
        before = await self._named(name)
        if version is not None and before.version != version:
            raise Conflict("changed meanwhile")
        after = replace(
            before,
            role=role if role is not None else before.role,
            disabled=disabled if disabled is not None else before.disabled,
            phone=phone if phone is not None else before.phone,
        )
        if after == before:
            return before
        goes = after.disabled or after.role is not Role.OWNER
        if goes and last_owner(await self._operators.listed(), before.name):
            raise Refused(LAST_OWNER)
        async with self._written(by, "operator.change", after.name, _told(before), _told(after)):
            stored = await self._operators.put(after)
        if stored.disabled:
            await self._end(stored.name)
        return stored

    async def set_password(self, by: Operator | None, name: str, password: str) -> Operator:
        """Another password for somebody else, who is logged out everywhere. Raises what `add` and `change` raise.

        One's own is changed by `Login.change_password`, which asks for the old one: an open session is not enough.
        """
        self._allow(by)
        before = await self._named(name)
        if by is not None and by.name == before.name:
            raise Refused(NOT_ALLOWED)
        after = replace(before, password_hash=await self._hashed(before.name, password))
        async with self._written(by, "operator.password", after.name):
            stored = await self._operators.put(after)
        await self._end(stored.name)
        return stored

    def random_password(self) -> str:
        """One to be shown once."""
        return self._secrets.password()

    async def listed(self, by: Operator | None) -> tuple[Operator, ...]:
        """All of them. Raises Refused (NOT_ALLOWED), Unavailable."""
        self._allow(by)
        return await self._operators.listed()

    async def sessions(self, by: Operator | None, name: str = "") -> tuple[Session, ...]:
        """Sessions that are alive, of one or of all. Everybody may see his own. Raises Refused, Unavailable."""
        if by is None or not name or operator_name(name) != by.name:
            self._allow(by)
        at = self._clock.now()
        found = await self._sessions.listed(operator_name(name) if name else "")
        return tuple(session for session in found if session.alive(at))

    async def revoke(self, by: Operator | None, session: str) -> Session:
        """End one session, by its id or the beginning of it; it is over with the next thing that it asks for.

        Everybody may end his own. Raises Refused (NOT_ALLOWED, NO_SESSION), Unavailable.
        """
        own = by.name if by is not None and not by.may(Permission.OPERATORS) else ""
        alike = [each for each in await self._sessions.listed(own) if each.id.startswith(session)]
        if len(session) < SHORTEST_ID or len(alike) != 1:
            raise Refused(NO_SESSION)
        async with self._written(by, "session.revoke", alike[0].operator, before=alike[0].id[:12]):
            await self._sessions.close(alike[0].id)
        return alike[0]

    async def revoke_all(self, by: Operator | None, name: str) -> int:
        """End all sessions of one operator; how many. Raises Refused (NOT_ALLOWED, NOBODY), Unavailable."""
        operator = await self._named(name)
        if by is None or operator.name != by.name:
            self._allow(by)
        count = len(await self._sessions.listed(operator.name))
        async with self._written(by, "session.revoke", operator.name, before=f"{count} sessions"):
            return await self._end(operator.name)

    @staticmethod
    def _allow(by: Operator | None) -> None:
        if by is not None and not by.may(Permission.OPERATORS):
            raise Refused(NOT_ALLOWED)

    async def _hashed(self, name: str, password: str) -> str:
        found = flaw(password, name)
        if found is not None:
            raise Refused(found)
        return await self._passwords.hashed(normal_password(password))

    async def _named(self, name: str) -> Operator:
        operator = await self._operators.get(operator_name(name))
        if operator is None:
            raise Refused(NOBODY)
        return operator

    async def _end(self, name: str) -> int:
        sessions = await self._sessions.listed(name)
        await self._sessions.close(*(session.id for session in sessions))
        return len(sessions)

    def _written(
        self, by: Operator | None, what: str, on: str, before: str = "", after: str = ""
    ) -> AbstractAsyncContextManager[None]:
        who = by.name if by is not None else COMMAND_LINE
        return written(self._audit, Deed(self._clock.now(), who, what, on, before, after))


def _told(operator: Operator) -> str:
    """What the audit says of him."""
    phone = f", phone {operator.phone.masked}" if operator.phone is not None else ""
    return f"{operator.role}{', disabled' if operator.disabled else ''}{phone}"
