"""Continuity: two keys without a lifetime, which are there as long as everything else is."""

from fixi.adapters.redis.client import RedisClient, Script
from fixi.ports.queues import Continuity

# KEYS: begun, mark. ARGV: mark. Who lost the answer and asks again finds it begun with his mark.
BEGIN = Script("""
if redis.call('GET', KEYS[2]) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1])
  redis.call('DEL', KEYS[2])
end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
""")


class RedisContinuity(Continuity):
    """See Continuity."""

    def __init__(self, client: RedisClient) -> None:
        self._client = client
        self._begun = client.key("continuity")
        self._mark = client.key("continuity", "mark")

    async def unbroken(self) -> bool:
        """See Continuity."""
        return bool(await self._client.ask("EXISTS", self._begun, again=True))

    async def mark(self) -> str:
        """See Continuity."""
        mark = self._client.token()
        await self._client.ask("SET", self._mark, mark, again=True)
        return mark

    async def begin(self, mark: str) -> bool:
        """See Continuity."""
        return bool(await self._client.run(BEGIN, (self._begun, self._mark), (mark,), again=True))
