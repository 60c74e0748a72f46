"""The web application. It knows a parser and a use case by their ports, and never an adapter."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from litestar import Litestar, Response, get
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from fixi.entrypoints.api.webhook import BODY_LIMIT, Receiver, Webhook, report
from fixi.ports.clock import Clock
from fixi.ports.messaging import WebhookParser

type Ready = Callable[[], Awaitable[Mapping[str, str]]]
type Health = Response[dict[str, Any]]


def build_app(
    parser: WebhookParser, receive: Receiver, clock: Clock, *, ready: Ready | None = None, body_limit: int = BODY_LIMIT
) -> ASGIApp:
    """The application. `ready` names each part that is needed and says "ok", or what it is instead."""

    @get("/health/live")
    async def live() -> Health:
        return Response({"status": "ok"})

    @get("/health/ready")
    async def readiness() -> Health:
        return await _readiness(ready)

    others = Litestar(
        [live, readiness],
        openapi_config=None,
        logging_config=None,  # the process that runs the application decides about logs
        debug=False,
    )
    webhook = Webhook(parser, receive, clock, body_limit)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # What is called for every message goes straight to its place; a framework would take as long as all the rest.
        to: ASGIApp = webhook if scope["type"] == ScopeType.HTTP and scope["path"] == "/webhook" else others
        await to(scope, receive, send)

    return app


async def _readiness(ready: Ready | None) -> Health:
    try:
        parts = dict(await ready()) if ready else {}
    except Exception as defect:  # noqa: BLE001 - a check that fails is an answer too
        report("health.check_failed", defect)
        parts = {"check": "failed"}
    fine = all(word == "ok" for word in parts.values())
    return Response({"status": "ok" if fine else "unavailable", "parts": parts}, status_code=200 if fine else 503)
