"""The six errors that may cross a border.

Four leave an adapter: `Conflict` is tried again now, `Unavailable` is tried again later, `AccountStopped` is one that
concerns the whole account, `Refused` becomes an event or an honest message. One leaves the tables: `NotAllowed`, which
is our own mistake. `Invalid` is raised when a value cannot be born.
"""

from datetime import timedelta

from fixi.domain.account import AccountState


class FixiError(Exception):
    """Base of everything that Fixi raises on purpose; never raised itself."""


class Invalid(FixiError, ValueError):
    """A value breaks its own rule, so it is not created."""


class NotAllowed(FixiError):
    """No row and no ignore for this pair of state and event: a defect in the tables. Nothing has changed."""


class Conflict(FixiError):
    """Someone else saved first; load again and decide again."""


class Unavailable(FixiError):
    """The outside thing does not answer now.

    `retry_after` is how long to wait when the other side said so. `unknown` is true when the request may have been
    carried out all the same (a time-out after sending): look before you repeat.
    """

    def __init__(self, message: str = "", retry_after: timedelta | None = None, *, unknown: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.unknown = unknown


class AccountStopped(Unavailable):
    """The account cannot be used as it is: waiting may help or a person must, other requests will not."""

    def __init__(self, message: str, state: AccountState) -> None:
        super().__init__(message)
        self.state = state


class Refused(FixiError):
    """The outside thing said no and will say no again; `reason` is a short code fit for logs and people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
