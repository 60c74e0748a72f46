"""Alerts as JSON to a web address: a chat's incoming webhook, a pager, a program of one's own."""

import asyncio
import hashlib
import hmac
import json
from typing import override

import httpx

from fixi.domain.errors import Refused, Unavailable
from fixi.ports.alerts import Notice, Way

PATIENCE = 10.0  # seconds for all of it
PASSING = frozenset({408, 421, 425, 429})
FINE, REDIRECT, BROKEN = 200, 300, 500
# What the client believes the address to be, and all that its log lines and exceptions can tell: whoever knows such an
# address may write there, so the real one is as good as a password.
NOWHERE = "https://alert-webhook.invalid/"


class _RealAddress(httpx.AsyncBaseTransport):
    """Goes to the real address, on the last step before the wire."""

    def __init__(self, url: str) -> None:
        self._url = httpx.URL(url)
        self._wire = httpx.AsyncHTTPTransport(http1=True, http2=False, trust_env=False)

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        others = [(name, value) for name, value in request.headers.raw if name.lower() != b"host"]
        headers = [(b"Host", self._url.netloc), *others]
        real = httpx.Request(
            request.method, self._url, headers=headers, stream=request.stream, extensions=request.extensions
        )
        return await self._wire.handle_async_request(real)

    @override
    async def aclose(self) -> None:
        await self._wire.aclose()


class Hook(Way):
    """See Way. With a secret every body is signed: `X-Fixi-Signature: sha256=` and HMAC-SHA256 of the body in hex."""

    def __init__(self, url: str, secret: str = "", patience: float = PATIENCE) -> None:
        self._url = url
        self._secret = secret.encode()
        self._patience = patience

    @property
    def name(self) -> str:
        """See Way."""
        return "webhook"

    @property
    def together(self) -> bool:
        """See Way. Machines sort them out themselves."""
        return False

    async def tell(self, notice: Notice) -> None:
        """See Way. Any 2xx is a yes; a redirect is followed nowhere."""
        body = _body(notice)
        headers = {"Content-Type": "application/json", "Idempotency-Key": notice.id, "User-Agent": "fixi"}
        if self._secret:
            signature = hmac.new(self._secret, body, hashlib.sha256).hexdigest()
            headers["X-Fixi-Signature"] = f"sha256={signature}"
        status = await self._post(body, headers)
        if FINE <= status < REDIRECT:
            return
        if status >= BROKEN or status in PASSING:
            raise Unavailable(f"the web address answers {status}")
        raise Refused(f"the web address answers {status}")

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer, which nobody reads any further."""
        try:
            async with (
                asyncio.timeout(self._patience),
                httpx.AsyncClient(
                    transport=_RealAddress(self._url), timeout=self._patience, follow_redirects=False, trust_env=False
                ) as client,
                client.stream("POST", NOWHERE, content=body, headers=headers) as answer,
            ):
                return answer.status_code
        except (TimeoutError, httpx.TimeoutException):
            raise Unavailable("the web address does not answer", unknown=True) from None
        except httpx.ConnectError:
            raise Unavailable("the web address cannot be reached") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise Unavailable("the web address broke off", unknown=True) from None


def _body(notice: Notice) -> bytes:
    said = {
        "id": notice.id,
        "kind": notice.kind,
        "about": notice.about,
        "title": notice.title,
        "text": "".join(char for char in notice.text if char not in "\u2066\u2067\u2068\u2069"),
        "at": notice.at.isoformat(),
    }
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
