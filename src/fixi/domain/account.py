"""The WhatsApp account of the business: how it is, what is known of it, and whether people let it speak."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
    """The kill switch: whether anything may go out at all, who put it there, when, and why."""

    on: bool = True
    by: str = ""
    at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is known of the account.

    `state` is what was seen last, `since` when that began, `proved_at` when it was last seen ready. `begun_at` is when
    the account was seen for the first time: a young one must be careful. `stopped_at` is since when it is not ready,
    whatever states it has been in meanwhile. `seen_at` is when it was seen last.
    """

    state: AccountState = AccountState.UNKNOWN
    since: datetime | None = None
    proved_at: datetime | None = None
    begun_at: datetime | None = None
    switch: Switch = Switch()
    stopped_at: datetime | None = None
    seen_at: datetime | None = None


# What lasts shorter than this needs no person.
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Trouble:
    """The account has not been usable since then; `state` is what is known of it, unknown when nobody answers."""

    state: AccountState
    since: datetime


def trouble(standing: Standing, at: datetime) -> Trouble | None:
    """What is wrong with the account: it is seen not to be ready, or was not seen ready for PATIENCE.

    Where it was never asked nothing is known to be wrong.
    """
    if standing.stopped_at is not None:
        return Trouble(standing.state, standing.stopped_at)
    if standing.proved_at is not None and at - standing.proved_at >= PATIENCE:
        return Trouble(AccountState.UNKNOWN, standing.proved_at)
    return None
