"""Operators, their sessions, their tries and the book of what they did, in memory."""

from dataclasses import replace
from datetime import datetime, timedelta

from fixi.domain.audit import AuditLine, Deed, broken, following
from fixi.domain.errors import Conflict
from fixi.domain.operators import Operator, Session, young
from fixi.ports.operators import Audit, Operators, Sessions, Throttle


class MemoryOperators(Operators):
    """See Operators. It forgets with the process."""

    def __init__(self) -> None:
        self._operators: dict[str, Operator] = {}

    async def get(self, name: str) -> Operator | None:
        """See Operators."""
        return self._operators.get(name)

    async def put(self, operator: Operator) -> Operator:
        """See Operators."""
        before = self._operators.get(operator.name)
        if (before.version if before is not None else 0) != operator.version:
            raise Conflict("written by somebody else")
        stored = replace(operator, version=operator.version + 1)
        self._operators[operator.name] = stored
        return stored

    async def listed(self) -> tuple[Operator, ...]:
        """See Operators."""
        return tuple(sorted(self._operators.values(), key=lambda each: each.name))


class MemorySessions(Sessions):
    """See Sessions. It forgets with the process."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    async def open(self, session: Session) -> None:
        """See Sessions."""
        if session.id in self._sessions:
            raise Conflict("written by somebody else")
        self._sessions[session.id] = session

    async def get(self, session: str) -> Session | None:
        """See Sessions."""
        return self._sessions.get(session)

    async def touch(self, session: str, at: datetime) -> None:
        """See Sessions."""
        found = self._sessions.get(session)
        if found is not None and at > found.seen_at:
            self._sessions[session] = replace(found, seen_at=at)

    async def close(self, *sessions: str) -> None:
        """See Sessions."""
        for session in sessions:
            self._sessions.pop(session, None)

    async def listed(self, operator: str = "") -> tuple[Session, ...]:
        """See Sessions."""
        mine = [each for each in self._sessions.values() if operator in {"", each.operator}]
        return tuple(sorted(mine, key=lambda each: (each.created_at, each.id), reverse=True))


class MemoryThrottle(Throttle):
    """See Throttle. It forgets with the process."""

    def __init__(self) -> None:
        self._tries: dict[str, tuple[datetime, ...]] = {}

    async def take(self, key: str, limit: int, window: timedelta, at: datetime) -> int | None:
        """See Throttle."""
        counted = young(self._tries.get(key, ()), window, at)
        if len(counted) >= limit:
            return None
        self._tries[key] = (*counted, at)
        return limit - len(counted) - 1

    async def forget(self, key: str) -> None:
        """See Throttle."""
        self._tries.pop(key, None)


class MemoryAudit(Audit):
    """See Audit. It forgets with the process."""

    def __init__(self) -> None:
        self._lines: list[AuditLine] = []
        self._once: dict[str, AuditLine] = {}

    async def append(self, deed: Deed, once: str = "") -> AuditLine:
        """See Audit."""
        if once in self._once:
            return self._once[once]
        line = following(self._lines[-1] if self._lines else None, deed)
        self._lines.append(line)
        if once:
            self._once[once] = line
        return line

    async def listed(self, limit: int, before: int | None = None) -> tuple[AuditLine, ...]:
        """See Audit."""
        older = [line for line in self._lines if before is None or line.number < before]
        return tuple(reversed(older[-limit:]))

    async def verify(self) -> int | None:
        """See Audit."""
        return broken(self._lines)
