"""Whatever a client can send is answered as specified, kept where it belongs, and never in the way of the next one."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fixi.domain.values import ChatKey
from fixi.entrypoints.demo.town import Town

AT = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
CHAT = ChatKey("972540000001")


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    town = Town.build(AT)
    yield town
    await town.close()


async def outcomes(town: Town) -> dict[str, int]:
    balance = await town.container.ledger().balance()
    return {outcome: count for (kind, outcome), count in balance.items() if kind == "in"}


async def post(town: Town, body: bytes) -> int:
    return (await town.http.post("/webhook", content=body)).status_code


def text(words: Any) -> bytes:
    body = json.loads(town_body("x"))
    body["messageData"]["textMessageData"]["textMessage"] = words
    body["idMessage"] = f"odd-{len(str(words))}"
    return json.dumps(body).encode()


def town_body(words: str) -> bytes:
    from fixi.adapters.simulator.bodies import text_body

    return text_body(CHAT, "m", words, AT)


QUARANTINED = {
    "broken JSON": b'{"typeWebhook": "incomingMessageReceived", ',
    "no JSON at all": b"hello",
    "nothing": b"",
    "a list": b"[]",
    "a number": b"17",
    "not UTF-8": b"\xff\xfe\x00",
    "no type": b"{}",
    "a type that is a number": b'{"typeWebhook": 7}',
    "deep": b"[" * 100_000,
    "deep inside": b'{"typeWebhook": "incomingMessageReceived", "messageData": '
    + b'{"a":' * 5_000
    + b"1"
    + b"}" * 5_001,
    "no chat": b'{"typeWebhook": "incomingMessageReceived", "idMessage": "x", "messageData": {}}',
}
ODD_WORDS = {
    "empty": "",
    "blank": "   \n\t ",
    "20,000 characters": "leak " * 4_000,
    "emoji only": "🚿💧🔧",
    "right-to-left marks": "\u202eנזילה\u202c \u200f\u2067חיפה\u2069",
    "NUL": "a\x00b\x00",
    "a lone surrogate": "\ud83d",
    "braces": "{trade} {0} {} %s ${x}",
    "markup": "<script>alert(1)</script>",
    "a number": 12345,
    "null": None,
    "a list": ["a", "b"],
    "an object": {"$gt": ""},
}


@pytest.mark.parametrize("name", QUARANTINED)
async def test_what_cannot_be_understood_is_kept_and_answered(town: Town, name: str) -> None:
    assert await post(town, QUARANTINED[name]) == 200
    assert await outcomes(town) == {"quarantined": 1}
    assert [kept.body for kept in await town.container.quarantine().listed(10)] == [QUARANTINED[name]]


async def test_the_same_rubbish_twice_is_kept_once(town: Town) -> None:
    for _ in range(3):
        assert await post(town, b"rubbish") == 200
    assert await outcomes(town) == {"quarantined": 1}


@pytest.mark.parametrize("name", ODD_WORDS)
async def test_odd_words_are_a_message_like_any_other(town: Town, name: str) -> None:
    assert await post(town, text(ODD_WORDS[name])) == 200
    await town.settle()
    assert sum((await outcomes(town)).values()) == 1
    await town.says(CHAT, "hello")
    await town.settle()
    assert town.news(CHAT), "the chat goes on"
    balance = await town.container.ledger().balance()
    assert ("out", "failed") not in balance


async def test_a_body_of_a_megabyte_is_refused_and_nothing_is_kept(town: Town) -> None:
    assert await post(town, town_body("x" * 1_000_000)) == 413
    assert await outcomes(town) == {}


async def test_a_stranger_changes_nothing(town: Town) -> None:
    for headers in ({"Authorization": "Bearer wrong"}, {"Authorization": ""}, {"Authorization": "Basic dG93bg=="}):
        response = await town.http.post("/webhook", content=town_body("hi"), headers=headers)
        assert response.status_code == 401
    await town.settle()
    assert await outcomes(town) == {}


async def test_the_same_webhook_ten_times_is_one_message(town: Town) -> None:
    for _ in range(10):
        assert await post(town, town_body("hello")) == 200
    await town.settle()
    assert await outcomes(town) == {"answered": 1}
    assert len(town.news(CHAT)) == 1


async def test_a_chat_without_a_phone_works_like_any_other(town: Town) -> None:
    hidden = ChatKey("lid:123456789012345")
    await town.says(hidden, "water is leaking, Herzl 12 Haifa, tomorrow at 10")
    await town.settle()
    await town.says(hidden, "yes")
    await town.settle()
    (lead,) = await town.leads()
    assert town.news(hidden)[-1]
    assert type(lead).__name__ == "PendingReview"
