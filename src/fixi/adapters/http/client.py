"""The HTTP client of the adapters: HTTP/1.1, kept alive, with time-outs, silent about the secret in an address."""

import logging
from typing import override
from urllib.parse import quote

import httpx

# Stands in an address where the secret belongs. It needs no quoting, and is no part of any real address.
HIDDEN = "~secret~"

CONNECT_SECONDS = 5.0
POOL_SECONDS = 5.0
CONNECTIONS = 64
KEPT_ALIVE_SECONDS = 15.0  # below what gateways keep: an old connection is closed by us, not under a request


class SecretInPath(httpx.AsyncBaseTransport):
    """Puts the secret where HIDDEN stands, on the last step before the wire.

    The client above it, its log lines and its exceptions know only the address without the secret.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, secret: str) -> None:
        self._inner = inner
        self._secret = quote(secret, safe="").encode()

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.replace(HIDDEN.encode(), self._secret)
        real = httpx.Request(
            request.method,
            request.url.copy_with(raw_path=path),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._inner.handle_async_request(real)

    @override
    async def aclose(self) -> None:
        await self._inner.aclose()


def http_client(secret: str = "", *, patience: float) -> httpx.AsyncClient:
    """A client that waits at most `patience` seconds for each piece of an answer, and follows no redirects.

    It looks at no environment variables: a proxy that somebody set for something else does not see the secret.
    """
    # At DEBUG it tells the headers of answers, and a redirect repeats the address with the secret in it.
    logging.getLogger("httpcore").setLevel(logging.INFO)
    limits = httpx.Limits(
        max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=KEPT_ALIVE_SECONDS
    )
    wire: httpx.AsyncBaseTransport = httpx.AsyncHTTPTransport(http1=True, http2=False, limits=limits, trust_env=False)
    return httpx.AsyncClient(
        transport=SecretInPath(wire, secret) if secret else wire,
        timeout=httpx.Timeout(patience, connect=min(CONNECT_SECONDS, patience), pool=POOL_SECONDS),
        follow_redirects=False,
        trust_env=False,
    )
