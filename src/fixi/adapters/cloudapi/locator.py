"""Files in two hops: Meta says where a file is now, and there it is fetched with the same proof."""

from fixi.adapters.cloudapi.client import CloudApi
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.values import Media
from fixi.ports.media import MOST_BYTES, Located, Locator

BY_ID = "id:"


class CloudApiLocator(Locator):
    """See Locator. The proof is for the host that is named, and for that alone; whoever fetches knows which may be."""

    def __init__(self, api: CloudApi) -> None:
        self._api = api

    async def locate(self, media: Media) -> Located:
        """See Locator. Raises Refused: no-address, gone, too-large, host."""
        if media.address is not None:  # of another provider, and nothing is shown there
            return Located(media.address)
        if not media.url.startswith(BY_ID):
            raise Refused("no-address")
        try:
            found = await self._api.file(media.url.removeprefix(BY_ID))
        except Refused:
            raise Refused("gone") from None
        url = found.text("url").strip()
        if not url:
            raise Unavailable("cloudapi file: no address")
        if (found.number("file_size") or 0) > MOST_BYTES:
            raise Refused("too-large")
        if not url.lower().startswith("https://") and not self._api.plain:
            raise Refused("host")  # what proves who we are goes over no open line
        return Located(url, self._api.headers)
