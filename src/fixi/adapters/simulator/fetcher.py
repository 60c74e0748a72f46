"""The file host of the simulated network: files that people of the town have sent, without a network."""

import asyncio

from fixi.adapters.simulator.network import Network
from fixi.domain.errors import Unavailable
from fixi.ports.media import Fetcher, Located


class SimulatedFetcher(Fetcher):
    """See Fetcher. What the town does not have is fetched as always."""

    def __init__(self, network: Network, fetcher: Fetcher) -> None:
        self._network = network
        self._fetcher = fetcher

    async def fetch(self, place: Located) -> bytes:
        """See Fetcher."""
        try:
            content = await asyncio.to_thread(self._network.file, place.url)
        except OSError as error:
            raise Unavailable(f"simulator: {type(error).__name__}") from error
        return content if content is not None else await self._fetcher.fetch(place)
