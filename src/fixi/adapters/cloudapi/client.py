"""What we ask of the Cloud API, one method for each (reference: providers.md, section 2)."""

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from fixi.adapters.cloudapi.account import PLAIN, Account, state_of
from fixi.adapters.cloudapi.wire import CALM_SECONDS, Wire
from fixi.adapters.http.bodies import Body
from fixi.domain.account import AccountState
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.values import ChatKey, Place
from fixi.ports.account import Account as AccountPort

PRODUCT = {"messaging_product": "whatsapp"}


class CloudApi(AccountPort):
    """One phone number. Every method sends one request and raises Unavailable or Refused; nothing is tried again."""

    def __init__(
        self, account: Account, patience: float = CALM_SECONDS, stopwatch: Callable[[], float] = time.monotonic
    ) -> None:
        self._account = account
        self._wire = Wire(account, patience, stopwatch)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._wire.close()

    @property
    def plain(self) -> bool:
        """Whether the API itself is reached without encryption: then it is a stand-in, or a tunnel."""
        return self._account.url.lower().startswith("http://")

    @property
    def headers(self) -> Mapping[str, str]:
        """What proves to Meta who asks."""
        return self._wire.headers

    async def send(self, body: Mapping[str, Any]) -> str:
        """Meta's id of what was accepted. An answer without one may still mean that it was."""
        answer = await self._wire.post("messages", self._account.number, "messages", body={**PRODUCT, **body})
        for message in answer.bodies("messages"):
            if name := message.line("id", limit=1000):
                return name
        raise Unavailable("cloudapi messages: no id", unknown=True)

    async def location(self, chat: ChatKey, place: Place, address: str = "") -> str:
        """Send a pin."""
        pin = {"latitude": place.lat, "longitude": place.lon, "name": place.name}
        body = {"type": "location", "location": pin | ({"address": address} if address else {})}
        return await self.send({"recipient_type": "individual", **wire_chat(chat), **body})

    async def upload(self, name: str, content: bytes, mime: str) -> str:
        """Hand a file over, to be sent by the id that this returns."""
        form = {**PRODUCT, "type": mime}
        answer = await self._wire.upload("media", self._account.number, "media", form=form, file=(name, content, mime))
        media = answer.line("id")
        if not PLAIN.fullmatch(media):
            raise Unavailable("cloudapi media: no id")
        return media

    async def read(self, message: str) -> None:
        """Mark a message as read, and those before it; show that an answer is being written."""
        body = {**PRODUCT, "status": "read", "message_id": message, "typing_indicator": {"type": "text"}}
        await self._wire.post("read", self._account.number, "messages", body=body)

    async def file(self, media: str) -> Body:
        """Where a file is now, for a few minutes: `url`, `mime_type`, `sha256`, `file_size`."""
        if not PLAIN.fullmatch(media):
            raise Refused("gone")
        return await self._wire.get("file", media)

    async def state(self) -> AccountState:
        """See Account. Words that are not known prove nothing."""
        try:
            answer = await self._wire.get("state", self._account.number, params={"fields": "status,health_status"})
        except Refused as error:
            raise Unavailable(f"cloudapi state: {error.reason}") from None
        return state_of(answer)


def wire_chat(chat: ChatKey) -> dict[str, str]:
    """Who it is for. A person without a phone is reached by the id that Meta gave him for this business.

    Raises Refused for a LID, which only other providers know.
    """
    if chat.user is not None:
        return {"recipient": chat.user}
    if chat.phone is None:
        raise Refused("unknown-chat")
    return {"to": chat.phone}
