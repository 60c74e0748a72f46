"""Fetches notifications, for those who have no public address that they could be posted to."""

import json
import logging
import re
from collections.abc import Awaitable, Callable

import msgspec

from fixi.adapters.greenapi.client import WAIT_SECONDS, GreenApi
from fixi.domain.errors import Refused, Unavailable
from fixi.ports.messaging import Notifications

RECEIPT = re.compile(rb'"receiptId"\s*:\s*(\d{1,18})')

log = logging.getLogger(__name__)


class _Notification(msgspec.Struct):
    """As it came; the body stays the bytes that it was."""

    receiptId: int  # noqa: N815 - the provider's name
    body: msgspec.Raw


class GreenApiPolling(Notifications):
    """See Notifications. The account's `webhookUrl` must be empty.

    `take` may refuse nothing: what it cannot understand it keeps for a person.
    """

    def __init__(self, api: GreenApi, wait: int = WAIT_SECONDS) -> None:
        self._api = api
        self._wait = wait

    async def next(self, take: Callable[[bytes], Awaitable[object]]) -> bool:
        """See Notifications."""
        try:
            answer = await self._api.receive(self._wait)
            if answer.strip() in {b"null", b""}:
                return False
            receipt, body = _opened(answer)
            await take(body)
            if receipt is None:
                raise Unavailable("greenapi receiveNotification: no receipt")  # stored, but it cannot be let go
            if not await self._api.delete(receipt):
                log.info("notification was gone")
        except Refused as error:
            raise Unavailable(f"greenapi notifications: {error.reason}") from None
        return True


def _opened(answer: bytes) -> tuple[int | None, bytes]:
    """The receipt and the body; of what cannot be opened everything is the body."""
    try:
        notification = msgspec.json.decode(answer, type=_Notification)
        return notification.receiptId, bytes(notification.body)
    except ValueError:
        receipt = RECEIPT.search(answer)
        return (int(receipt[1]) if receipt else None), _loosely(answer)


def _loosely(answer: bytes) -> bytes:
    """The body of what only a patient reader can read."""
    try:
        fields = json.loads(answer.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return answer
    return json.dumps(fields["body"]).encode() if isinstance(fields, dict) and fields.get("body") else answer
