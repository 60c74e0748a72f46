"""Alerts to a web address, against one that refuses, hangs, drops, and sends on."""

import asyncio
import hashlib
import hmac
import json
import logging

import pytest

from fixi.adapters.alerthook.hook import Hook
from fixi.domain.errors import FixiError, Refused, Unavailable
from fixi.ports.alerts import Notice
from tests.support.post_standin import web_address
from tests.support.samples import AT

NOTICE = Notice("0123abcd" * 4, AT, "account.banned", "account", "title", "שלום \u2068k3v9\u2069\nline", rtl=True)


async def test_an_alert_is_json_with_its_id() -> None:
    async with web_address() as address:
        await Hook(address.url).tell(NOTICE)
    (request,) = address.requests
    assert json.loads(request.body) == {
        "id": NOTICE.id,
        "kind": "account.banned",
        "about": "account",
        "title": "title",
        "text": "שלום k3v9\nline",
        "at": AT.isoformat(),
    }
    assert (request.method, request.target) == ("POST", "/alerts/s3cret-path?key=s3cret")
    assert request.headers["host"] == f"127.0.0.1:{address.port}"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["idempotency-key"] == NOTICE.id
    assert "x-fixi-signature" not in request.headers


async def test_with_a_secret_it_is_signed() -> None:
    async with web_address() as address:
        await Hook(address.url, "shared").tell(NOTICE)
    (request,) = address.requests
    expected = hmac.new(b"shared", request.body, hashlib.sha256).hexdigest()
    assert request.headers["x-fixi-signature"] == f"sha256={expected}"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_every_kind_of_yes_is_one(status: int) -> None:
    async with web_address(status=status) as address:
        await Hook(address.url).tell(NOTICE)
    assert len(address.requests) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, Refused) for status in (301, 302, 307, 400, 401, 403, 404, 405, 410, 413, 422)),
        *((status, Unavailable) for status in (408, 425, 429, 500, 502, 503, 504)),
    ],
)
async def test_every_kind_of_no_says_whether_to_come_again(status: int, kind: type[FixiError]) -> None:
    async with web_address(status=status) as address:
        with pytest.raises(kind, match=str(status)):
            await Hook(address.url).tell(NOTICE)


async def test_a_redirect_is_followed_nowhere() -> None:
    async with web_address(status=307, how="redirect") as address:
        with pytest.raises(Refused, match="307"):
            await Hook(address.url).tell(NOTICE)
    assert len(address.requests) == 1


async def test_one_that_hangs_is_left_in_time() -> None:
    async with web_address(how="hang") as address:
        began = asyncio.get_running_loop().time()
        with pytest.raises(Unavailable, match="does not answer"):
            await Hook(address.url, patience=0.3).tell(NOTICE)
        assert asyncio.get_running_loop().time() - began < 3


async def test_one_that_hangs_up_is_tried_again() -> None:
    async with web_address(how="drop") as address:
        with pytest.raises(Unavailable, match="broke off"):
            await Hook(address.url).tell(NOTICE)


async def test_nobody_there_is_unavailable() -> None:
    async with web_address() as address:
        pass
    with pytest.raises(Unavailable, match="cannot be reached"):
        await Hook(address.url).tell(NOTICE)


@pytest.mark.parametrize("status", [200, 404, 503])
async def test_the_address_is_in_no_log_and_no_error(status: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said = ""
    async with web_address(status=status) as address:
        try:
            await Hook(address.url, "shared").tell(NOTICE)
        except FixiError as error:
            said = f"{error} {error.__cause__} {error.__context__}"
    assert "s3cret" not in said + caplog.text
    assert "shared" not in said + caplog.text
