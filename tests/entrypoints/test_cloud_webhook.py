"""Meta's door: the handshake, the signature, and what is kept of a batch."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from fixi.adapters.cloudapi.webhook import CloudApiWebhook
from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.domain.errors import Unavailable
from fixi.entrypoints.api.app import build_app
from fixi.entrypoints.api.webhook import BODY_LIMIT
from fixi.ports.messaging import Odd
from tests.support import cloud_bodies as cloud
from tests.support import green_bodies as green
from tests.support.door import StandingClock, Store

PATH = "/webhook/cloud"
TOKEN = "meatyhamhock"
GOOD = cloud.encode(cloud.text("water under my sink"))
ASKED = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": TOKEN}

type Client = AsyncTestClient[Any]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
async def client(store: Store) -> AsyncIterator[Client]:
    parser = CloudApiWebhook(cloud.SECRET, cloud.NUMBER)
    app = build_app(GreenApiWebhook(""), store, StandingClock(), cloud=parser, verify_token=TOKEN)
    async with AsyncTestClient(app) as built:
        yield built


async def post(client: Client, body: bytes, signature: str | None = None) -> tuple[int, Any]:
    headers = {"x-hub-signature-256": signature if signature is not None else cloud.signature(body)}
    answer = await client.post(PATH, content=body, headers=headers)
    return answer.status_code, answer.json()["status"]


# Handshake


async def test_who_knows_the_token_gets_his_challenge_back(client: Client) -> None:
    answer = await client.get(PATH, params=ASKED)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "other",
    [
        {"hub.verify_token": "wrong"},
        {"hub.verify_token": ""},
        {"hub.verify_token": TOKEN + " "},
        {"hub.verify_token": "סוד"},
        {"hub.mode": "unsubscribe"},
        {"hub.mode": ""},
        {"hub.challenge": ""},
        {"hub.challenge": "<script>alert(1)</script>"},
        {"hub.challenge": "a b"},
        {"hub.challenge": "x" * 201},
        {"hub.challenge": "1\r\nset-cookie: a=b"},
    ],
)
async def test_everybody_else_is_sent_away(client: Client, other: dict[str, str]) -> None:
    answer = await client.get(PATH, params=ASKED | other)
    assert (answer.status_code, answer.json()) == (403, {"status": "forbidden"})


@pytest.mark.parametrize(
    "query",
    [
        "",
        "hub.mode=subscribe",
        f"hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong&hub.verify_token={TOKEN}",
        f"hub.mode=subscribe&hub.challenge=1&hub.challenge=2&hub.verify_token={TOKEN}",
        f"hub_mode=subscribe&hub_challenge=1&hub_verify_token={TOKEN}",
        "&".join(["hub.mode=subscribe"] * 1000),
        f"hub.mode=subscribe&hub.challenge=%ff%fe&hub.verify_token={TOKEN}",
        "%%%&=&;",
    ],
)
async def test_odd_questions_are_sent_away(client: Client, query: str) -> None:
    assert (await client.get(f"{PATH}?{query}")).status_code == 403


@pytest.mark.parametrize("token", ["", "  "])
async def test_without_a_token_there_is_no_handshake(store: Store, token: str) -> None:
    app = build_app(GreenApiWebhook(""), store, StandingClock(), cloud=CloudApiWebhook("s"), verify_token=token)
    async with AsyncTestClient(app) as built:
        assert (await built.get(PATH, params=ASKED | {"hub.verify_token": token})).status_code == 403


async def test_other_verbs_are_not_here(client: Client) -> None:
    for verb in ("PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"):
        answer = await client.request(verb, PATH)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


# Signature


async def test_what_is_signed_is_stored(client: Client, store: Store) -> None:
    assert [await post(client, GOOD) for _ in range(2)] == [(200, "stored")] * 2
    assert store.texts == ["water under my sink"]


@pytest.mark.parametrize(
    "signature", ["", "sha256=", "sha256=00", cloud.signature(GOOD, "other"), cloud.signature(GOOD[:-1])]
)
@pytest.mark.parametrize("body", [GOOD, b"", b"{", b"[" * 100_000])
async def test_what_is_not_changes_nothing(client: Client, store: Store, signature: str, body: bytes) -> None:
    assert await post(client, body, signature) == (401, "unauthorized")
    assert (store.inbound, store.quarantined) == ({}, [])


async def test_the_signature_is_of_the_bytes_and_not_of_their_meaning(client: Client) -> None:
    escaped = GOOD.replace(b"water", b"\\u0077ater")
    assert await post(client, escaped, cloud.signature(GOOD)) == (401, "unauthorized")
    assert await post(client, escaped) == (200, "stored")


async def test_without_meta_its_door_is_closed(store: Store) -> None:
    async with AsyncTestClient(build_app(GreenApiWebhook("secret"), store, StandingClock())) as built:
        for secret in ("", "secret", cloud.SECRET):
            assert await post(built, GOOD, cloud.signature(GOOD, secret)) == (401, "unauthorized")
        assert (await built.get(PATH, params=ASKED)).status_code == 403
    assert store.inbound == {}


async def test_with_meta_the_other_door_is_closed(client: Client, store: Store) -> None:
    body = green.encode(green.text(green.CHAT, "hello"))
    for token in ("Bearer ", "Bearer secret", f"Bearer {TOKEN}", f"Bearer {cloud.SECRET}"):
        answer = await client.post("/webhook", content=body, headers={"authorization": token})
        assert answer.status_code == 401
    assert store.inbound == {}


# What is kept


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not-json"),
        (b"\xff\xfe\x00", "not-json"),
        (b"[" * 100_000, "too-deep"),
        (b"[1]", "not-an-object"),
        (b"{}", "other-object"),
        (cloud.encode(cloud.text("x", phone="me")), "odd-chat"),
    ],
)
async def test_what_cannot_be_understood_is_kept_aside(client: Client, store: Store, body: bytes, reason: str) -> None:
    assert await post(client, body) == (200, "quarantined")
    assert store.quarantined == [(body, reason)]


@pytest.mark.parametrize("name", cloud.ALL_KINDS)
async def test_every_kind_is_stored(client: Client, name: str) -> None:
    assert await post(client, cloud.encode(cloud.ALL_KINDS[name]())) == (200, "stored")


async def test_an_odd_part_goes_along(client: Client, store: Store) -> None:
    words = cloud.said("text", text={"body": "hello"})
    assert await post(client, cloud.encode(cloud.notice(cloud.change(cloud.value(messages=[7, words]))))) == (
        200,
        "stored",
    )
    assert store.texts == ["hello"]
    assert [one.reason for one in store.inbound.values() if isinstance(one, Odd)] == ["odd-item"]


async def test_a_body_above_the_limit_is_not_read(client: Client) -> None:
    assert await post(client, b"x" * (BODY_LIMIT + 1)) == (413, "too-large")


async def test_meta_comes_again_when_it_could_not_be_stored(client: Client, store: Store) -> None:
    for trouble in (Unavailable(), RuntimeError("defect")):
        store.trouble = trouble
        answer = await client.post(PATH, content=GOOD, headers={"x-hub-signature-256": cloud.signature(GOOD)})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
