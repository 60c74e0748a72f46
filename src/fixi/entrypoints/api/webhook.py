"""The webhook as a plain ASGI application: it is called for every message that anybody writes, so it is kept lean."""

import asyncio
import hashlib
import math
import traceback
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Protocol

import structlog
from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent, Receive, Scope, Send

from fixi.domain.errors import Refused, Unavailable
from fixi.ports.clock import Clock
from fixi.ports.messaging import Inbound, Odd, WebhookParser

BODY_LIMIT = 262_144
BODY_TIME = timedelta(seconds=30)  # a sender that takes longer to hand over 256 KiB only holds a connection
RETRY_AFTER = timedelta(seconds=5)
RETRY_AFTER_MAX = timedelta(minutes=5)  # the provider drops what waits too long; better asked too often than too late

log: structlog.typing.FilteringBoundLogger = structlog.get_logger("fixi.api")


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


class Reply:
    """One answer, put together once and sent many times."""

    def __init__(self, code: int, word: str, *headers: tuple[bytes, bytes]) -> None:
        body = b'{"status":"%b"}' % word.encode()
        length = str(len(body)).encode()
        told = [(b"content-type", b"application/json"), (b"content-length", length), *headers]
        self._start: HTTPResponseStartEvent = {"type": "http.response.start", "status": code, "headers": told}
        self._body: HTTPResponseBodyEvent = {"type": "http.response.body", "body": body, "more_body": False}

    async def send(self, send: Send) -> None:
        """Answer."""
        await send(self._start)
        await send(self._body)


STORED = Reply(200, "stored")
QUARANTINED = Reply(200, "quarantined")
UNAUTHORIZED = Reply(401, "unauthorized", (b"www-authenticate", b"Bearer"))
NOT_POSTED = Reply(405, "not-posted", (b"allow", b"POST"))


class Webhook:
    """Stored, quarantined, or please come again: a refused notification would block every later one of the account."""

    def __init__(self, parser: WebhookParser, receive: Receiver, clock: Clock, body_limit: int = BODY_LIMIT) -> None:
        self._parser = parser
        self._receive = receive
        self._clock = clock
        self._limit = body_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await (await self._answer(scope, receive)).send(send)

    async def _answer(self, scope: Scope, receive: Receive) -> Reply:
        if scope.get("method") != "POST":
            return NOT_POSTED
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            body = await _body(headers.get("content-length", ""), receive, self._limit)
        except Unread as unread:
            return Reply(unread.code, unread.word)
        if not self._parser.authentic(headers, body):
            log.warning("webhook.not_authentic")
            return UNAUTHORIZED
        return await self._keep(body, self._clock.now())

    async def _keep(self, body: bytes, at: datetime) -> Reply:
        try:
            try:
                inbound = self._parser.parse(body, at)
            except Refused as refused:
                return await self._quarantine(body, refused.reason, at)
            except Exception as defect:  # noqa: BLE001 - a defect of ours must not stop the provider's queue
                report("webhook.parser_failed", defect)
                return await self._quarantine(body, "parser-error", at)
            await self._receive(inbound, at)
        except Unavailable as unavailable:
            log.warning("webhook.not_stored")
            return _later(unavailable.retry_after)
        except Exception as defect:  # noqa: BLE001 - not stored is not stored: the provider shall come again
            report("webhook.receive_failed", defect)
            return _later(None)
        if len(inbound) > 1:  # what is odd is so among others
            for item in inbound:
                if isinstance(item, Odd):
                    _say_quarantined(item.body, item.reason)
        return STORED

    async def _quarantine(self, body: bytes, reason: str, at: datetime) -> Reply:
        await self._receive.quarantine(body, reason, at)
        _say_quarantined(body, reason)
        return QUARANTINED


def _say_quarantined(body: bytes, reason: str) -> None:
    log.warning("webhook.quarantined", reason=reason, size=len(body), digest=hashlib.sha256(body).hexdigest()[:16])


async def _body(announced: str, receive: Receive, limit: int) -> bytes:
    """The body, of which never more than the limit and one chunk is held. Raises Unread."""
    if announced.isdecimal() and (len(announced) > len(str(limit)) + 8 or int(announced) > limit):
        raise Unread(413, "too-large")
    chunks: list[bytes] = []
    size, more = 0, True
    try:
        async with asyncio.timeout(BODY_TIME.total_seconds()):
            while more:
                event = await receive()
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


def report(event: str, defect: Exception) -> None:
    """What went wrong, and where in the code; an exception's text and locals may hold what a person wrote."""
    place = traceback.extract_tb(defect.__traceback__)[-1]
    log.error(event, error=type(defect).__name__, file=PurePath(place.filename).name, line=place.lineno)


def _later(wait: timedelta | None) -> Reply:
    wait = min(RETRY_AFTER if wait is None else wait, RETRY_AFTER_MAX)
    seconds = str(max(1, math.ceil(wait.total_seconds()))).encode()
    return Reply(503, "unavailable", (b"retry-after", seconds))
