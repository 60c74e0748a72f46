"""A photo on its whole way: from the body that a provider posts to the phone of who is asked to come."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from dependency_injector import providers

from fixi.adapters.simulator import bodies
from fixi.container import Container
from fixi.domain.account import AccountState, Sighting
from fixi.entrypoints.api.app import build_app
from fixi.entrypoints.demo.town import Town
from fixi.entrypoints.local_worker import LocalWorker
from fixi.settings import Settings
from tests.support import pictures
from tests.support.file_host import FileHost, file_host
from tests.support.green_standin import TOKEN, GreenStandIn, green_standin
from tests.support.pictures import SECRETS, VOICE
from tests.support.samples import AT, CLIENT, PRO, a_pro

HOOK = "a-made-up-webhook-token"


@pytest.fixture
async def host() -> AsyncIterator[FileHost]:
    async with file_host() as built:
        yield built


@asynccontextmanager
async def town(folder: Path, host: FileHost, **known: Any) -> AsyncIterator[Town]:
    """The system in memory, with files in a folder, that may fetch from this host."""
    settings = Settings(
        webhook_token=HOOK, media_hosts=(host.name,), media_store=str(folder / "files"), data_dir=folder, **known
    )
    container = Container(settings=settings)
    clock = container.moved_clock(AT)
    container.clock.override(providers.Object(clock))
    await container.professionals().put((a_pro(),))
    await container.account_book().saw(Sighting(AccountState.READY, AT))
    app = build_app(container.parser(), container.receive(), container.clock())
    http = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=cast(Any, app)),
        base_url="http://town.invalid",
        headers={"Authorization": f"Bearer {HOOK}"},
    )
    worker = LocalWorker(
        container.wakeups(), container.turn(), container.deliver(), container.sweep(), container.care()
    )
    async with http:
        yield Town(container, http, clock, worker)


async def asks(town: Town, *urls: str) -> None:
    """The client sends photos with his request, and consents; the professional is asked."""
    for number, url in enumerate(urls):
        caption = "" if number else "water leaks under the kitchen sink, Herzl 12 Haifa, tomorrow at 10:00"
        await town.post(town.container.bodies().image_body(CLIENT, f"IN{number}", url, caption, town.now, "Dana"))
    await town.settle()
    await town.post(town.container.bodies().text_body(CLIENT, "IN-yes", "yes", town.now, "Dana"))
    await town.settle()
    await town.wait(timedelta(minutes=1))


def assert_clean(content: bytes) -> None:
    assert content.startswith(b"\xff\xd8\xff")
    assert not any(secret in content for secret in SECRETS)


async def test_the_offer_carries_the_clean_photo(tmp_path: Path, host: FileHost) -> None:
    async with town(tmp_path, host) as system:
        await asks(system, host.has("/1.jpg", pictures.jpeg(), mime="text/html"))
        (offer,) = [bubble for bubble in system.container.simulator().screen(type(CLIENT)(PRO)) if bubble.media]
        (url,) = offer.media
        assert_clean(await system.container.files().get(url.removeprefix("kept:")))
        (kept,) = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
        assert_clean(kept.read_bytes())
        assert len(host.asked) == 1


async def test_a_photo_from_elsewhere_is_not_fetched(tmp_path: Path, host: FileHost) -> None:
    async with file_host() as other, town(tmp_path, host) as system:
        await asks(system, other.has("/1.jpg", pictures.jpeg()))
        assert other.asked == []
        lines = await system.container.ledger().lines(f"client:{CLIENT}", 20)
        assert [line.reason for line in lines if line.kind == "note"] == ["private"]
        assert any(bubble.ours for bubble in system.container.simulator().screen(CLIENT))


async def test_a_photo_goes_up_to_green_api_clean(tmp_path: Path, host: FileHost) -> None:
    async with green_standin(instance=str(bodies.INSTANCE), strict_rates=False) as account:
        known = {
            "messenger": "greenapi",
            "greenapi_instance": str(bodies.INSTANCE),
            "greenapi_token": TOKEN,
            "greenapi_url": account.url,
            "greenapi_media_url": account.media_url,
        }
        async with town(tmp_path, host, **known) as system:
            await asks(system, host.has("/1.jpg", pictures.jpeg()), host.has("/2.oga", VOICE))
            await system.container.green().close()
        files = uploads(account)
        assert [name for name, _ in files] == ["image-1.jpg", "voice-2.ogg"]
        assert_clean(files[0][1])
        assert files[1][1] == VOICE
        assert account.violations == []


def uploads(account: GreenStandIn) -> list[tuple[str, bytes]]:
    """The files that arrived, in their order."""
    return [
        (given["fileName"], given["file"].encode("latin-1"))
        for method, given, _ in account.accepted
        if method == "sendFileByUpload" and given["chatId"] == f"{PRO}@c.us"
    ]
