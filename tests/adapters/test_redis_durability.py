"""What was acknowledged is there after a SIGKILL, and a server that is away is an honest, quick answer."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.inbox import RedisInbox
from fixi.adapters.redis.leases import RedisLeases
from fixi.adapters.redis.ticks import RedisTicks
from fixi.adapters.system.clock import MovedClock
from fixi.domain.errors import Refused, Unavailable
from fixi.ports.queues import Letter
from tests.support.redis_server import Server
from tests.support.samples import AT, MINUTE, heard

HERE = "chat:972541111111"


@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that answers when it is on disk."""
    server = Server(tmp_path_factory.mktemp("valkey"), fsync="always").start()
    yield server
    server.stop()


@pytest.fixture
def server(careful: Server) -> Server:
    if not careful.pid:
        careful.start()
    careful.tell("FLUSHALL")
    return careful


@pytest.fixture
async def client(server: Server) -> AsyncIterator[RedisClient]:
    own = RedisClient(server.url)
    yield own
    await own.close()


def letter(name: str) -> Letter:
    return Letter(name, HERE, heard(name))


async def ids(inbox: RedisInbox) -> list[str]:
    return [found.id for found in await inbox.unread(HERE)]


async def test_an_acknowledged_letter_survives_a_killed_server(server: Server, client: RedisClient) -> None:
    inbox, ticks = RedisInbox(client), RedisTicks(client)
    assert await ticks.first("agenda", "1")
    assert await inbox.put(letter("used"))
    await inbox.acknowledge(HERE, ("used",))
    assert await inbox.put(letter("a"))
    server.kill()
    server.start()
    assert await inbox.unread(HERE) == (letter("a"),)
    assert await inbox.waiting(10) == (HERE,)
    assert [await inbox.put(letter(name)) for name in ("a", "used", "b")] == [False, False, True]
    assert not await ticks.first("agenda", "1")
    assert await ids(inbox) == ["a", "b"]


async def test_killed_in_the_middle_of_a_flood_it_has_all_that_it_acknowledged(
    server: Server, client: RedisClient
) -> None:
    inbox, stored, enough = RedisInbox(client, most=32), list[str](), asyncio.Event()

    async def put(name: str) -> None:
        assert await inbox.put(letter(name))
        stored.append(name)
        if len(stored) == 500:
            enough.set()

    async def kill() -> None:
        await enough.wait()
        await asyncio.to_thread(server.kill)

    puts = (put(str(n)) for n in range(5000))
    *outcomes, _ = await asyncio.gather(*puts, kill(), return_exceptions=True)
    assert all(outcome is None or isinstance(outcome, Unavailable) for outcome in outcomes)
    assert 500 <= len(stored) < 5000
    server.start()
    kept = await ids(inbox)
    assert set(stored) <= set(kept)
    assert kept == sorted(kept, key=int)


async def test_while_it_is_down_the_answer_is_quick_and_honest(server: Server, client: RedisClient) -> None:
    inbox, leases = RedisInbox(client), RedisLeases(client, MovedClock(AT))
    await inbox.put(letter("a"))
    server.kill()
    for asked in (inbox.put(letter("b")), inbox.unread(HERE), leases.take("chat:1", MINUTE), client.ping()):
        before = time.perf_counter()
        with pytest.raises(Unavailable):
            await asked
        assert time.perf_counter() - before < 5
    server.start()
    assert await inbox.put(letter("b"))
    assert await ids(inbox) == ["a", "b"]


async def test_a_server_that_hangs_is_not_waited_for(server: Server, client: RedisClient) -> None:
    inbox = RedisInbox(client)
    await inbox.put(letter("a"))
    server.pause()
    before = time.perf_counter()
    first = asyncio.create_task(inbox.put(letter("b")))
    await asyncio.sleep(0.01)
    answers = await asyncio.gather(first, inbox.put(letter("c")), inbox.unread(HERE), return_exceptions=True)
    waited = time.perf_counter() - before
    server.resume()
    assert [type(answer) for answer in answers] == [Unavailable] * 3
    assert waited < 5
    # Whatever reached the server is kept once; the sender comes again with the rest.
    for name in "bc":
        await inbox.put(letter(name))
    assert sorted(await ids(inbox)) == ["a", "b", "c"]


async def test_a_flushed_server_works_at_once(server: Server, client: RedisClient) -> None:
    inbox, leases = RedisInbox(client), RedisLeases(client, MovedClock(AT))
    lease = await leases.take("chat:1", MINUTE)
    await inbox.put(letter("a"))
    server.tell("FLUSHALL")
    server.tell("SCRIPT", "FLUSH")
    assert await ids(inbox) == []
    assert await inbox.put(letter("b"))
    again = await leases.take("chat:1", MINUTE)
    assert lease is not None
    assert again is not None
    assert again.fence > lease.fence
    assert await ids(inbox) == ["b"]


async def test_a_full_server_or_a_replica_is_unavailable(server: Server, client: RedisClient) -> None:
    inbox = RedisInbox(client)
    for broken, mended in (
        (("CONFIG", "SET", "maxmemory", "1"), ("CONFIG", "SET", "maxmemory", "0")),
        (("REPLICAOF", "127.0.0.1", "1"), ("REPLICAOF", "NO", "ONE")),
    ):
        server.tell(*broken)
        try:
            with pytest.raises(Unavailable):
                await inbox.put(letter(broken[0]))
        finally:
            server.tell(*mended)
        assert await inbox.put(letter(broken[0]))


async def test_what_will_never_work_is_refused_without_the_words_of_the_server(
    server: Server, client: RedisClient
) -> None:
    server.tell("SET", client.key("letters", HERE), "not a hash")
    with pytest.raises(Refused, match=r"^redis-wrongtype$"):
        await RedisInbox(client).unread(HERE)
    with pytest.raises(Refused):
        await client.ask("NO-SUCH-COMMAND", "secret")
