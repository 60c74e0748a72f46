"""What several processes send together is never faster than the account takes it."""

import asyncio
import json
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from typing import override

import pytest

from fixi.adapters.greenapi.account import Account
from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.pace import LATEST, PATIENCE, SharedPace
from fixi.adapters.memory.queues import MemorySlots
from fixi.adapters.redis.slots import RedisSlots
from fixi.adapters.system.clock import MovedClock
from fixi.domain.errors import Refused, Unavailable
from fixi.ports.queues import Slots
from tests.support.green_account import seconds_of
from tests.support.green_standin import INSTANCE, TOKEN, green_standin
from tests.support.processes import clean_environ
from tests.support.redis_server import redis_space
from tests.support.samples import AT, SECOND

EACH = 45
CROWD = """
import asyncio, sys
from fixi.adapters.greenapi.account import Account
from fixi.adapters.greenapi.client import GreenApi
from fixi.adapters.greenapi.pace import SharedPace
from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.slots import RedisSlots
from fixi.domain.values import ChatKey

async def main(name, redis, prefix, instance, token, url, media_url, each):
    client = RedisClient(redis, prefix)
    api = GreenApi(Account(instance, token, url, media_url), SharedPace(RedisSlots(client), instance))
    await client.ping()
    print("ready", flush=True)
    sys.stdin.readline()
    phones = [f"97254{name}{n:05d}" for n in range(int(each))]
    sends = [api.send("sendMessage", {"chatId": f"{phone}@c.us", "message": "Hello"}) for phone in phones]
    states = [api.state() for _ in range(2)]
    marks = [api.read(ChatKey(phone)) for phone in phones[:6]]
    await asyncio.gather(*sends, *states, *marks)
    await api.close()
    await client.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.timeout(60)
async def test_two_processes_on_one_account_keep_its_limits_together() -> None:
    async with redis_space() as space, green_standin() as account:
        known = [space.server.url, space.prefix, INSTANCE, TOKEN, account.url, account.media_url, str(EACH)]
        crowds = [
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                CROWD,
                name,
                *known,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=clean_environ(),
            )
            for name in ("10", "11")
        ]
        for crowd in crowds:
            assert crowd.stdout is not None
            assert await crowd.stdout.readline() == b"ready\n"
        for crowd in crowds:
            assert crowd.stdin is not None
            crowd.stdin.write(b"go\n")
        ends = await asyncio.gather(*(crowd.communicate() for crowd in crowds))
        assert [crowd.returncode for crowd in crowds] == [0, 0], json.dumps([str(end) for end in ends])
        assert account.calls == {"sendMessage": 2 * EACH, "getStateInstance": 4, "readChat": 12}
        assert not account.too_fast


async def test_two_loops_side_by_side_share_each_moment() -> None:
    async with redis_space() as space, green_standin() as account:
        where = Account(INSTANCE, TOKEN, account.url, account.media_url)
        apis = [GreenApi(where, SharedPace(RedisSlots(space.client), INSTANCE)) for _ in range(2)]
        sent = [
            api.send("sendMessage", {"chatId": f"97254{place}{n:06d}@c.us", "message": "Hello"})
            for n in range(30)
            for place, api in enumerate(apis)
        ]
        assert len(set(await asyncio.gather(*sent))) == 60
        assert not account.too_fast
        for api in apis:
            await api.close()


class Line:
    """A clock that both sides go by, and sleeps that may last too long."""

    def __init__(self, *too_long: float) -> None:
        self.clock = MovedClock(AT)
        self.now = seconds_of(self.clock)
        self._too_long = list(too_long)

    async def sleep(self, seconds: float) -> None:
        longer = self._too_long.pop(0) if self._too_long else 0.0
        self.clock.move(timedelta(seconds=seconds + longer))
        await asyncio.sleep(0)


async def starts(line: Line, pace: SharedPace, times: int) -> list[float]:
    found = []
    for _ in range(times):
        await pace.turn("getStateInstance")
        found.append(line.now())
    return found


async def test_who_wakes_up_too_late_claims_another_moment() -> None:
    line = Line(0.0, 2 * LATEST, 0.0)
    slots = MemorySlots(line.clock)
    mine, other = (SharedPace(slots, INSTANCE, now=line.now, sleep=line.sleep) for _ in range(2))
    began = await starts(line, mine, 2)
    began += await starts(line, other, 1)
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(began))


async def test_a_turn_that_is_too_far_away_is_not_waited_for() -> None:
    line = Line()
    slots = MemorySlots(line.clock)
    for _ in range(PATIENCE // SECOND + 1):
        await slots.claim(f"green:{INSTANCE}:getStateInstance", timedelta(seconds=1.2), timedelta(hours=1))
    with pytest.raises(Unavailable) as busy:
        await SharedPace(slots, INSTANCE, now=line.now, sleep=line.sleep).turn("getStateInstance")
    assert busy.value.retry_after is not None
    assert busy.value.retry_after > PATIENCE
    assert not busy.value.unknown


class Broken(Slots):
    """A queue that is away."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    @override
    async def claim(self, name: str, gap: timedelta, patience: timedelta) -> timedelta:
        raise self._error


@pytest.mark.parametrize("error", [Unavailable("redis", unknown=True), Refused("redis-wrongtype")])
async def test_without_the_queue_nothing_is_sent_and_that_is_known(error: Exception) -> None:
    async with green_standin() as account:
        where = Account(INSTANCE, TOKEN, account.url, account.media_url)
        async with GreenApi(where, SharedPace(Broken(error), INSTANCE)) as api:
            with pytest.raises(Unavailable) as away:
                await api.send("sendMessage", {"chatId": "972540000001@c.us", "message": "Hello"})
        assert not away.value.unknown
        assert account.accepted == []
