"""The stand-in is no more forgiving than the documentation: what is wrong is an error, and is remembered."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support import green_bodies as bodies
from tests.support.green_standin import INSTANCE, TOKEN, GreenStandIn, green_standin
from tests.support.processes import clean_environ
from tests.support.samples import CLIENT

CHAT = f"{CLIENT}@c.us"
HELLO = {"chatId": CHAT, "message": "Hello"}


@pytest.fixture
async def account() -> AsyncIterator[GreenStandIn]:
    async with green_standin() as built:
        yield built


async def asks(account: GreenStandIn, verb: str, path: str, host: str = "", **content: Any) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as http:
        return await http.request(verb, f"{host or account.url}{path}", **content)


def path(method: str, instance: str = INSTANCE, token: str = TOKEN) -> str:
    return f"/waInstance{instance}/{method}/{token}"


async def test_the_documented_request_is_taken(account: GreenStandIn) -> None:
    answer = await asks(account, "POST", path("sendMessage"), json=HELLO)
    assert answer.status_code == 200
    assert account.screen(CHAT) == ["Hello"]
    assert answer.json() == {"idMessage": account.accepted[0][1]["idMessage"]}


@pytest.mark.parametrize(
    ("verb", "where", "status"),
    [
        ("POST", "/sendMessage", 403),
        ("POST", path("sendMessages"), 403),
        ("POST", path("SendMessage"), 403),
        ("POST", path("sendMessage", instance="7105000002"), 403),
        ("POST", path("sendMessage", token="other"), 401),
        ("POST", path("sendMessage") + "/1", 403),
        ("PUT", path("sendMessage"), 404),
        ("POST", path("getStateInstance"), 404),
        ("GET", path("deleteNotification") + "/1", 404),
        ("DELETE", path("deleteNotification"), 403),
        ("POST", path("sendFileByUpload"), 403),
        ("GET", path("receiveNotification") + "?receiveTimeout=4", 400),
        ("GET", path("lastOutgoingMessages") + "?minutes=x", 400),
        ("GET", path("getStateInstance") + "?minutes=1", 400),
    ],
)
async def test_a_wrong_address_is_an_error(account: GreenStandIn, verb: str, where: str, status: int) -> None:
    content: dict[str, Any] = {"json": HELLO} if verb in {"POST", "PUT"} else {}
    assert (await asks(account, verb, where, **content)).status_code == status
    assert len(account.violations) == 1
    assert account.accepted == []


async def test_only_files_go_to_the_media_host(account: GreenStandIn) -> None:
    answer = await asks(account, "POST", path("sendMessage"), account.media_url, json=HELLO)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("sendMessage", {"chatId": CHAT}),
        ("sendMessage", HELLO | {"preview": False}),
        ("sendMessage", HELLO | {"linkPreview": "false"}),
        ("sendMessage", HELLO | {"message": ""}),
        ("sendMessage", HELLO | {"message": "x" * 20_001}),
        ("sendMessage", HELLO | {"message": 7}),
        ("sendMessage", HELLO | {"chatId": str(CLIENT)}),
        ("sendMessage", HELLO | {"chatId": f"lid:{CLIENT}"}),
        ("sendMessage", HELLO | {"typingTime": 999}),
        ("sendMessage", HELLO | {"typingTime": True}),
        ("sendFileByUrl", {"chatId": CHAT, "urlFile": "x.jpg", "fileName": "x.jpg"}),
        ("sendFileByUrl", {"chatId": CHAT, "urlFile": "https://a/x", "fileName": "x"}),
        ("sendFileByUrl", {"chatId": CHAT, "urlFile": "https://a/x", "fileName": "x.jpg", "caption": "x" * 1025}),
        ("sendLocation", {"chatId": CHAT, "latitude": "32.8", "longitude": 35.0}),
        ("sendInteractiveButtonsReply", {"chatId": CHAT, "body": "?", "buttons": []}),
        ("sendInteractiveButtonsReply", {"chatId": CHAT, "body": "?", "buttons": [{"buttonId": "1"}]}),
        (
            "sendInteractiveButtonsReply",
            {"chatId": CHAT, "body": "?", "buttons": [{"buttonId": "1", "buttonText": "x" * 26}]},
        ),
        (
            "sendInteractiveButtonsReply",
            {"chatId": CHAT, "body": "?", "buttons": [{"buttonId": str(n), "buttonText": "x"} for n in range(4)]},
        ),
        ("sendInteractiveButtonsReply", {"chatId": "12345@lid", "body": "?", "buttons": []}),
        ("readChat", {"chatId": CHAT, "idMessage": 7}),
    ],
)
async def test_a_wrong_field_is_an_error(account: GreenStandIn, method: str, fields: dict[str, Any]) -> None:
    answer = await asks(account, "POST", path(method), json=fields)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Validation failed")
    assert TOKEN in answer.json()["path"]  # as the real one does
    assert account.accepted == []


async def test_a_body_needs_its_header_and_must_be_json(account: GreenStandIn) -> None:
    for content, kind in ((json.dumps(HELLO), "text/plain"), ("{", "application/json"), ("[]", "application/json")):
        answer = await asks(account, "POST", path("sendMessage"), content=content, headers={"content-type": kind})
        assert answer.status_code == 400
    assert len(account.violations) == 3


async def test_too_fast_is_too_fast() -> None:
    async with green_standin(stopwatch=lambda: 0.0) as account:
        answers = [(await asks(account, "GET", path("getStateInstance"))).status_code for _ in range(2)]
        assert answers == [200, 429]
        assert account.too_fast == {"getStateInstance": 1}


async def test_it_runs_as_a_process_that_can_be_asked() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.green_standin",
        "--port",
        "0",
        env=clean_environ(),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        where = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
        async with httpx.AsyncClient(base_url=where["url"], trust_env=False) as http:
            given = bodies.text(bodies.CHAT, "hi")
            assert (await http.post("/_/receives", json=given)).json() == {"receiptId": 1}
            got = (await http.get(path("receiveNotification"))).json()
            assert got == {"receiptId": 1, "body": given}
            await http.post("/_/faults", json=[{"how": "status", "status": 502}, None])
            statuses = [(await http.post(path("sendMessage"), json=HELLO)).status_code for _ in range(2)]
            assert statuses == [502, 200]
            assert [sent["message"] for sent in (await http.get("/_/sent")).json()] == ["Hello"]
            await http.post("/_/state", json={"state": "yellowCard"})
            assert (await http.get(path("getStateInstance"))).json() == {"stateInstance": "yellowCard"}
            assert (await http.get("/_/violations")).json() == {"violations": [], "too_fast": {}}
    finally:
        process.terminate()
        await process.wait()
