"""What operators command about operators and their sessions, done by whoever keeps them, with its line in the audit."""

from typing import Protocol

from fixi.domain.commands import (
    AddOperator,
    AnyStaffCommand,
    ChangeOperator,
    EndOwnSession,
    EndSession,
    ResetPassword,
    Stale,
)
from fixi.domain.errors import Conflict
from fixi.domain.operators import Operator, Role, Session
from fixi.domain.values import ChatKey


class KeepsStaff(Protocol):
    """Changes operators and ends sessions, and writes each change into the audit."""

    async def add(
        self, by: Operator | None, name: str, role: Role, password: str, phone: ChatKey | None = None
    ) -> Operator:
        """Somebody new. Raises Refused, Invalid for the name, Unavailable."""
        ...

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
        """What is None stays. Raises Refused, Conflict when he is not at `version` any more, Unavailable."""
        ...

    async def set_password(self, by: Operator | None, name: str, password: str) -> Operator:
        """Another password for somebody else. Raises Refused, Conflict, Unavailable."""
        ...

    async def revoke(self, by: Operator | None, session: str) -> Session:
        """End a session. Raises Refused, Unavailable."""
        ...

    async def sessions(self, by: Operator | None, name: str = "") -> tuple[Session, ...]:
        """Sessions that are alive, of one or of all. Raises Refused, Unavailable."""
        ...


async def staffed(staff: KeepsStaff, operator: Operator, command: AnyStaffCommand) -> bool:
    """Do it; False when it was so already. Raises Refused; Stale when he was changed since he was shown."""
    try:
        match command:
            case AddOperator(name=name, role=role, password=password):
                await staff.add(operator, name, role, password)
            case ChangeOperator(name=name, version=version):
                changed = await staff.change(
                    operator, name, role=command.role, disabled=command.disabled, version=version
                )
                return changed.version != version
            case ResetPassword(name=name, password=password):
                await staff.set_password(operator, name, password)
            case EndSession(session=session):
                await staff.revoke(operator, session)
            case EndOwnSession(session=session):
                if session not in {each.id for each in await staff.sessions(operator, operator.name)}:
                    return False  # an owner could end anybody's: this ends one's own
                await staff.revoke(operator, session)
    except Conflict:
        raise Stale(("version",)) from None
    return True
