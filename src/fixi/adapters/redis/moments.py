"""Moments as whole microseconds: a number that Redis can sort and compare without losing any of it."""

from datetime import UTC, datetime, timedelta

MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_number(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - EPOCH) // MICROSECOND


def from_number(number: float) -> datetime:
    """The moment, in UTC."""
    return EPOCH + timedelta(microseconds=int(number))
