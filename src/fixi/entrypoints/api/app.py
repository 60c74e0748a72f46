"""The web application. It knows a parser and a use case by their ports, and never an adapter."""

import asyncio
import hashlib
import math
import traceback
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Protocol

import structlog
from litestar import Litestar, Request, Response, get, post

from fixi.domain.errors import Refused, Unavailable
from fixi.ports.clock import Clock
from fixi.ports.messaging import Inbound, WebhookParser

BODY_LIMIT = 262_144
BODY_TIME = timedelta(seconds=30)  # a sender that takes longer to hand over 256 KiB only holds a connection
RETRY_AFTER = timedelta(seconds=5)
RETRY_AFTER_MAX = timedelta(minutes=5)  # the provider drops what waits too long; better asked too often than too late

log: structlog.typing.FilteringBoundLogger = structlog.get_logger("fixi.api")

type Reply = Response[dict[str, Any]]
type Ready = Callable[[], Awaitable[Mapping[str, str]]]


class Receiver(Protocol):
    """The use case that keeps what came in."""

    async def __call__(self, inbound: tuple[Inbound, ...], at: datetime) -> None:
        """Keep it; once this returns it survives a crash. Twice the same does no harm. Raises Unavailable."""

    async def quarantine(self, body: bytes, reason: str, at: datetime) -> None:
        """Keep a body that cannot be understood, for a person to look at. Raises Unavailable."""


class Unread(Exception):
    """The body did not arrive as it should; `code` is the HTTP status that says so."""

    def __init__(self, code: int, word: str) -> None:
        super().__init__(word)
        self.code = code
        self.word = word


def build_app(
    parser: WebhookParser, receive: Receiver, clock: Clock, *, ready: Ready | None = None, body_limit: int = BODY_LIMIT
) -> Litestar:
    """The application. `ready` names each part that is needed and says "ok", or what it is instead."""

    @post("/webhook", status_code=200)
    async def webhook(request: Request[Any, Any, Any]) -> Reply:
        try:
            body = await _body(request, body_limit)
        except Unread as unread:
            return _answer(unread.code, unread.word)
        if not parser.authentic({name.lower(): value for name, value in request.headers.items()}, body):
            log.warning("webhook.not_authentic")
            return _answer(401, "unauthorized", {"www-authenticate": "Bearer"})
        return await _keep(parser, receive, body, clock.now())

    @get("/health/live")
    async def live() -> Reply:
        return _answer(200, "ok")

    @get("/health/ready")
    async def readiness() -> Reply:
        return await _readiness(ready)

    return Litestar(
        [webhook, live, readiness],
        openapi_config=None,
        logging_config=None,  # the process that runs the application decides about logs
        debug=False,
    )


async def _body(request: Request[Any, Any, Any], limit: int) -> bytes:
    """The body, of which never more than the limit and one chunk is held. Raises Unread.

    Not Litestar's own `body()`: that one answers 500 to a client that hangs up.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and (len(announced) > len(str(limit)) + 8 or int(announced) > limit):
        raise Unread(413, "too-large")
    chunks: list[bytes] = []
    size, more = 0, True
    try:
        async with asyncio.timeout(BODY_TIME.total_seconds()):
            while more:
                event = await request.receive()
                if event["type"] != "http.request":
                    raise Unread(400, "incomplete")  # the client is gone; nobody reads this answer
                chunks.append(event.get("body", b""))
                size += len(chunks[-1])
                if size > limit:
                    raise Unread(413, "too-large")
                more = event.get("more_body", False)
    except TimeoutError:
        raise Unread(408, "too-slow") from None
    return b"".join(chunks)


async def _keep(parser: WebhookParser, receive: Receiver, body: bytes, at: datetime) -> Reply:
    """Stored, quarantined, or please come again: a refused notification would block every later one of the account."""
    try:
        try:
            inbound = parser.parse(body, at)
        except Refused as refused:
            return await _quarantine(receive, body, refused.reason, at)
        except Exception as defect:  # noqa: BLE001 - a defect of ours must not stop the provider's queue
            _report("webhook.parser_failed", defect)
            return await _quarantine(receive, body, "parser-error", at)
        await receive(inbound, at)
    except Unavailable as unavailable:
        log.warning("webhook.not_stored")
        return _later(unavailable.retry_after)
    except Exception as defect:  # noqa: BLE001 - not stored is not stored: the provider shall come again
        _report("webhook.receive_failed", defect)
        return _later(None)
    return _answer(200, "stored")


async def _quarantine(receive: Receiver, body: bytes, reason: str, at: datetime) -> Reply:
    await receive.quarantine(body, reason, at)
    log.warning("webhook.quarantined", reason=reason, size=len(body), digest=hashlib.sha256(body).hexdigest()[:16])
    return _answer(200, "quarantined")


async def _readiness(ready: Ready | None) -> Reply:
    try:
        parts = dict(await ready()) if ready else {}
    except Exception as defect:  # noqa: BLE001 - a check that fails is an answer too
        _report("health.check_failed", defect)
        parts = {"check": "failed"}
    fine = all(word == "ok" for word in parts.values())
    return Response({"status": "ok" if fine else "unavailable", "parts": parts}, status_code=200 if fine else 503)


def _report(event: str, defect: Exception) -> None:
    """What went wrong, and where in the code; an exception's text and locals may hold what a person wrote."""
    place = traceback.extract_tb(defect.__traceback__)[-1]
    log.error(event, error=type(defect).__name__, file=PurePath(place.filename).name, line=place.lineno)


def _later(wait: timedelta | None) -> Reply:
    wait = min(RETRY_AFTER if wait is None else wait, RETRY_AFTER_MAX)
    return _answer(503, "unavailable", {"retry-after": str(max(1, math.ceil(wait.total_seconds())))})


def _answer(code: int, word: str, headers: dict[str, str] | None = None) -> Reply:
    return Response({"status": word}, status_code=code, headers=headers)
