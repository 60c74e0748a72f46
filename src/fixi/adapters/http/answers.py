"""What adapters read in answers over HTTP, whatever the provider is."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from fixi.adapters.http.bodies import Body, decode
from fixi.domain.errors import Refused

LONGEST_PAUSE = 3600.0  # seconds
# These never got as far as being sent.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


def fields(content: bytes) -> Body:
    """The object in an answer; an empty one when there is none."""
    try:
        return decode(content)
    except Refused:
        return Body(None)


def pause(seconds: float) -> timedelta:
    """What the other side asked for, within reason."""
    return timedelta(seconds=min(max(seconds, 0.0), LONGEST_PAUSE))


def retry_after(response: httpx.Response) -> timedelta | None:
    """How long it asked to be left alone: seconds, or a date by the clock of who wrote it."""
    said = response.headers.get("retry-after", "").strip()
    if not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        until, now = _moment(said), date_of(response)
        return pause((until - now).total_seconds()) if until is not None and now is not None else None
    return pause(seconds) if math.isfinite(seconds) else None


def date_of(response: httpx.Response) -> datetime | None:
    """The other side's own time, where it told it."""
    return _moment(response.headers.get("date", ""))


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def limits(patience: float) -> httpx.Timeout:
    """Time-outs of one request that must be answered within so many seconds."""
    return httpx.Timeout(patience, connect=min(5.0, patience), pool=min(5.0, patience))
