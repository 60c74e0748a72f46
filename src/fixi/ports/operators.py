"""Who may use the panel: operators, their sessions, their passwords, and the book of what they did."""

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Protocol

from fixi.domain.audit import AuditLine, Deed
from fixi.domain.operators import Operator, Session


class Operators(Protocol):
    """All operators, by their names. What was stored is seen at once, by every process."""

    @abstractmethod
    async def get(self, name: str) -> Operator | None:
        """The operator with this name, as it is spelled by `operator_name`. Raises Unavailable."""

    @abstractmethod
    async def put(self, operator: Operator) -> Operator:
        """Store him as he is now and return him with the next version.

        Raises Conflict when another version than his is stored, so that of two who change him at the same time one
        does not take effect, and of two who create a name one fails. Raises Unavailable.
        """

    @abstractmethod
    async def listed(self) -> tuple[Operator, ...]:
        """All of them, by name, disabled ones too. Raises Unavailable."""


class Sessions(Protocol):
    """Who is logged in. A closed session is gone for every process at once, and never comes back."""

    @abstractmethod
    async def open(self, session: Session) -> None:
        """Store it; raises Conflict for an id that is taken, Unavailable."""

    @abstractmethod
    async def get(self, session: str) -> Session | None:
        """The session with this id, whether it is still alive or not; the store may forget dead ones. Unavailable."""

    @abstractmethod
    async def touch(self, session: str, at: datetime) -> None:
        """Its operator was seen at this moment. An earlier moment changes nothing, and a closed one stays closed."""

    @abstractmethod
    async def close(self, *sessions: str) -> None:
        """End these; one that is not there is no matter. Raises Unavailable."""

    @abstractmethod
    async def listed(self, operator: str = "") -> tuple[Session, ...]:
        """Those of one operator, or of all; the youngest first. Raises Unavailable."""


class Throttle(Protocol):
    """Counts tries."""

    @abstractmethod
    async def take(self, key: str, limit: int, window: timedelta, at: datetime) -> int | None:
        """One more try: how many are left after it in this window; None when there was none left.

        A try that was not granted is not counted: the next is granted when the oldest leaves the window. Of any number
        at the same time no more than `limit` are granted. Raises Unavailable.
        """

    @abstractmethod
    async def forget(self, key: str) -> None:
        """Nothing was tried. Raises Unavailable."""


class Audit(Protocol):
    """The book of what operators did; nothing in it is ever changed or taken out."""

    @abstractmethod
    async def append(self, deed: Deed, once: str = "") -> AuditLine:
        """Write it behind the last line, however many write at the same time: no line is lost, none is doubled, and
        each follows exactly one other. Raises Unavailable: then it may stand there all the same, if that is unknown.

        What was written with the same `once` before is not written again, as long as no two write it at one time: the
        line that stands there is the answer.
        """

    @abstractmethod
    async def listed(self, limit: int, before: int | None = None) -> tuple[AuditLine, ...]:
        """The newest lines, the newest first; those with a number below `before`. Raises Unavailable."""

    @abstractmethod
    async def verify(self) -> int | None:
        """The number of the first line that is not what was written, None when all are; see `audit.broken`.

        A line that cannot even be read is not what was written. Raises Unavailable.
        """


class Passwords(Protocol):
    """Passwords are kept so that nobody can read them."""

    @abstractmethod
    async def hashed(self, password: str) -> str:
        """What is stored of a password of any length; another text each time. Other work goes on meanwhile."""

    @abstractmethod
    async def fits(self, password: str, stored: str | None) -> bool:
        """Whether it is the password of which this was stored; all of it counts, however long it is.

        None, for somebody who does not exist, takes as long as any other and is False, as is what cannot be read.
        """


class Secrets(Protocol):
    """What nobody can guess."""

    @abstractmethod
    def token(self) -> str:
        """256 bits, as letters, digits, dash and underscore."""

    @abstractmethod
    def password(self) -> str:
        """A password for a person to type once, of at least 80 bits; no sign in it looks like another."""
