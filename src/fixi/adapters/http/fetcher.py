"""Fetches files over HTTP, and lets nobody lead it to the inside.

A name is looked up once, every address behind it is looked at, and the connection goes to an address that was looked
at: what the name means a moment later changes nothing. An error made here has no cause and names no address, since a
link may be a key.
"""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from ssl import SSLContext

import httpx

from fixi.adapters.http.hosts import LOCALHOST, PORTS, AllowedHosts, literal, named, public
from fixi.domain.errors import FixiError, Refused, Unavailable
from fixi.ports.media import MOST_BYTES, Fetcher, Located

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 15.0
REDIRECTS = 3
ADDRESSES = 3  # so many of a name are tried
LONGEST_URL = 4096
MOVED = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
# A key that has run out may be given anew, so that this is not for ever.
LATER = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}

type Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a name; raises OSError when there are none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class _Hop:
    """One address on the way, taken apart once."""

    url: httpx.URL
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        """What a header that was meant for it must not leave."""
        return (self.scheme, self.host, self.port)


@cache
def _trusted() -> SSLContext:
    """The certificates that come with httpx: read once, in about 15 ms."""
    return httpx.create_ssl_context(trust_env=False)


class HttpFetcher(Fetcher):
    """See Fetcher. One for each event loop; `close` it in the end."""

    def __init__(
        self,
        hosts: AllowedHosts,
        *,
        look_up: Resolve = resolve,
        most: int = MOST_BYTES,
        patience: float = WHOLE_SECONDS,
        tls: SSLContext | None = None,
    ) -> None:
        # It tells every address at INFO, with the keys in it.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        logging.getLogger("httpcore").setLevel(logging.INFO)
        self._hosts = hosts
        self._look_up = look_up
        self._most = most
        self._patience = patience
        # A connection belongs to a name and not to an address that several names share: none is used twice.
        limits = httpx.Limits(max_connections=16, max_keepalive_connections=0)
        self._wire = httpx.AsyncHTTPTransport(
            verify=tls or _trusted(), http1=True, http2=False, limits=limits, trust_env=False
        )

    async def close(self) -> None:
        """Let go of what is open."""
        await self._wire.aclose()

    async def fetch(self, place: Located) -> bytes:
        """See Fetcher."""
        outcome: bytes | FixiError
        try:
            async with asyncio.timeout(self._patience):
                outcome = await self._follow(place)
        except FixiError as error:
            outcome = error
        except TimeoutError:
            outcome = Unavailable("media: slow")
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            outcome = Unavailable(f"media: {type(error).__name__}")
        # Raised here and not above, where it would take along the library's own, with the address in it.
        if isinstance(outcome, bytes):
            return outcome
        raise outcome.with_traceback(None)

    async def _follow(self, place: Located) -> bytes:
        hop = first = self._checked(place.url)
        for _ in range(1 + REDIRECTS):
            headers = dict(place.headers) if hop.origin == first.origin else {}
            answer = await self._get(hop, headers)
            if isinstance(answer, bytes):
                return answer
            before, hop = hop, self._checked(str(hop.url.join(answer)))
            if before.scheme == "https" and hop.scheme == "http":
                raise Refused("redirect")
        raise Refused("redirect")

    def _checked(self, text: str) -> _Hop:
        """Where this leads, if it may be asked; read by the same reader that will go there."""
        if len(text) > LONGEST_URL or not text.isprintable() or "\\" in text or " " in text:
            raise Refused("address")
        try:
            url = httpx.URL(text)
            host = url.raw_host.decode("ascii").lower().removesuffix(".")
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise Refused("address") from None
        if url.scheme not in PORTS or url.userinfo or not host:
            raise Refused("address")
        port = url.port or PORTS[url.scheme]
        if not self._hosts.allow(url.scheme, host, port):
            raise Refused("host" if named(host) else "private")
        return _Hop(url, url.scheme, host, port)

    async def _addresses(self, hop: _Hop) -> tuple[str, ...]:
        """Where to connect: an address that is on the list itself, or those of a name, each of which is public."""
        if literal(hop.host) is not None:
            return (hop.host,)
        if hop.host == LOCALHOST:  # no look-up may say that this is somewhere else
            return ("127.0.0.1",)
        found = await self._look_up(hop.host, hop.port)
        known = [literal(address) for address in found]
        if not known:
            raise Unavailable("media: no address")
        if not all(address is not None and public(address) for address in known):
            raise Refused("private")
        return found[:ADDRESSES]

    async def _get(self, hop: _Hop, headers: dict[str, str]) -> bytes | str:
        """The file, or where it is said to be instead."""
        addresses = await self._addresses(hop)
        for address in addresses[:-1]:
            try:
                return await self._ask(hop, address, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._ask(hop, addresses[-1], headers)

    async def _ask(self, hop: _Hop, address: str, headers: dict[str, str]) -> bytes | str:
        request = httpx.Request(
            "GET",
            hop.url.copy_with(host=address, fragment=None),
            headers={
                **headers,
                "Host": hop.url.netloc.decode("ascii"),
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "User-Agent": "fixi",
                "Connection": "close",
            },
            extensions={
                "timeout": httpx.Timeout(self._patience, connect=min(CONNECT_SECONDS, self._patience)).as_dict(),
                **({} if literal(hop.host) is not None else {"sni_hostname": hop.host}),
            },
        )
        response = await self._wire.handle_async_request(request)
        try:
            if response.status_code in MOVED:
                return response.headers.get("location") or _nowhere()
            _expect_a_file(response, self._most)
            return await self._read(response)
        finally:
            await response.aclose()

    async def _read(self, response: httpx.Response) -> bytes:
        """What comes, counted as it comes: what was said of its length may be wrong."""
        content = bytearray()
        async for piece in response.aiter_raw():
            content += piece
            if len(content) > self._most:
                raise Refused("too-large")
        if not content:
            raise Refused("empty")
        return bytes(content)


def _nowhere() -> str:
    raise Refused("redirect")


def _expect_a_file(response: httpx.Response, most: int) -> None:
    status = response.status_code
    if status in GONE:
        raise Refused("gone")
    if status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Unavailable(f"media: {status}")
    if status != HTTPStatus.OK:
        raise Refused(f"http-{status}")
    if response.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise Refused("encoded")  # not what was asked for, and it may be of any size
    said = response.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and int(said[:20]) > most:
        raise Refused("too-large")
