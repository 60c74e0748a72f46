"""Live updates on a Redis that is slow, restarted, or gone."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path

import pytest

from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.live import RedisLive
from fixi.domain.values import Key
from tests.support.redis_server import Server

KEYS = [Key.parse(f"lead:l{n}") for n in range(50)]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path).start()
    yield server
    server.resume()
    server.kill()


@pytest.fixture
async def client(server: Server) -> AsyncIterator[RedisClient]:
    client = RedisClient(server.url, timeout=timedelta(seconds=0.5))
    yield client
    await client.close()


async def test_what_changes_meanwhile_rides_in_one_message(server: Server, client: RedisClient) -> None:
    live, other = RedisLive(client), RedisLive(client)
    async with aclosing(live.changes()) as changes:
        assert await anext(changes) is None
        for key in (*KEYS, *KEYS):
            await other.changed(key)
        await other.flush()
        assert [await anext(changes) for _ in KEYS] == KEYS
    assert server.calls("publish") == 1


async def test_nobody_waits_for_a_server_that_does_not_answer(server: Server, client: RedisClient) -> None:
    live = RedisLive(client, most=10)
    server.pause()
    began = time.perf_counter()
    for key in KEYS:
        await live.changed(key)
    assert time.perf_counter() - began < 0.2
    await live.flush()  # it gives up by itself
    server.resume()


async def test_a_listener_hears_on_after_a_restart_and_is_told_that_there_was_a_gap(
    server: Server, client: RedisClient
) -> None:
    live = RedisLive(client)
    async with aclosing(live.changes()) as changes, asyncio.timeout(20):
        assert await anext(changes) is None
        server.kill()
        await live.changed(KEYS[0])
        await live.flush()
        server.start()
        assert await anext(changes) is None
        await live.changed(KEYS[1])
        # What could not be said is made good: everything is to be looked at.
        assert await anext(changes) is None
        assert await anext(changes) == KEYS[1]


async def test_a_server_that_only_keeps_silent_is_found_out(server: Server, client: RedisClient) -> None:
    live = RedisLive(client, silence=timedelta(seconds=0.2))
    async with aclosing(live.changes()) as changes, asyncio.timeout(20):
        assert await anext(changes) is None
        following = asyncio.ensure_future(anext(changes))
        server.pause()
        await asyncio.wait({following}, timeout=1.5)
        assert not following.done()
        server.resume()
        assert await following is None


async def test_a_quiet_day_is_no_gap(server: Server, client: RedisClient) -> None:
    live = RedisLive(client, silence=timedelta(seconds=0.05))
    async with aclosing(live.changes()) as changes, asyncio.timeout(20):
        assert await anext(changes) is None
        following = asyncio.ensure_future(anext(changes))
        for _ in range(100):
            await asyncio.sleep(0.05)
            if server.calls("ping") > 10:
                break
        assert server.calls("ping") > 10
        await live.changed(KEYS[0])
        assert await following == KEYS[0]


async def test_words_of_a_newer_version_mean_everything(server: Server, client: RedisClient) -> None:
    async with aclosing(RedisLive(client).changes()) as changes, asyncio.timeout(20):
        assert await anext(changes) is None
        server.tell("PUBLISH", client.key("live"), "lead:l1\nplanet:9")
        assert [await anext(changes), await anext(changes)] == [KEYS[1], None]
