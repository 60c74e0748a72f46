"""What can go wrong with a call: one short code for each, and what it means for the next call."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

import httpx2
from google.genai import errors

REQUEST_TIMEOUT = 408
SERVER_ERRORS = 500
MINUTE = timedelta(minutes=1)
FULL = timedelta(seconds=20)  # how long a quota is left alone when nobody says how long


class Trouble(StrEnum):
    """Why there is no reading."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    OVERLOADED = "overloaded"
    QUOTA = "quota"
    DENIED = "denied"  # key, region or project: no model will answer
    MISSING = "missing"  # no such model, or not any more
    REJECTED = "rejected"  # the request, by this model
    GARBAGE = "garbage"
    EMPTY = "empty"
    CUT = "cut"
    BLOCKED = "blocked"


# The other model would say the same, or must not be asked.
FINAL = frozenset({Trouble.DENIED, Trouble.BLOCKED})
# Nobody said what was used up, and something may have been.
BILLED = frozenset({Trouble.TIMEOUT, Trouble.GARBAGE, Trouble.EMPTY})
# It counts against all models.
EVERYBODY = frozenset({Trouble.DENIED, Trouble.TIMEOUT, Trouble.UNREACHABLE})
# The model is well; it is this message that it does not read.
WELL = frozenset({Trouble.BLOCKED, Trouble.CUT})
PAUSES = {Trouble.DENIED: 5 * MINUTE, Trouble.MISSING: 60 * MINUTE}
# Names of finish reasons. One that nobody knows yet says nothing: the text itself shows what it is worth.
CUT_OFF = frozenset({"MAX_TOKENS", "CONTINUATION"})
BLOCKING = frozenset(
    {
        "SAFETY",
        "RECITATION",
        "LANGUAGE",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "MODEL_ARMOR",
        "PUP_LIMITED_DISABLED",
    }
)
# What the client library raises when an answer is not what it takes for granted.
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def trouble_of(error: Exception) -> tuple[Trouble, timedelta | None]:
    """What this error means, and for how long the model wants to be left alone, if that was said."""
    match error:
        case errors.APIError():
            return _refusal(error)
        case TimeoutError() | httpx2.TimeoutException():
            return Trouble.TIMEOUT, None
        case httpx2.DecodingError() | httpx2.TooManyRedirects():
            return Trouble.GARBAGE, None
        case httpx2.HTTPError() | OSError():
            return Trouble.UNREACHABLE, None
        case _:
            return Trouble.GARBAGE, None


def _refusal(error: errors.APIError) -> tuple[Trouble, timedelta | None]:
    details = _details(error)
    match error.code:
        case 429:
            return Trouble.QUOTA, _delay(details) or FULL
        case 401 | 403:
            return Trouble.DENIED, PAUSES[Trouble.DENIED]
        case 404 | 410:
            return Trouble.MISSING, PAUSES[Trouble.MISSING]
        case 400 if error.status == "FAILED_PRECONDITION" or any(
            str(detail.get("reason", "")).startswith("API_KEY") for detail in details
        ):
            return Trouble.DENIED, PAUSES[Trouble.DENIED]
        case code if code == REQUEST_TIMEOUT or code >= SERVER_ERRORS:
            return Trouble.OVERLOADED, None
        case _:
            return Trouble.REJECTED, None


def _details(error: errors.APIError) -> list[dict[str, Any]]:
    """The `details` of the body, as far as it has the usual shape."""
    body: object = error.details
    inner = body.get("error", body) if isinstance(body, dict) else None
    listed = inner.get("details") if isinstance(inner, dict) else None
    return [detail for detail in listed if isinstance(detail, dict)] if isinstance(listed, list) else []


def _delay(details: list[dict[str, Any]]) -> timedelta | None:
    """The `retryDelay` of a RetryInfo, such as `17s`."""
    for detail in details:
        if str(detail.get("@type", "")).endswith("RetryInfo"):
            try:
                return timedelta(seconds=float(str(detail.get("retryDelay", "")).removesuffix("s")))
            except (ValueError, OverflowError):
                return None
    return None
