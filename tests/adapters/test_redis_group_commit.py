"""Letters that are put together ride together, and what is lost on the way comes out right."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.group_commit import GroupCommit
from fixi.adapters.redis.heartbeat import RedisHeartbeats
from fixi.adapters.redis.inbox import RedisInbox
from fixi.adapters.redis.leases import RedisLeases
from fixi.adapters.redis.rates import RedisRates
from fixi.adapters.redis.ticks import RedisTicks
from fixi.adapters.system.clock import MovedClock
from fixi.domain.errors import Invalid, Refused, Unavailable
from fixi.ports.queues import Letter, Unreadable
from tests.support.redis_server import Space, redis_space
from tests.support.samples import AT, MINUTE, heard

HERE, THERE = "chat:972541111111", "chat:972543333333"


@pytest.fixture
async def space() -> AsyncIterator[Space]:
    async with redis_space() as own:
        yield own


def letter(name: str, address: str = HERE) -> Letter:
    return Letter(name, address, heard(name))


async def ids(inbox: RedisInbox, address: str = HERE) -> list[str]:
    return [found.id for found in await inbox.unread(address)]


class Road:
    """Where a group commit sends to: what went in which trip, and a gate that holds the trips up."""

    def __init__(self) -> None:
        self.trips: list[list[str]] = []
        self.gate = asyncio.Event()
        self.broken: Exception | None = None

    async def send(self, items: Sequence[str]) -> list[str]:
        self.trips.append(list(items))
        await self.gate.wait()
        if self.broken is not None:
            broken, self.broken = self.broken, None
            raise broken
        return [item.upper() for item in items]


async def all_ride(commit: GroupCommit[str, str], *items: str) -> list[asyncio.Task[str]]:
    """A caller for each, and the first trip on its way before the others come."""
    callers = []
    for item in items:
        callers.append(asyncio.create_task(commit(item)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    return callers


async def test_what_arrives_under_way_rides_in_the_next_trip() -> None:
    road = Road()
    callers = await all_ride(GroupCommit(road.send), "a", "b", "c", "d")
    assert road.trips == [["a"]]
    road.gate.set()
    assert await asyncio.gather(*callers) == ["A", "B", "C", "D"]
    assert road.trips == [["a"], ["b", "c", "d"]]


async def test_nothing_is_left_running_when_nobody_waits() -> None:
    road = Road()
    road.gate.set()
    commit = GroupCommit(road.send)
    for item in "ab":
        assert await commit(item) == item.upper()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_trip_takes_no_more_than_it_may() -> None:
    road = Road()
    callers = await all_ride(GroupCommit(road.send, most=2), *"abcdef")
    road.gate.set()
    await asyncio.gather(*callers)
    assert road.trips == [["a"], ["b", "c"], ["d", "e"], ["f"]]


@pytest.mark.parametrize("broken", [Unavailable("down"), Refused("no"), ZeroDivisionError()])
async def test_a_trip_that_fails_fails_those_who_rode_in_it(broken: Exception) -> None:
    road = Road()
    road.broken = broken
    commit = GroupCommit(road.send, most=2)
    callers = [asyncio.create_task(commit(item)) for item in "abcd"]
    await asyncio.sleep(0)
    road.gate.set()
    answers = await asyncio.gather(*callers, return_exceptions=True)
    kind = Unavailable if isinstance(broken, Unavailable | Refused) else type(broken)
    assert [type(answer) for answer in answers] == [kind, kind, str, str]


async def test_too_few_answers_are_nobodys_answer() -> None:
    async def send(items: Sequence[str]) -> list[str]:
        return ["A"]

    commit = GroupCommit(send)
    answers = await asyncio.gather(commit("a"), commit("b"), return_exceptions=True)
    assert isinstance(answers[1], ValueError)


async def test_who_goes_away_disturbs_nobody() -> None:
    road = Road()
    callers = await all_ride(GroupCommit(road.send), "a", "b", "c", "d")
    callers[0].cancel()  # under way
    callers[2].cancel()  # still waits
    await asyncio.sleep(0)
    road.gate.set()
    answers = await asyncio.gather(*callers, return_exceptions=True)
    assert [isinstance(answer, asyncio.CancelledError) for answer in answers] == [True, False, True, False]
    assert road.trips == [["a"], ["b", "d"]]


async def test_callers_are_not_left_hanging_when_the_driver_is_stopped() -> None:
    road = Road()
    commit = GroupCommit(road.send)
    before = asyncio.all_tasks()
    callers = await all_ride(commit, "a", "b")
    (driver,) = asyncio.all_tasks() - before - set(callers)
    driver.cancel()
    answers = await asyncio.gather(*callers, return_exceptions=True)
    assert all(isinstance(answer, Unavailable) and answer.unknown for answer in answers)
    road.gate.set()
    assert await commit("c") == "C"


async def test_a_thousand_letters_need_a_handful_of_round_trips(space: Space) -> None:
    inbox = RedisInbox(space.client)
    letters = [letter(f"{n * 7919 % 1000}", f"chat:{n % 7}") for n in range(1000)]
    before = space.server.calls("evalsha", "eval")
    assert all(await asyncio.gather(*map(inbox.put, letters)))
    assert space.server.calls("evalsha", "eval") - before <= 10
    for address in {each.address for each in letters}:
        assert await ids(inbox, address) == [each.id for each in letters if each.address == address]


async def test_one_letter_is_one_round_trip_and_so_is_reading_and_using_it(space: Space) -> None:
    inbox = RedisInbox(space.client)
    await inbox.put(letter("a"))
    await inbox.acknowledge(HERE, ("a",))  # the server knows the scripts from here on
    before = space.server.calls("evalsha", "eval", "hgetall", "zrange")
    await inbox.put(letter("b"))
    await inbox.unread(HERE)
    await inbox.acknowledge(HERE, ("b",))
    await inbox.waiting(10)
    # Scripts read with GET and HLEN, so that the others are what was asked from here.
    assert space.server.calls("evalsha", "eval", "hgetall", "zrange") - before == 4


async def test_several_event_loops_share_an_inbox(space: Space) -> None:
    inbox, answers = RedisInbox(space.client), list[bool]()

    async def put_many(name: str) -> None:
        try:
            answers.extend(await asyncio.gather(*(inbox.put(letter(f"{name}{n}", name)) for n in range(200))))
        finally:
            await space.client.close()

    threads = [threading.Thread(target=lambda name=name: asyncio.run(put_many(name))) for name in "abc"]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        await inbox.put(letter("mine"))
        await asyncio.sleep(0.001)
    assert answers == [True] * 600
    for name in "abc":
        assert await ids(inbox, name) == [f"{name}{n}" for n in range(200)]


async def test_a_cancelled_put_leaves_the_inbox_in_order(space: Space) -> None:
    inbox = RedisInbox(space.client)
    callers = [asyncio.create_task(inbox.put(letter(str(n)))) for n in range(100)]
    await asyncio.sleep(0)
    for caller in callers[::3]:
        caller.cancel()
    await asyncio.gather(*callers, return_exceptions=True)
    kept = [str(n) for n in range(100) if n % 3]
    assert await ids(inbox) == kept
    assert await inbox.put(letter("0"))
    assert await ids(inbox) == [*kept, "0"]


async def test_a_broken_address_costs_only_those_who_rode_with_it(space: Space) -> None:
    inbox = RedisInbox(space.client, most=2)
    space.server.tell("SET", space.client.key("letters", THERE), "not a hash")
    puts = (inbox.put(letter(name, THERE if name == "bad" else HERE)) for name in ("bad", "a", "b", "c"))
    answers = await asyncio.gather(*puts, return_exceptions=True)
    assert [type(answer) for answer in answers] == [Unavailable, Unavailable, bool, bool]
    assert await inbox.put(letter("a"))
    assert await ids(inbox) == ["b", "c", "a"]
    space.server.tell("DEL", space.client.key("letters", THERE))
    assert await inbox.put(letter("bad", THERE)), "what was not stored was not marked as seen"


async def test_odd_text_comes_back_as_it_was_put(space: Space) -> None:
    inbox = RedisInbox(space.client)
    for sent in (
        letter("half a pair \ud83d"),
        letter("\x00 =|:\n"),
        letter(""),
        letter("last"),
        letter("x", "a:b c\n"),
    ):
        assert await inbox.put(sent)
        assert (await inbox.unread(sent.address))[-1] == sent
        await inbox.acknowledge(sent.address, (sent.id,))
    assert await inbox.waiting(10) == ()


async def test_a_letter_that_cannot_be_read_is_handed_over_as_such_and_stops_no_other(space: Space) -> None:
    inbox = RedisInbox(space.client)
    await inbox.put(letter("good"))
    for text in ('[{"_": "NoSuchEvent"}, null]', "not json", "[1]", '[{"no": "tag"}, null]'):
        space.server.tell("HSET", space.client.key("letters", HERE), "=a", f"9 {text}")
        assert await inbox.unread(HERE) == (letter("good"), Letter("a", HERE, Unreadable(text)))
    await inbox.acknowledge(HERE, ("a",))
    assert await inbox.unread(HERE) == (letter("good"),)


async def test_every_key_has_a_lifetime_or_is_unread(space: Space) -> None:
    clock, inbox = MovedClock(AT), RedisInbox(space.client)
    for n in range(20):
        await inbox.put(letter(str(n), f"chat:{n % 3}"))
        lease = await RedisLeases(space.client, clock).take(f"chat:{n}", MINUTE)
        assert lease is not None
        await RedisTicks(space.client).first("sweep", str(n))
        await RedisRates(space.client, clock).count(f"chat:{n}", MINUTE)
        await RedisHeartbeats(space.client, clock).beat(f"worker:{n}")
    stay = {name for name, left in space.keys().items() if left < 0}
    assert stay == {"waiting", "letters:chat:0", "letters:chat:1", "letters:chat:2"}
    for n in range(20):
        await inbox.acknowledge(f"chat:{n % 3}", (str(n),))
    lifetimes = space.keys()
    assert {name.partition(":")[0] for name in lifetimes} == {
        "seen",
        "lease",
        "fence",
        "lost",
        "tick",
        "rate",
        "heartbeats",
    }
    assert min(lifetimes.values()) > 0
    space.age(timedelta(days=8, minutes=2))
    assert space.keys() == {}


async def test_the_fence_grows_when_the_server_forgets_everything(space: Space) -> None:
    leases, fences = RedisLeases(space.client, MovedClock(AT)), []
    for _ in range(4):
        lease = await leases.take("chat:1", MINUTE)
        assert lease is not None
        fences.append(lease.fence)
        space.forget()
        await asyncio.sleep(0.002)
    assert fences == sorted(set(fences))


class Proxy:
    """Between client and server; swallows the answer to what carries `lost` and hangs up."""

    def __init__(self, server_url: str) -> None:
        self.lost: bytes | None = None
        self.times = 1
        self._port = urlsplit(server_url).port

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._port)
        with suppress(ConnectionError):
            while asked := await reader.read(1 << 20):
                there_writer.write(asked)
                answer = await there_reader.read(1 << 20)
                if self.times and self.lost is not None and self.lost in asked and b"NOSCRIPT" not in answer:
                    self.times -= 1
                    break
                writer.write(answer)
        for end in (writer, there_writer):
            end.close()
            with suppress(ConnectionError):
                await end.wait_closed()


@asynccontextmanager
async def through_proxy(space: Space) -> AsyncIterator[tuple[Proxy, RedisClient]]:
    proxy = Proxy(space.server.url)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    client = RedisClient(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}", space.prefix)
    try:
        yield proxy, client
    finally:
        await client.close()
        server.close()
        await server.wait_closed()


async def test_a_put_whose_answer_is_lost_is_told_the_truth(space: Space) -> None:
    async with through_proxy(space) as (proxy, client):
        inbox = RedisInbox(client)
        assert await inbox.put(letter("old"))
        proxy.lost = b"new"
        answers = await asyncio.gather(*(inbox.put(letter(name)) for name in ("old", "new", "other")))
        assert proxy.times == 0, "the answer was lost"
        assert answers == [False, True, True]
        assert not await inbox.put(letter("new"))
        assert await ids(inbox) == ["old", "new", "other"]


async def test_a_put_whose_answer_is_lost_twice_may_come_again(space: Space) -> None:
    async with through_proxy(space) as (proxy, client):
        inbox = RedisInbox(client)
        proxy.lost, proxy.times = b"new", 2
        with pytest.raises(Unavailable) as told:
            await inbox.put(letter("new"))
        assert told.value.unknown
        assert not await inbox.put(letter("new"))
        assert await inbox.waiting(10) == (HERE,)


async def test_a_tick_whose_answer_is_lost_is_still_the_first(space: Space) -> None:
    async with through_proxy(space) as (proxy, client):
        proxy.lost = b"tick:"
        assert await RedisTicks(client).first("agenda", "1")
        assert proxy.times == 0, "the answer was lost"
        assert not await RedisTicks(client).first("agenda", "1")


@pytest.mark.parametrize("what", ["rate:", "lease:"])
async def test_what_cannot_be_repeated_is_not(space: Space, what: str) -> None:
    async with through_proxy(space) as (proxy, client):
        proxy.lost = what.encode()
        clock = MovedClock(AT)
        with pytest.raises(Unavailable):
            await (RedisRates(client, clock).count("a", MINUTE) if what == "rate:" else take(client, clock))
        assert await RedisRates(client, clock).count("a", MINUTE) == (2 if what == "rate:" else 1)


async def take(client: RedisClient, clock: MovedClock) -> int:
    lease = await RedisLeases(client, clock).take("a", MINUTE)
    return lease.fence if lease is not None else 0


@pytest.mark.parametrize("url", ["http://127.0.0.1", "", "redis://127.0.0.1:port", "nonsense"])
def test_what_is_no_address_of_a_redis_is_refused_at_once(url: str) -> None:
    with pytest.raises(Invalid):
        RedisClient(url)


@pytest.mark.parametrize("change", [lambda url: url, lambda url: url.replace("redis://", "valkey://")])
async def test_both_names_of_the_server_are_understood(space: Space, change: Callable[[str], str]) -> None:
    client = RedisClient(change(space.server.url))
    await client.ping()
    await client.close()
    await client.ping()  # opens again
    await client.close()
