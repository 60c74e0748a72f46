"""The methods of Green API that we use, one for each (reference: providers.md, 1.4 and 1.5)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import msgspec

from fixi.adapters.greenapi.account import Account, state_named
from fixi.adapters.greenapi.pace import Pace
from fixi.adapters.greenapi.wire import CALM_SECONDS, Answer, Wire
from fixi.adapters.http.answers import fields
from fixi.adapters.http.bodies import Body
from fixi.domain.account import AccountState
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.values import ChatKey, Place
from fixi.ports.account import Account as AccountPort

LONGEST_CAPTION = 1024  # newer pages; older ones allow 20,000
TYPING = range(1_000, 20_001)  # milliseconds
WAIT_SECONDS = 10  # how long receiveNotification waits for one; 5 to 60 are allowed


class GreenApi(AccountPort):
    """One account. Every method sends one request and raises Unavailable or Refused; nothing is tried again."""

    def __init__(self, account: Account, pace: Pace | None = None, patience: float = CALM_SECONDS) -> None:
        self._wire = Wire(account, pace, patience)

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
    def instance(self) -> str:
        """Which account this is."""
        return self._wire.instance

    # What is sent

    async def send(self, method: str, body: Mapping[str, Any]) -> str:
        """The provider's id of what was queued. An answer without one may still mean that it was."""
        return _id(method, await self._wire.post(method, body))

    async def location(self, chat: ChatKey, place: Place, address: str = "") -> str:
        """Send a pin."""
        body = {"chatId": wire_chat(chat), "latitude": place.lat, "longitude": place.lon, "nameLocation": place.name}
        return await self.send("sendLocation", body | ({"address": address} if address else {}))

    async def upload(self, chat: ChatKey, name: str, content: bytes, mime: str, caption: str = "") -> str:
        """Send a file that is in no place where the provider could fetch it."""
        form = {"chatId": wire_chat(chat), "fileName": name}
        if caption:
            form["caption"] = caption[:LONGEST_CAPTION]
        return _id("sendFileByUpload", await self._wire.upload("sendFileByUpload", form, (name, content, mime)))

    async def type(self, chat: ChatKey, time: timedelta) -> None:
        """Show that somebody is typing; from one second to twenty."""
        await self._wire.post("sendTyping", {"chatId": wire_chat(chat), "typingTime": typing_time(time)})

    async def read(self, chat: ChatKey, message: str | None = None) -> bool:
        """Mark a message as read, or all of the chat; False when the provider did not."""
        body = {"chatId": wire_chat(chat)} | ({"idMessage": message} if message else {})
        return fields((await self._wire.post("readChat", body)).content).get("setRead") is True

    # What it knows

    async def state(self) -> AccountState:
        """See Account. A word that is not known proves nothing."""
        await self._wire.turn("getStateInstance")
        try:
            answer = await self._wire.get("getStateInstance")
        except Refused as error:
            raise Unavailable(f"greenapi getStateInstance: {error.reason}") from None
        return state_named(fields(answer.content).line("stateInstance"))

    async def settings(self) -> Body:
        """How the account is set up."""
        await self._wire.turn("getSettings")
        return fields((await self._wire.get("getSettings")).content)

    async def queued(self, begins: Callable[[], None] = lambda: None) -> list[Body]:
        """What was accepted and has not gone out, the oldest first; `begins` is called when the request's turn came."""
        await self._wire.turn("showMessagesQueue")
        begins()
        return [Body(item) for item in _list("showMessagesQueue", await self._wire.get("showMessagesQueue"))]

    async def journal(self, method: str, minutes: int) -> tuple[list[dict[str, Any]], datetime | None]:
        """`lastIncomingMessages` or `lastOutgoingMessages`, in no order; and the provider's time."""
        await self._wire.turn(method)
        answer = await self._wire.get(method, {"minutes": max(1, minutes)})
        return _list(method, answer), answer.date

    # Polling

    async def receive(self, wait: int = WAIT_SECONDS) -> bytes:
        """The oldest notification with its receipt, as it came; `null` when there was none."""
        await self._wire.turn("receiveNotification")
        answer = await self._wire.get("receiveNotification", {"receiveTimeout": wait}, waits=wait)
        return answer.content

    async def delete(self, receipt: int) -> bool:
        """Let go of a notification; False when it was gone."""
        await self._wire.turn("deleteNotification")
        return fields((await self._wire.delete("deleteNotification", str(receipt))).content).get("result") is True


def wire_chat(chat: ChatKey) -> str:
    """How WhatsApp writes this chat. What is behind a LID is no phone, and never becomes one."""
    return f"{chat.phone}@c.us" if chat.phone is not None else f"{chat.text.removeprefix('lid:')}@lid"


def typing_time(time: timedelta) -> int:
    """Milliseconds within what the provider takes."""
    return min(max(time // timedelta(milliseconds=1), TYPING[0]), TYPING[-1])


def _id(method: str, answer: Answer) -> str:
    sent = fields(answer.content).line("idMessage")
    if not sent:
        raise Unavailable(f"greenapi {method}: no id", unknown=True)
    return sent


def _list(method: str, answer: Answer) -> list[dict[str, Any]]:
    try:
        items: object = msgspec.json.decode(answer.content)
    except ValueError:
        items = None
    if not isinstance(items, list):
        raise Unavailable(f"greenapi {method}: no list")
    return [item for item in items if isinstance(item, dict)]
