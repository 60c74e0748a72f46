"""Is it alive, is it ready; and no method on no path that is our fault."""

from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from fixi.adapters.greenapi.webhook import GreenApiWebhook
from fixi.domain.errors import Unavailable
from fixi.entrypoints.api.app import Ready, build_app
from tests.support.door import StandingClock, Store


async def no_parts() -> dict[str, str]:
    return {}


async def all_well() -> dict[str, str]:
    return {"database": "ok", "queue": "ok"}


async def one_ill() -> dict[str, str]:
    return {"database": "ok", "queue": "no answer"}


async def broken() -> dict[str, str]:
    raise Unavailable("no store")


@pytest.mark.parametrize(
    ("ready", "code", "answer"),
    [
        (None, 200, {"status": "ok", "parts": {}}),
        (no_parts, 200, {"status": "ok", "parts": {}}),
        (all_well, 200, {"status": "ok", "parts": {"database": "ok", "queue": "ok"}}),
        (one_ill, 503, {"status": "unavailable", "parts": {"database": "ok", "queue": "no answer"}}),
        (broken, 503, {"status": "unavailable", "parts": {"check": "failed"}}),
    ],
)
async def test_readiness_names_each_part(ready: Ready | None, code: int, answer: dict[str, Any]) -> None:
    async with AsyncTestClient(build_app(GreenApiWebhook("t"), Store(), StandingClock(), ready=ready)) as client:
        response = await client.get("/health/ready")
        live = await client.get("/health/live")
    assert (response.status_code, response.json()) == (code, answer)
    assert (live.status_code, live.json()) == (200, {"status": "ok"})


async def signed_out() -> dict[str, str]:
    return {"account": "signed_out", "sending": "off"}


@pytest.mark.parametrize(
    ("shown", "answer"), [(signed_out, {"account": "signed_out", "sending": "off"}), (broken, None)]
)
async def test_what_goes_out_is_shown_and_does_not_make_it_ill(shown: Ready, answer: dict[str, str] | None) -> None:
    app = build_app(GreenApiWebhook("t"), Store(), StandingClock(), ready=all_well, shown=shown)
    async with AsyncTestClient(app) as client:
        response = await client.get("/health/ready")
    assert (response.status_code, response.json()["status"], response.json().get("shown")) == (200, "ok", answer)


@pytest.mark.parametrize(
    "path", ["/webhook", "/webhook/", "/health/live", "/health/ready", "/", "/schema", "/%00", "/é"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "FIXI"])
async def test_no_method_on_no_path_is_our_fault(method: str, path: str) -> None:
    store = Store()
    async with AsyncTestClient(build_app(GreenApiWebhook("t"), store, StandingClock())) as client:
        answer = await client.request(method, path, params="%ff=%zz&a[")
    assert answer.status_code in {200, 204, 404, 405}
    assert (store.inbound, store.quarantined) == ({}, [])
