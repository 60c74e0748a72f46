"""Files whose address came with the message."""

from fixi.domain.errors import Refused
from fixi.domain.values import Media
from fixi.ports.media import Located, Locator


class OwnAddress(Locator):
    """See Locator. Nothing has to be asked, and nothing is shown there."""

    async def locate(self, media: Media) -> Located:
        """See Locator."""
        if media.address is None:
            raise Refused("no-address")
        return Located(media.address)
