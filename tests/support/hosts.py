"""Hosts that have files, without a network."""

from collections import Counter
from collections.abc import Awaitable, Callable

from fixi.domain.errors import Refused
from fixi.ports.media import Fetcher, Located

type Behaviour = Callable[[], Awaitable[bytes]]


class Hosts(Fetcher):
    """What is at an address: a file, an error, or something that happens; else it is no host that is allowed."""

    def __init__(self) -> None:
        self.has: dict[str, bytes | Exception | Behaviour] = {}
        self.asked: Counter[str] = Counter()

    async def fetch(self, place: Located) -> bytes:
        """See Fetcher."""
        self.asked[place.url] += 1
        found = self.has.get(place.url, Refused("host"))
        if isinstance(found, Exception):
            raise found
        return found if isinstance(found, bytes) else await found()
