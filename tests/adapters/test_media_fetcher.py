"""Fetching files: from where they may come, and what a host may do to whoever asks it."""

import asyncio
import gzip
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import override

import httpx
import pytest

from fixi.adapters.http.fetcher import HttpFetcher
from fixi.adapters.http.hosts import AllowedHosts, literal, public
from fixi.domain.errors import FixiError, Invalid, Refused, Unavailable
from fixi.ports.media import Located
from tests.support.file_host import FileHost, answer, file_host
from tests.support.tls import NAME, client_side, server_side

PUBLIC = "93.184.215.14"
KEY = {"Authorization": "Bearer the-key"}


@pytest.fixture
async def host() -> AsyncIterator[FileHost]:
    async with file_host() as built:
        yield built


@asynccontextmanager
async def fetcher(*hosts: str, most: int = 1000, patience: float = 5.0, **names: str) -> AsyncIterator[HttpFetcher]:
    """One that knows these names, with the dots of a host written as double underscores."""
    known = {name.replace("__", "."): tuple(addresses.split()) for name, addresses in names.items()}

    async def look_up(name: str, port: int) -> tuple[str, ...]:
        if name not in known:
            raise OSError("unknown name")
        return known[name]

    built = HttpFetcher(AllowedHosts(hosts), look_up=look_up, most=most, patience=patience)
    yield built
    await built.close()


async def refusal(built: HttpFetcher, url: str) -> str:
    with pytest.raises(Refused) as caught:
        await built.fetch(Located(url))
    assert_tells_nothing(caught.value, url)
    return caught.value.reason


def assert_tells_nothing(error: FixiError, url: str) -> None:
    """A link may be a key: neither the error nor what it carries along repeats it."""
    assert error.__cause__ is None
    assert error.__context__ is None or error.__suppress_context__
    assert url not in str(error)


# What works


async def test_a_file_is_fetched_as_it_is(host: FileHost) -> None:
    url = host.has("/a.jpg", b"picture", date="")
    async with fetcher(host.name) as built:
        assert await built.fetch(Located(url)) == b"picture"
    assert host.asked[0][1]["accept-encoding"] == "identity"
    assert host.asked[0][1]["host"] == host.name


async def test_the_query_of_a_link_is_kept(host: FileHost) -> None:
    url = host.has("/a.jpg", b"picture")
    async with fetcher(host.name) as built:
        await built.fetch(Located(f"{url}?mid=1&hash=a%2Fb"))
    assert host.asked[0][0] == "/a.jpg?mid=1&hash=a%2Fb"


async def test_a_redirect_is_followed_three_times_and_no_further(host: FileHost) -> None:
    host.has("/0", b"here")
    for n in range(1, 5):
        host.sends(f"/{n}", f"/{n - 1}", status=(301, 302, 303, 307, 308)[n])
    async with fetcher(host.name) as built:
        assert await built.fetch(Located(host.url("/3"))) == b"here"
        assert await refusal(built, host.url("/4")) == "redirect"


async def test_a_key_is_shown_to_its_own_host_and_to_no_other(host: FileHost) -> None:
    async with file_host() as other:
        host.sends("/again", "/to-other")
        host.sends("/to-other", other.has("/a.jpg", b"picture"))
        async with fetcher(host.name, other.name) as built:
            assert await built.fetch(Located(host.url("/again"), KEY)) == b"picture"
        assert [headers.get("authorization") for _, headers in host.asked] == ["Bearer the-key"] * 2
        assert [headers.get("authorization") for _, headers in other.asked] == [None]


# From where


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:1/x", "private"),
        ("http://10.0.0.1/x", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://[::1]/x", "private"),
        ("http://[::ffff:10.0.0.1]/x", "private"),
        ("http://2130706433/x", "private"),
        ("http://0177.0.0.1/x", "address"),
        ("http://0x7f000001/x", "private"),
        ("http://0x7f.0x0.0x0.0x1/x", "private"),
        ("http://127.1/x", "private"),
        ("http://localhost/x", "private"),
        ("http://printer.local/x", "private"),
        ("http://metadata.google.internal/x", "private"),
        ("https://files.example.com.evil.com/x", "host"),
        ("https://evilfiles.example.com:443/x", "host"),
        ("https://example.com/x", "host"),
        ("https://files.example.com:8443/x", "host"),
        ("http://files.example.com:443/x", "host"),
        ("https://files.exаmple.com/x", "host"),  # a Cyrillic letter
        ("https://%31%32%37.0.0.1/x", "private"),
        ("https://files.example.com@127.0.0.1/x", "address"),
        ("https://user:pw@files.example.com/x", "address"),
        ("https://files.example.com\\@evil.com/x", "address"),
        ("https://files.example.com /x", "address"),
        ("ftp://files.example.com/x", "address"),
        ("file:///etc/passwd", "address"),
        ("gopher://files.example.com/x", "address"),
        ("//files.example.com/x", "address"),
        ("https://", "address"),
        ("https:///x", "address"),
        ("id:1234", "address"),
        ("kept:abc.jpg", "address"),
        ("https://files.example.com/" + "x" * 5000, "address"),
        ("https://files.example.com/\r\nHost: evil", "address"),
        ("https://files.example.com:99999/x", "host"),
    ],
)
async def test_nobody_is_asked_who_is_not_on_the_list(url: str, reason: str) -> None:
    async with fetcher("files.example.com", "*.below.example.com") as built:
        assert await refusal(built, url) == reason


@pytest.mark.parametrize(
    "addresses",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address that a name may have
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:0:a00:1::1",
        "::10.0.0.1",
        f"{PUBLIC} 10.0.0.1",
        f"10.0.0.1 {PUBLIC}",
        "nonsense",
    ],
)
async def test_a_name_must_lead_outside_with_all_its_addresses(addresses: str) -> None:
    async with fetcher("files.example.com", files__example__com=addresses) as built:
        assert await refusal(built, "https://files.example.com/x") == "private"


async def test_a_name_that_leads_to_this_machine_is_refused_though_it_is_on_the_list(host: FileHost) -> None:
    host.has("/x", b"inside")
    async with fetcher(f"files.example.com:{host.port}", files__example__com="127.0.0.1") as built:
        assert await refusal(built, f"http://files.example.com:{host.port}/x") == "private"
    assert host.asked == []


async def test_a_number_that_is_no_address_in_its_usual_spelling_is_looked_up_as_a_name() -> None:
    async def look_up(name: str, port: int) -> tuple[str, ...]:
        return ("127.0.0.1",)

    built = HttpFetcher(AllowedHosts(("2130706433", "0x7f000001")), look_up=look_up)
    for host in ("2130706433", "0x7f000001"):
        assert await refusal(built, f"http://{host}/x") == "private"
    await built.close()


@pytest.mark.parametrize(
    "entry", ["*.com", "*.1.2.3.4", "http://a.com", "a.com/x", "a b", "*", "", "a.com:x", "*.[::1]"]
)
def test_a_list_of_another_form_is_not_taken(entry: str) -> None:
    with pytest.raises(Invalid):
        AllowedHosts((entry,))


def test_what_is_on_the_list_is_that_and_what_is_below_it() -> None:
    hosts = AllowedHosts(("a.example", "*.b.example", "c.example:8443", "[2001:db8::1]:80"))
    assert hosts.allow("https", "a.example", 443)
    assert hosts.allow("http", "a.example", 80)
    assert hosts.allow("https", "x.y.b.example", 443)
    assert hosts.allow("https", "c.example", 8443)
    assert hosts.allow("http", "2001:db8::1", 80)
    assert not hosts.allow("https", "b.example", 443)
    assert not hosts.allow("https", "xb.example", 443)
    assert not hosts.allow("https", "c.example", 443)
    assert not hosts.allow("https", "sub.a.example", 443)


async def test_a_dot_at_the_end_and_capitals_are_the_same_host() -> None:
    async with fetcher("files.example.com", files__example__com="10.0.0.1") as built:
        assert await refusal(built, "https://FILES.example.com./x") == "private"


def test_addresses_of_the_internet_are_told_from_others() -> None:
    for text in (PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", f"::ffff:{PUBLIC}"):
        address = literal(text)
        assert address is not None
        assert public(address)


@pytest.mark.parametrize("target", ["http://10.0.0.1/x", "http://169.254.169.254/x", "file:///etc/passwd", "//[::1]/x"])
async def test_a_redirect_leads_nowhere_that_is_not_allowed(host: FileHost, target: str) -> None:
    url = host.sends("/x", target)
    async with fetcher(host.name) as built:
        assert await refusal(built, url) in {"private", "address"}


async def test_a_redirect_to_a_name_inside_is_refused(host: FileHost) -> None:
    url = host.sends("/x", "https://inside.example.com/x")
    async with fetcher(host.name, "inside.example.com", inside__example__com="192.168.0.7") as built:
        assert await refusal(built, url) == "private"


async def test_a_redirect_in_a_circle_ends(host: FileHost) -> None:
    url = host.sends("/x", "/x")
    async with fetcher(host.name) as built:
        assert await refusal(built, url) == "redirect"
    assert len(host.asked) == 4


async def test_a_redirect_to_nowhere_is_refused(host: FileHost) -> None:
    url = host.does("/x", answer(302))
    async with fetcher(host.name) as built:
        assert await refusal(built, url) == "redirect"


# What a host may do


async def test_what_is_too_large_is_refused_by_what_is_said_of_it(host: FileHost) -> None:
    async def says_much(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n")

    async with fetcher(host.name) as built:
        assert await refusal(built, host.does("/x", says_much)) == "too-large"


async def test_an_endless_body_is_broken_off(host: FileHost) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"100\r\n" + b"x" * 256 + b"\r\n")
            await writer.drain()

    async with fetcher(host.name) as built:
        assert await refusal(built, host.does("/x", endless)) == "too-large"
    await asyncio.wait_for(host.gone.wait(), 5)


async def test_a_file_of_just_the_most_is_taken(host: FileHost) -> None:
    async with fetcher(host.name) as built:
        assert len(await built.fetch(Located(host.has("/x", b"x" * 1000)))) == 1000


async def test_a_body_that_is_shorter_than_it_was_said_to_be_is_not_a_file(host: FileHost) -> None:
    url = host.has("/x", b"half", **{"content-length": "900"})
    async with fetcher(host.name) as built:
        with pytest.raises(Unavailable) as caught:
            await built.fetch(Located(url))
    assert_tells_nothing(caught.value, url)


async def test_nothing_is_unpacked_on_the_way(host: FileHost) -> None:
    bomb = gzip.compress(b"\0" * 1_000_000)
    assert len(bomb) < 2000
    async with fetcher(host.name, most=2000) as built:
        assert await refusal(built, host.has("/x", bomb, **{"content-encoding": "gzip"})) == "encoded"
        assert await built.fetch(Located(host.has("/y", bomb, **{"content-encoding": "identity"}))) == bomb


async def test_a_slow_drip_ends_in_time(host: FileHost) -> None:
    async def drips(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    started = time.perf_counter()
    async with fetcher(host.name, patience=0.4) as built:
        with pytest.raises(Unavailable):
            await built.fetch(Located(host.does("/x", drips)))
    assert time.perf_counter() - started < 3


async def test_nothing_is_no_file(host: FileHost) -> None:
    async with fetcher(host.name) as built:
        assert await refusal(built, host.has("/x", b"")) == "empty"


@pytest.mark.parametrize(("status", "reason"), [(404, "gone"), (410, "gone"), (400, "http-400"), (204, "http-204")])
async def test_what_is_for_ever_is_refused(host: FileHost, status: int, reason: str) -> None:
    async with fetcher(host.name) as built:
        assert await refusal(built, host.does("/x", answer(status))) == reason


@pytest.mark.parametrize("status", [401, 403, 408, 425, 429, 500, 502, 503])
async def test_what_may_pass_is_tried_later(host: FileHost, status: int) -> None:
    async with fetcher(host.name) as built:
        with pytest.raises(Unavailable):
            await built.fetch(Located(host.does("/x", answer(status))))


async def test_nobody_there_is_for_later() -> None:
    async with file_host() as closed:
        url = closed.url("/x")
    async with fetcher(closed.name, "files.example.com", none__example__com=PUBLIC) as built:
        for wanted in (url, "https://files.example.com/x"):
            with pytest.raises(Unavailable) as caught:
                await built.fetch(Located(wanted))
            assert_tells_nothing(caught.value, wanted)


async def test_garbage_is_no_answer(host: FileHost) -> None:
    async def garbage(writer: asyncio.StreamWriter) -> None:
        writer.write(b"\0\1\2 not http at all\r\n\r\n")

    async with fetcher(host.name) as built:
        with pytest.raises(Unavailable):
            await built.fetch(Located(host.does("/x", garbage)))


# Where the connection goes


class Elsewhere(httpx.AsyncBaseTransport):
    """The wire, with the internet on loopback: what was to go to this address goes to our host."""

    def __init__(self, port: int, context: ssl.SSLContext | bool) -> None:
        self.port, self.asked = port, list[httpx.URL]()
        self._wire = httpx.AsyncHTTPTransport(verify=context, trust_env=False)

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url)
        request.url = request.url.copy_with(host="127.0.0.1", port=self.port)
        return await self._wire.handle_async_request(request)

    @override
    async def aclose(self) -> None:
        await self._wire.aclose()


@asynccontextmanager
async def in_the_internet(port: int, name: str, *answers: str) -> AsyncIterator[tuple[HttpFetcher, Elsewhere]]:
    """A fetcher for whom a name means another address each time that it is looked up."""
    left = list(answers)

    async def look_up(_name: str, _port: int) -> tuple[str, ...]:
        return (left.pop(0),)

    built, wire = HttpFetcher(AllowedHosts((name,)), look_up=look_up), Elsewhere(port, client_side())
    await built.close()
    built._wire = wire  # type: ignore[assignment]
    yield built, wire
    await built.close()


async def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    """A name that means something else a moment later changes nothing: it is looked up once."""
    async with file_host(server_side()) as host:
        host.has("/a.jpg", b"picture")
        async with in_the_internet(host.port, NAME, PUBLIC, "127.0.0.1") as (built, wire):
            assert await built.fetch(Located(f"https://{NAME}/a.jpg", KEY)) == b"picture"
        assert [url.host for url in wire.asked] == [PUBLIC]
        assert host.asked[0][1]["host"] == NAME
        assert host.asked[0][1]["authorization"] == "Bearer the-key"


async def test_a_host_proves_that_it_is_who_it_was_asked_for() -> None:
    async with file_host(server_side()) as host:
        host.has("/a.jpg", b"picture")
        async with in_the_internet(host.port, "other.example.com", PUBLIC) as (built, _):
            with pytest.raises(Unavailable):
                await built.fetch(Located("https://other.example.com/a.jpg"))
        assert host.asked == []


async def test_a_redirect_to_less_safety_is_refused() -> None:
    async with file_host(server_side()) as host:
        host.sends("/x", f"http://{NAME}/x")
        async with in_the_internet(host.port, NAME, PUBLIC, PUBLIC) as (built, _):
            assert await refusal(built, f"https://{NAME}/x") == "redirect"


@pytest.mark.parametrize("entry", ["127.0.0.1", "localhost"])
def test_an_address_of_the_owners_own_means_every_port_of_it(entry: str) -> None:
    hosts = AllowedHosts((entry,))
    assert all(hosts.allow("http", entry, port) for port in (80, 7105, 9001))
    assert not hosts.allow("http", "127.0.0.2", 80)
    assert not AllowedHosts((f"{entry}:7105",)).allow("http", entry, 9001)


async def test_this_machine_by_its_name_is_this_machine_whatever_a_look_up_says(host: FileHost) -> None:
    host.has("/x", b"inside")
    async with fetcher("localhost", localhost="10.0.0.1") as built:
        assert await built.fetch(Located(f"http://localhost:{host.port}/x")) == b"inside"
