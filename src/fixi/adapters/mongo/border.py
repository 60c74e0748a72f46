"""What the driver says in its own words, in ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo
from bson.errors import BSONError
from pydantic import ValidationError
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from fixi.adapters import codec
from fixi.domain.errors import Conflict, Refused, Unavailable

PATIENCE = 3.0  # seconds for an ordinary question, finding the server included
LONG_PATIENCE = 60.0  # for what reads or writes a lot; a `ping` comes first, so that an outage is seen quickly
DUPLICATE_KEY = 11000
PASSING = ("RetryableWriteError", "TransientTransactionError", "RetryableError")


@contextmanager
def border(seconds: float = PATIENCE) -> Iterator[None]:
    """Inside, the database has this long; outside, only Conflict, Unavailable and Refused are seen."""
    try:
        with pymongo.timeout(seconds):
            yield
    except DuplicateKeyError:
        raise Conflict("written by somebody else") from None
    except PyMongoError as error:
        raise _translated(error) from error
    except (BSONError, OverflowError, UnicodeError) as error:
        raise Refused("not_storable") from error
    except ValidationError as error:
        raise Refused("unreadable_document") from error


def _translated(error: PyMongoError) -> Conflict | Unavailable | Refused:
    if isinstance(error, ConnectionFailure) or error.timeout or any(map(error.has_error_label, PASSING)):
        # Only when no server was found is it certain that nothing was asked of it.
        return Unavailable(type(error).__name__, unknown=not isinstance(error, ServerSelectionTimeoutError))
    if isinstance(error, BulkWriteError) and only_duplicates(error):
        return Conflict("written by somebody else")
    if isinstance(error, OperationFailure):
        return Refused(f"database_{error.code}")
    return Refused(type(error).__name__)


def only_duplicates(error: BulkWriteError) -> bool:
    """True when nothing went wrong but that some of it was there already."""
    failed = error.details.get("writeErrors", [])
    return not error.details.get("writeConcernErrors") and all(f.get("code") == DUPLICATE_KEY for f in failed)


def read(plain: Any) -> Any:
    """The value of the core that was stored as this; raises Refused for one that this version does not know."""
    try:
        return codec.from_plain(plain)
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("unreadable_document") from error
