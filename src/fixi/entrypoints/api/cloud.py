"""Meta's door: the handshake by which it learns that this address is ours, and the webhook itself."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from typing import override
from urllib.parse import parse_qs

import structlog
from litestar.types import Receive, Scope, Send

from fixi.domain.errors import Refused
from fixi.entrypoints.api.webhook import BODY_LIMIT, Receiver, Reply, Webhook
from fixi.ports.clock import Clock
from fixi.ports.messaging import Inbound, WebhookParser

# What is sent back is what somebody has written into an address: short, and nothing that a browser could read as more.
CHALLENGE = re.compile(r"[A-Za-z0-9_.~=+/-]{1,200}")
MOST_FIELDS = 16

NOT_HERE = Reply(405, "not-here", (b"allow", b"GET, POST"))
FORBIDDEN = Reply(403, "forbidden")

log: structlog.typing.FilteringBoundLogger = structlog.get_logger("fixi.api")


class Nobody(WebhookParser):
    """For a door that is closed: nothing is authentic."""

    def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:  # noqa: ARG002 - whatever it is
        """See WebhookParser."""
        return False

    def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:  # noqa: ARG002 - nobody comes so far
        """See WebhookParser."""
        raise Refused("closed")


class CloudWebhook(Webhook):
    """`verify_token` is what Meta was told to show in the handshake; without one there is no handshake."""

    def __init__(
        self,
        parser: WebhookParser | None,
        verify_token: str,
        receive: Receiver,
        clock: Clock,
        body_limit: int = BODY_LIMIT,
    ) -> None:
        super().__init__(parser or Nobody(), receive, clock, body_limit)
        self._expected = _fingerprint(verify_token.strip()) if verify_token.strip() else None

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope.get("method"):
            case "POST":
                await super().__call__(scope, receive, send)
            case "GET":
                await self._handshake(scope, send)
            case _:
                await NOT_HERE.send(send)

    async def _handshake(self, scope: Scope, send: Send) -> None:
        challenge = self._challenge(scope.get("query_string", b""))
        if challenge is None:
            log.warning("webhook.no_handshake")
            await FORBIDDEN.send(send)
            return
        body = challenge.encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def _challenge(self, query: bytes) -> str | None:
        """What is to be sent back to who knows the token; None for everybody else."""
        try:
            fields = parse_qs(query.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:  # not UTF-8, or far too much
            return None
        mode, challenge, token = (_only(fields, f"hub.{name}") for name in ("mode", "challenge", "verify_token"))
        # Compared whatever else is wrong: how long it takes says nothing.
        known = hmac.compare_digest(_fingerprint(token), self._expected or b"") and self._expected is not None
        return challenge if known and mode == "subscribe" and CHALLENGE.fullmatch(challenge) else None


def _only(fields: Mapping[str, list[str]], name: str) -> str:
    """The value, if there is one and no more."""
    values = fields.get(name, [])
    return values[0] if len(values) == 1 else ""


def _fingerprint(text: str) -> bytes:
    """Equal length for all, so that the comparison does not tell how long the token is."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
