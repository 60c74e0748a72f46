"""Heartbeats: the workers in one sorted set, by their last beat."""

from datetime import datetime

from fixi.adapters.redis.client import RedisClient, Script
from fixi.adapters.redis.moments import MICROSECOND, from_number, to_number
from fixi.ports.clock import Clock
from fixi.ports.queues import HEARTBEATS_KEPT, Heartbeats

# KEYS: beats. ARGV: now, what is too old by now (both in microseconds), worker, lifetime in milliseconds.
BEAT = Script("""
redis.call('ZADD', KEYS[1], 'GT', ARGV[1], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
""")


class RedisHeartbeats(Heartbeats):
    """See Heartbeats. `name` tells apart who beats: workers, or others."""

    def __init__(self, client: RedisClient, clock: Clock, name: str = "heartbeats") -> None:
        self._client = client
        self._clock = clock
        self._beats = client.key(name)

    async def beat(self, worker: str) -> None:
        """See Heartbeats."""
        now, length = to_number(self._clock.now()), HEARTBEATS_KEPT // MICROSECOND
        await self._client.run(BEAT, (self._beats,), (now, now - length, worker, length // 1000), again=True)

    async def youngest(self) -> datetime | None:
        """See Heartbeats."""
        too_old = self._clock.now() - HEARTBEATS_KEPT
        found = await self._client.ask("ZREVRANGE", self._beats, 0, 0, "WITHSCORES", again=True)  # [worker, score]
        at = from_number(float(found[1])) if found else None
        return at if at is not None and at > too_old else None
