"""Leases: a key that ends by the server's own time, and a counter that outlives it."""

from datetime import timedelta

from fixi.adapters.redis.client import REMEMBERED, RedisClient, Script
from fixi.ports.clock import Clock
from fixi.ports.queues import Lease, Leases

# KEYS: lease, fence, lost. ARGV: length, lifetime of the fence and of lost.
# Lost counts every lease that is taken and begins anew with one that is given back.
# A fence that was lost goes on from the time in milliseconds: nobody takes a name more often than that, so it still
# grows when the server has forgotten everything.
TAKE = Script("""
if redis.call('EXISTS', KEYS[1]) == 1 then
  return false
end
local fence = redis.call('INCR', KEYS[2])
if fence == 1 then
  local time = redis.call('TIME')
  fence = time[1] * 1000 + math.floor(time[2] / 1000)
end
local text = string.format('%.0f', fence)
redis.call('SET', KEYS[2], text, 'PX', ARGV[2])
redis.call('SET', KEYS[1], text, 'PX', ARGV[1])
local taken = redis.call('INCR', KEYS[3])
redis.call('PEXPIRE', KEYS[3], ARGV[2])
return {fence, taken - 1}
""")

# KEYS: lease. ARGV: fence, length.
EXTEND = Script("""
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
""")

# KEYS: lease, fence, lost. ARGV: fence.
# The last fence given says whether anybody has taken the name since, also when the lease has ended meanwhile.
RELEASE = Script("""
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
if redis.call('GET', KEYS[2]) == ARGV[1] then
  redis.call('DEL', KEYS[3])
end
""")


class RedisLeases(Leases):
    """See Leases. The server's time ends a lease; `until` is what our clock makes of it, and never later."""

    def __init__(self, client: RedisClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def take(self, name: str, length: timedelta) -> Lease | None:
        """See Leases. Not repeated when the answer is lost: the first attempt may hold it, and then it ends by itself.

        Raises Unavailable.
        """
        until = self._clock.now() + length
        milliseconds = max(1, round(length.total_seconds() * 1000))
        remembered = round(REMEMBERED.total_seconds() * 1000) + milliseconds
        taken: list[int] | None = await self._client.run(TAKE, self._keys(name), (milliseconds, remembered))
        return None if taken is None else Lease(name, taken[0], until, taken[1])

    async def extend(self, lease: Lease, length: timedelta) -> bool:
        """See Leases. Raises Unavailable."""
        milliseconds = max(1, round(length.total_seconds() * 1000))
        keys = self._keys(lease.name)[:1]
        return bool(await self._client.run(EXTEND, keys, (lease.fence, milliseconds), again=True))

    async def release(self, lease: Lease) -> None:
        """See Leases. Raises Unavailable, and then it ends by itself."""
        await self._client.run(RELEASE, self._keys(lease.name), (lease.fence,), again=True)

    def _keys(self, name: str) -> tuple[str, ...]:
        return tuple(self._client.key(what, name) for what in ("lease", "fence", "lost"))
