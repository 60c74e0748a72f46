"""The WhatsApp account of the business: how it is, what is known of it, and whether people let it speak."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountState(StrEnum):
    """How an account is, whoever the provider is; only `ready` proves that it may send."""

    READY = "ready"
    SIGNED_OUT = "signed_out"
    BANNED = "banned"
    RESTRICTED = "restricted"  # WhatsApp holds back what it sends
    ASLEEP = "asleep"
    STARTING = "starting"
    EXPIRED = "expired"
    DELETED = "deleted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sighting:
    """The account was seen in this state; what the provider said, or the error that meant it."""

    state: AccountState
    at: datetime


@dataclass(frozen=True, slots=True)
class Switch:
    """The kill switch: whether anything may go out at all, who put it there, and when."""

    on: bool = True
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is known of the account.

    `state` is what was seen last, `since` when that began, `proved_at` when it was last seen ready. `begun_at` is when
    the account was seen for the first time: a young one must be careful.
    """

    state: AccountState = AccountState.UNKNOWN
    since: datetime | None = None
    proved_at: datetime | None = None
    begun_at: datetime | None = None
    switch: Switch = Switch()
