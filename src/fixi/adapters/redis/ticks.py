"""Ticks: a key that only the first one can set."""

from urllib.parse import quote

from fixi.adapters.redis.client import REMEMBERED, RedisClient
from fixi.ports.queues import Ticks

LIFETIME = round(REMEMBERED.total_seconds() * 1000)


class RedisTicks(Ticks):
    """See Ticks."""

    def __init__(self, client: RedisClient) -> None:
        self._client = client

    async def first(self, job: str, tick: str) -> bool:
        """See Ticks. A caller whose first answer was lost finds his own mark, and still is the first."""
        key, mark = self._client.key("tick", quote(job, safe=""), tick), self._client.token()
        found: str | None = await self._client.ask("SET", key, mark, "NX", "GET", "PX", LIFETIME, again=True)
        return found is None or found == mark
