"""What stands before the panel: nobody without a session comes in, no page of a stranger acts in an operator's name.

One ASGI layer for everything, sockets too, so that a page added tomorrow is behind it without anybody thinking of it.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fixi.domain.errors import FixiError
from fixi.domain.operators import Operator
from fixi.entrypoints.panel.visitor import SESSION, STATE, Visitor, cookies, taste

# Nothing of anybody is behind these.
OPEN = ("/login", "/assets/", "/health/", "/_nicegui/", "/favicon.ico")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY_VIOLATION = 1008
HEADERS = {
    # NiceGUI's pages are a script in the page and templates compiled in the browser: both words are needed.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}

type Check = Callable[[str], Awaitable[Operator | None]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in who has a session; `check` says whose it is. `behind_tls`: the address that operators use is https."""

    app: ASGIApp
    check: Check
    language: str
    behind_tls: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send, headers)
            return
        reply = self._with_headers(send, scope["path"])
        if scope["method"] not in SAFE and not own_origin(headers):
            log.warning("foreign origin refused", extra={"path": scope["path"]})
            await PlainTextResponse("this request came from another site", 403)(scope, receive, reply)
            return
        if scope["path"].startswith(OPEN):
            await self.app(scope, receive, reply)
            return
        try:
            visitor = await self._visitor(headers)
        except FixiError:
            await PlainTextResponse("the store is away; try again in a moment", 503, {"retry-after": "5"})(
                scope, receive, reply
            )
            return
        if visitor is None:
            await self._turned_away(scope, receive, reply, headers)
            return
        scope[STATE] = visitor
        await self.app(scope, receive, reply)

    async def _socket(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """A socket obeys no same-origin rule of the browser: the handshake is the only place to ask."""
        try:
            known = own_origin(headers, said=True) and await self._visitor(headers) is not None
        except FixiError:
            known = False
        if known:
            await self.app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": "not authentic"})

    async def _visitor(self, headers: Headers) -> Visitor | None:
        jar = cookies(headers.get("cookie", ""))
        token = jar.get(SESSION, "")
        operator = await self.check(token) if token else None
        return Visitor(operator, token, *taste(jar, self.language)) if operator is not None else None

    @staticmethod
    async def _turned_away(scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """To the login page if a person reads the answer; with the way back, which is only ever one of our own."""
        if scope["method"] in SAFE and "text/html" in headers.get("accept", ""):
            path = scope["path"] + (
                f"?{scope['query_string'].decode('ascii', 'ignore')}" if scope["query_string"] else ""
            )
            where = "" if path == "/" else f"?next={quote(path, safe='')}"
            await RedirectResponse(f"/login{where}", 303)(scope, receive, send)
            return
        await PlainTextResponse("log in first", 401)(scope, receive, send)

    def _with_headers(self, send: Send, path: str) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if self.behind_tls:
                    headers["strict-transport-security"] = "max-age=31536000"
                if not path.startswith(("/assets/", "/_nicegui/")):
                    headers["cache-control"] = "no-store"
            await send(message)

        return sending


def own_origin(headers: Headers, *, said: bool = False) -> bool:
    """Whether a request came from a page of ours.

    Browsers say where a request that changes something comes from; who says nothing is no browser, and has no cookies
    that somebody else could use. `said`: it must be said, as every browser does for a socket.
    """
    origin = headers.get("origin")
    if origin is None:
        return not said and headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
    return bool(origin) and urlsplit(origin).netloc == headers.get("host", "")
