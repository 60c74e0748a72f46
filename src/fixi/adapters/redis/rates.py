"""Rates: for each name and window a list of moments, oldest first."""

from datetime import timedelta

from fixi.adapters.redis.client import RedisClient, Script
from fixi.adapters.redis.moments import MICROSECOND, to_number
from fixi.ports.clock import Clock
from fixi.ports.queues import Rates

SLACK = 1000  # milliseconds that a key outlives its window: its lifetime runs on the server's clock, not on ours

# KEYS: moments. ARGV: now, what is too old by now (both in microseconds), lifetime in milliseconds.
COUNT = Script("""
local oldest = redis.call('LINDEX', KEYS[1], 0)
while oldest and tonumber(oldest) <= tonumber(ARGV[2]) do
  redis.call('LPOP', KEYS[1])
  oldest = redis.call('LINDEX', KEYS[1], 0)
end
local count = redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return count
""")


class RedisRates(Rates):
    """See Rates."""

    def __init__(self, client: RedisClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def count(self, name: str, window: timedelta) -> int:
        """See Rates. Never repeated: it would count twice."""
        now, length = to_number(self._clock.now()), window // MICROSECOND
        key = self._client.key("rate", str(length), name)
        count: int = await self._client.run(COUNT, (key,), (now, now - length, length // 1000 + SLACK))
        return count
