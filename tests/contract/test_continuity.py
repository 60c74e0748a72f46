"""What every Continuity promises."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.continuity import RedisContinuity
from tests.support.house import House
from tests.support.redis_server import Server


async def test_what_never_was_begun_is_broken(house: House) -> None:
    assert not await house.continuity.unbroken()


async def test_it_begins_with_its_mark(house: House) -> None:
    mark = await house.continuity.mark()
    assert not await house.continuity.unbroken()
    assert await house.continuity.begin(mark)
    assert await house.continuity.unbroken()
    assert await house.continuity.begin(mark)


async def test_the_latest_mark_counts(house: House) -> None:
    first, second = await house.continuity.mark(), await house.continuity.mark()
    assert first != second
    assert not await house.continuity.begin(first)
    assert not await house.continuity.unbroken()
    assert await house.continuity.begin(second)


async def test_a_new_mark_breaks_nothing(house: House) -> None:
    assert await house.continuity.begin(await house.continuity.mark())
    assert await house.continuity.begin(await house.continuity.mark())
    await house.continuity.mark()
    assert await house.continuity.unbroken()


async def test_it_lasts_for_ever(house: House) -> None:
    await house.continuity.begin(await house.continuity.mark())
    house.clock.move(timedelta(days=400))
    assert await house.continuity.unbroken()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path, fsync="always").start()
    yield server
    server.kill()


@pytest.fixture
async def continuity(server: Server) -> AsyncIterator[RedisContinuity]:
    client = RedisClient(server.url)
    yield RedisContinuity(client)
    await client.close()


async def test_a_flush_breaks_it_and_takes_its_marks(server: Server, continuity: RedisContinuity) -> None:
    assert await continuity.begin(await continuity.mark())
    mark = await continuity.mark()
    server.tell("FLUSHALL")
    assert not await continuity.unbroken()
    assert not await continuity.begin(mark)
    assert not await continuity.unbroken()


async def test_a_restart_on_its_files_breaks_nothing_and_without_them_all(
    server: Server, continuity: RedisContinuity, tmp_path: Path
) -> None:
    assert await continuity.begin(await continuity.mark())
    for down in (server.kill, server.stop):
        down()
        server.start()
        assert await continuity.unbroken()
    server.kill()
    shutil.rmtree(tmp_path / "appendonlydir")
    server.start()
    assert not await continuity.unbroken()
