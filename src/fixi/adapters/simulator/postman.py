"""How the simulated provider reaches us: over HTTP, as a real one does."""

import httpx

from fixi.domain.errors import Unavailable

ACCEPTED = 200
SECONDS = 10.0


class Postman:
    """Posts bodies to the webhook of the running system. Each post has a connection of its own."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token

    async def __call__(self, body: bytes) -> None:
        """Raises Unavailable when it is not taken."""
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
                response = await client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise Unavailable(type(error).__name__) from error
        if response.status_code != ACCEPTED:
            raise Unavailable(f"http-{response.status_code}")
