"""Slots: for each name a key that lives until its next free moment."""

from datetime import timedelta
from math import ceil

from fixi.adapters.redis.client import RedisClient, Script
from fixi.ports.queues import Slots

MILLISECOND = timedelta(milliseconds=1)
# Nobody claims a moment that far away: such a key is left from before the server's clock was put back.
FARTHEST = timedelta(minutes=10) // MILLISECOND

# KEYS: slot. ARGV: gap, patience, farthest (all in milliseconds).
CLAIM = Script("""
local wait = math.max(redis.call('PTTL', KEYS[1]), 0)
if wait > tonumber(ARGV[3]) then
  wait = 0
end
if wait <= tonumber(ARGV[2]) then
  redis.call('SET', KEYS[1], '', 'PX', wait + tonumber(ARGV[1]))
end
return wait
""")


class RedisSlots(Slots):
    """See Slots. All that counts is the server's time."""

    def __init__(self, client: RedisClient) -> None:
        self._client = client

    async def claim(self, name: str, gap: timedelta, patience: timedelta) -> timedelta:
        """See Slots. Never repeated: what was claimed twice would cost a moment."""
        wanted = (max(1, ceil(gap / MILLISECOND)), patience // MILLISECOND, FARTHEST)
        wait: int = await self._client.run(CLAIM, (self._client.key("slot", name),), wanted)
        return wait * MILLISECOND
