"""The web application. It knows a parser and a use case by their ports, and never an adapter."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from litestar import Litestar, Response, get
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from fixi.domain.errors import FixiError
from fixi.entrypoints.api.cloud import CloudWebhook
from fixi.entrypoints.api.webhook import BODY_LIMIT, Receiver, Webhook, report
from fixi.ports.clock import Clock
from fixi.ports.messaging import WebhookParser

type Ready = Callable[[], Awaitable[Mapping[str, str]]]
type Health = Response[dict[str, Any]]


def build_app(
    parser: WebhookParser,
    receive: Receiver,
    clock: Clock,
    *,
    ready: Ready | None = None,
    shown: Ready | None = None,
    body_limit: int = BODY_LIMIT,
    cloud: WebhookParser | None = None,
    verify_token: str = "",
) -> ASGIApp:
    """The application. `cloud` and `verify_token` open Meta's door, which is closed without them.

    `ready` names each part that is needed and says "ok", or what it is instead.

    What `shown` says stands beside the parts, and has no say in whether the application is ready.
    """

    @get("/health/live")
    async def live() -> Health:
        return Response({"status": "ok"})

    @get("/health/ready")
    async def readiness() -> Health:
        return await _readiness(ready, shown)

    others = Litestar(
        [live, readiness],
        openapi_config=None,
        logging_config=None,  # the process that runs the application decides about logs
        debug=False,
    )
    webhook = Webhook(parser, receive, clock, body_limit)
    cloud_webhook = CloudWebhook(cloud, verify_token, receive, clock, body_limit)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        # What is called for every message goes straight to its place; a framework would take as long as all the rest.
        to: ASGIApp = others
        if scope["type"] == ScopeType.HTTP:
            path = scope["path"]
            to = webhook if path == "/webhook" else cloud_webhook if path == "/webhook/cloud" else others
        await to(scope, receive, send)

    return app


async def _readiness(ready: Ready | None, shown: Ready | None) -> Health:
    try:
        parts = dict(await ready()) if ready else {}
    except Exception as defect:  # noqa: BLE001 - a check that fails is an answer too
        report("health.check_failed", defect)
        parts = {"check": "failed"}
    fine = all(word == "ok" for word in parts.values())
    said: dict[str, Any] = {"status": "ok" if fine else "unavailable", "parts": parts}
    if shown is not None:
        with suppress(FixiError):  # the store is down: the parts say so
            said["shown"] = dict(await shown())
    return Response(said, status_code=200 if fine else 503)
