"""What stands before the panel: nobody without a session comes in, no page of a stranger acts in an operator's name.

One ASGI layer for everything, sockets too, so that a page added tomorrow is behind it without anybody thinking of it.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fixi.domain.errors import FixiError
from fixi.domain.operators import Operator
from fixi.entrypoints.panel.visitor import STATE, Visitor, cookies, session_cookie, taste

# All that is answered without a session, by method. Nothing of anybody is behind these.
READS = frozenset({"GET", "HEAD"})
OPEN = (
    (READS | {"POST"}, re.compile(r"/login")),
    (READS, re.compile(r"/assets/[^/]+")),
    (READS, re.compile(r"/health/live|/session")),
)
SOCKET = "/_nicegui_ws/"  # sockets only: NiceGUI would answer there to plain requests of any origin
KEPT = ("/assets/", "/_nicegui/")  # what a browser may keep: files that are the same for everybody
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_BODY = 4_000_000  # of any request; an import of professionals is the longest
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
    """Lets in who has a session; `check` says whose it is.

    `address` is the one that operators use, if it is known; `hosts` are the names under which the panel answers at all,
    None for any.
    """

    app: ASGIApp
    check: Check
    language: str
    address: str = ""
    hosts: frozenset[str] | None = None

    @property
    def behind_tls(self) -> bool:
        """Whether operators come by https."""
        return self.address.startswith("https:")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send, Headers(scope=scope))
        else:
            await self._request(scope, receive, self._with_headers(send, scope["path"]), Headers(scope=scope))

    async def _request(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        path, method = scope["path"], scope["method"]
        is_open = any(method in methods and paths.fullmatch(path) for methods, paths in OPEN)
        refused = self._refused(path, method, headers)
        if refused is not None:
            await refused(scope, receive, send)
            return
        if not is_open:
            try:
                visitor = await self._visitor(headers)
            except FixiError:
                away = PlainTextResponse("the store is away; try again in a moment", 503, {"retry-after": "5"})
                await away(scope, receive, send)
                return
            if visitor is None:
                await self._turned_away(scope, receive, send, headers)
                return
            scope[STATE] = visitor
        await self.app(scope, _limited(receive), send)

    def _refused(self, path: str, method: str, headers: Headers) -> PlainTextResponse | None:
        """What is wrong with a request, whoever it comes from."""
        if path != "/health/live" and not self._named(headers):
            return PlainTextResponse("the panel has another name", 421)
        if method not in READS and not self._own(headers):
            log.warning("foreign origin refused")
            return PlainTextResponse("this request came from another site", 403)
        if path.startswith(SOCKET):
            return PlainTextResponse("for sockets only", 403)
        said = headers.get("content-length", "0")
        if not said.isascii() or not said.isdigit():
            return PlainTextResponse("of what length?", 400)
        if len(said) > len(str(LONGEST_BODY)) or int(said) > LONGEST_BODY:
            return PlainTextResponse("too long", 413)
        return None

    async def _socket(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """A socket obeys no same-origin rule of the browser: the handshake is the only place to ask."""
        visitor: Visitor | None = None
        if self._named(headers) and self._own(headers, said=True):
            try:
                visitor = await self._visitor(headers)
            except FixiError:
                log.warning("socket refused: the store is away")
        else:
            log.warning("foreign origin refused")
        if visitor is not None:
            scope[STATE] = visitor  # whose socket it is: the wire asks for it with every word
            await self.app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": "not authentic"})

    async def _visitor(self, headers: Headers) -> Visitor | None:
        jar = cookies(headers.get("cookie", ""))
        token = jar.get(session_cookie(secure=self.behind_tls), "")
        operator = await self.check(token) if token else None
        return Visitor(operator, token, *taste(jar, self.language)) if operator is not None else None

    def _named(self, headers: Headers) -> bool:
        """Whether it was us that the browser wanted; another site's name may be made to lead here."""
        parts = _split(f"//{headers.get('host', '')}")
        return self.hosts is None or (parts is not None and (parts.hostname or "") in self.hosts)

    def _own(self, headers: Headers, *, said: bool = False) -> bool:
        """Whether a request came from a page of ours.

        Browsers say where a request that changes something comes from; who says nothing is no browser, and has no
        cookies that somebody else could use. `said`: it must be said, as every browser does for a socket.
        """
        origin = headers.get("origin")
        if origin is None:
            return not said and headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        parts, own = _split(origin), _split(self.address)
        if parts is None or not parts.netloc or parts.scheme not in {"http", "https"}:
            return False
        if own is not None and (parts.scheme, parts.netloc) == (own.scheme, own.netloc):
            return True
        plain = parts.scheme == "http" and parts.hostname not in LOOPBACK
        return parts.netloc == headers.get("host", "") and not (plain and self.behind_tls)

    @staticmethod
    async def _turned_away(scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        """To the login page if a person reads the answer; with the way back, which is only ever one of our own."""
        if "text/html" not in headers.get("accept", ""):
            await PlainTextResponse("log in first", 401)(scope, receive, send)
            return
        path = scope["path"] + (f"?{scope['query_string'].decode('ascii', 'ignore')}" if scope["query_string"] else "")
        where = f"?next={quote(path, safe='')}" if scope["method"] in READS and path != "/" else ""
        await RedirectResponse(f"/login{where}", 303)(scope, receive, send)

    def _with_headers(self, send: Send, path: str) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if self.behind_tls:
                    headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
                if not path.startswith(KEPT) or message["status"] != 200:  # noqa: PLR2004 - HTTP's own number
                    headers["cache-control"] = "no-store"
            await send(message)

        return sending


def _limited(receive: Receive) -> Receive:
    """What is sent, up to the limit, whatever was said of its length."""
    got = 0

    async def receiving() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > LONGEST_BODY:
            raise HTTPException(413)
        return message

    return receiving


def _split(address: str) -> SplitResult | None:
    """The parts of an address; None when it is none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts
