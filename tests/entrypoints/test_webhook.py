"""The door that providers knock at: what it answers, and what is kept, for anything a client can send."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from litestar.testing import AsyncTestClient
from litestar.types import HTTPReceiveMessage, HTTPScope, Message

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.domain.errors import Unavailable
from fixi.entrypoints.api.app import build_app
from fixi.entrypoints.api.webhook import BODY_LIMIT
from fixi.ports.messaging import Inbound, WebhookParser
from tests.support import green_bodies as green
from tests.support.door import Door, StandingClock, Store

GOOD = green.encode(green.text(green.CHAT, "water under my sink"))


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    store = Store()
    app = build_app(GreenApiWebhook("secret"), store, StandingClock())
    async with AsyncTestClient(app) as client:
        yield Door(client, store)


async def test_a_message_is_stored(door: Door) -> None:
    code, answer, _ = await door.post(GOOD)
    assert (code, answer) == (200, {"status": "stored"})
    assert door.store.texts == ["water under my sink"]


async def test_the_same_again_is_answered_the_same(door: Door) -> None:
    assert [(await door.post(GOOD))[:2] for _ in range(2)] == [(200, {"status": "stored"})] * 2
    assert len(door.store.inbound) == 1


@pytest.mark.parametrize("token", ["Bearer secret", "Basic secret", "secret", "bearer secret"])
async def test_the_token_lets_in(door: Door, token: str) -> None:
    assert (await door.post(GOOD, token))[0] == 200


@pytest.mark.parametrize(
    "token", ["", "Bearer wrong", "Bearer", b"Bearer \xff\xfe", "Bearer סוד", "secret2", "Basic !"]
)
@pytest.mark.parametrize("body", [GOOD, b"", b"{", b"[" * 100_000])
async def test_without_it_nothing_happens(door: Door, token: str | bytes, body: bytes) -> None:
    code, answer, headers = await door.post(body, token)
    assert (code, answer) == (401, {"status": "unauthorized"})
    assert headers["www-authenticate"] == "Bearer"
    assert (door.store.inbound, door.store.quarantined) == ({}, [])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not-json"),
        (b'{"typeWebhook": "incoming', "not-json"),
        (b"\xff\xfe\x00", "not-json"),
        (b"[" * 100_000, "too-deep"),
        (b'{"a":' * 40_000, "too-deep"),
        (b"[1]", "not-an-object"),
        (b"{}", "no-type"),
        (green.encode(green.text("", "hi")), "no-chat"),
    ],
)
async def test_what_cannot_be_understood_is_kept_aside(door: Door, body: bytes, reason: str) -> None:
    code, answer, _ = await door.post(body)
    assert (code, answer) == (200, {"status": "quarantined"})
    assert door.store.quarantined == [(body, reason)]
    assert door.store.inbound == {}


@pytest.mark.parametrize(
    "words",
    ["", "ש" * 20_000, "\N{FIRE}\N{FIRE}", "\u200f\u202eשלום\u202c", "a\x00b", "\ud83d", 7, None, ["a"], {"a": {}}],
)
async def test_odd_words_are_stored(door: Door, words: Any) -> None:
    code, answer, _ = await door.post(green.encode(green.text(green.CHAT, words)))
    assert (code, answer) == (200, {"status": "stored"})
    assert len(door.store.inbound) == 1


@pytest.mark.parametrize("name", green.ALL_KINDS)
async def test_every_kind_is_stored(door: Door, name: str) -> None:
    assert (await door.post(green.encode(green.ALL_KINDS[name].build())))[1] == {"status": "stored"}


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded", ";;;", "é"]
)
async def test_the_content_type_does_not_matter(door: Door, kind: str) -> None:
    assert (await door.post(GOOD, content_type=kind))[0] == 200


@pytest.mark.parametrize("length", ["abc", "-5", "1e3", "²", "٣", "12 ", "+7"])
async def test_a_mad_length_is_not_believed(door: Door, length: str) -> None:
    assert (await door.post(GOOD, content_length=length))[0] in {200, 413}


# Size


def sized(size: int) -> bytes:
    bare = len(green.encode(green.text(green.CHAT, "")))
    body = green.encode(green.text(green.CHAT, "x" * (size - bare)))
    assert len(body) == size
    return body


async def test_a_body_of_the_limit_is_read(door: Door) -> None:
    assert (await door.post(sized(BODY_LIMIT)))[0] == 200
    assert [len(text) for text in door.store.texts] == [20_000]


@pytest.mark.parametrize("size", [BODY_LIMIT + 1, 1_000_000])
async def test_a_larger_one_is_not(door: Door, size: int) -> None:
    assert (await door.post(sized(size)))[:2] == (413, {"status": "too-large"})
    assert (door.store.inbound, door.store.quarantined) == ({}, [])


async def test_nor_is_one_that_only_says_so(door: Door) -> None:
    assert (await door.post(b"{}", content_length="9" * 5000))[0] == 413


# Straight at the application: what a test client does not do


async def serve(events: Iterable[HTTPReceiveMessage]) -> tuple[list[Message], int, Store]:
    """What the application sent, how many events it took, and the store."""
    store, sent, taken = Store(), list[Message](), 0
    coming = iter(events)

    async def receive() -> HTTPReceiveMessage:
        nonlocal taken
        taken += 1
        return next(coming)

    async def send(event: Message) -> None:
        sent.append(event)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/webhook",
        "raw_path": b"/webhook",
        "query_string": b"",
    }
    scope |= {"headers": [(b"authorization", b"secret")], "http_version": "1.1", "scheme": "http", "root_path": ""}
    scope |= {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "extensions": {}, "state": {}}
    app = build_app(GreenApiWebhook("secret"), store, StandingClock())
    await app(cast(HTTPScope, scope), receive, send)
    return sent, taken, store


def piece(body: bytes, *, more: bool = True) -> HTTPReceiveMessage:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_no_more_than_the_limit_is_taken() -> None:
    sent, taken, _ = await serve(piece(b"x" * 65_536) for _ in range(1000))
    assert sent[0]["type"] == "http.response.start"
    assert sent[0]["status"] == 413
    assert taken == 5


async def test_a_client_that_hangs_up_leaves_nothing_behind() -> None:
    gone = cast(HTTPReceiveMessage, {"type": "http.disconnect"})
    sent, _, store = await serve([piece(GOOD[:10]), gone])
    assert sent[0]["type"] == "http.response.start"
    assert sent[0]["status"] == 400
    assert (store.inbound, store.quarantined) == ({}, [])


async def test_a_body_may_come_in_pieces() -> None:
    _, _, store = await serve([piece(GOOD[:10]), piece(b""), piece(GOOD[10:], more=False)])
    assert store.texts == ["water under my sink"]


# Trouble of our own


@pytest.mark.parametrize(
    ("trouble", "seconds"),
    [
        (Unavailable("no store"), "5"),
        (Unavailable("no store", timedelta(seconds=1.2)), "2"),
        (Unavailable("no store", timedelta(0)), "1"),
        (Unavailable("no store", timedelta(days=1)), "300"),
        (RuntimeError("a defect"), "5"),
    ],
)
@pytest.mark.parametrize("body", [GOOD, b"{"])
async def test_what_could_not_be_stored_comes_again(door: Door, trouble: Exception, seconds: str, body: bytes) -> None:
    door.store.trouble = trouble
    code, answer, headers = await door.post(body)
    assert (code, answer, headers["retry-after"]) == (503, {"status": "unavailable"}, seconds)
    door.store.trouble = None
    assert (await door.post(body))[0] == 200


async def test_a_defect_in_the_parser_stops_no_queue(capsys: pytest.CaptureFixture[str]) -> None:
    class Defect(WebhookParser):
        def authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
            return True

        def parse(self, body: bytes, at: datetime) -> tuple[Inbound, ...]:
            raise RecursionError(body.decode())

    store = Store()
    async with AsyncTestClient(build_app(Defect(), store, StandingClock())) as client:
        answer = await client.post("/webhook", content=GOOD)
    assert (answer.status_code, store.quarantined) == (200, [(GOOD, "parser-error")])
    assert "water" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS", "DELETE"])
async def test_only_what_is_posted_is_taken(door: Door, method: str) -> None:
    answer = await door.client.request(method, "/webhook", content=GOOD, headers={"authorization": "secret"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert door.store.inbound == {}


async def test_many_at_once(door: Door) -> None:
    bodies = [green.encode(green.text(green.CHAT, f"message {number}")) for number in range(20)]
    answers = await asyncio.gather(*(door.post(body) for body in bodies))
    assert {code for code, _, _ in answers} == {200}
    assert len(door.store.inbound) == 20
