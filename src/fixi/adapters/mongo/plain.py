"""What the database can hold: moments to the microsecond, and text without broken characters."""

from datetime import UTC, datetime, timedelta
from typing import Any

import bson
from bson.errors import BSONError

from fixi.domain.errors import Refused

MILLISECOND = timedelta(milliseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def floor(at: datetime) -> datetime:
    """The moment in whole milliseconds, which is all that a BSON date holds."""
    return at - timedelta(microseconds=at.microsecond % 1000)


def ceiling(at: datetime) -> datetime:
    """The same, never earlier: who is woken too early finds nothing to do, and is not woken again."""
    return floor(at) if at.microsecond % 1000 == 0 else floor(at) + MILLISECOND


def micros(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - EPOCH) // timedelta(microseconds=1)


def moment(count: int) -> datetime:
    """What `micros` counted."""
    return EPOCH + timedelta(microseconds=count)


def storable(document: dict[str, Any]) -> dict[str, Any]:
    """The document, with a mark in place of half a surrogate pair, which anybody can send and UTF-8 cannot hold.

    Raises Refused for what the database cannot hold at all.
    """
    try:
        bson.encode(document)
    except (BSONError, OverflowError) as error:
        raise Refused("not_storable") from error
    except UnicodeEncodeError:
        return {name: _mended(value) for name, value in document.items()}
    return document


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {name: _mended(item) for name, item in value.items()}
    return value
