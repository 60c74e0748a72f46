"""Fetches notifications, for those who have no public address that they could be posted to."""

import asyncio
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec

from fixi.adapters.greenapi.client import WAIT_SECONDS, GreenApi
from fixi.domain.errors import FixiError, Unavailable

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
QUIET_SECONDS = 1.0  # between two questions when the provider does not wait before it says that there is nothing
RECEIPT = re.compile(rb'"receiptId"\s*:\s*(\d{1,18})')

type Take = Callable[[bytes], Awaitable[object]]

log = logging.getLogger(__name__)


class _Notification(msgspec.Struct):
    """As it came; the body stays the bytes that it was."""

    receiptId: int  # noqa: N815 - the provider's name
    body: msgspec.Raw


class GreenApiPolling:
    """One reader of the account's notifications: oldest first, and none is let go before it is stored.

    The account's `webhookUrl` must be empty. `chance` gives numbers from 0 to 1, so that many readers that failed
    together do not come back together; `stopwatch` is a clock in seconds that never goes back.
    """

    def __init__(
        self,
        api: GreenApi,
        chance: Callable[[], float],
        *,
        wait: int = WAIT_SECONDS,
        stopwatch: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._api = api
        self._chance = chance
        self._wait = wait
        self._stopwatch = stopwatch
        self._sleep = sleep

    async def run(self, take: Take) -> None:
        """Hand over one body after the other, until cancelled.

        `take` stores it and may refuse nothing: what it cannot understand it keeps for a person. When it raises one of
        our errors, or the deletion fails, the same notification comes again, after a growing pause.
        """
        failures = 0
        while True:
            began = self._stopwatch()
            try:
                found = await self.once(take)
            except FixiError as error:
                failures += 1
                pause = self._pause(failures, error)
                log.warning("polling failed", extra={"reason": str(error), "failures": failures})
                await self._sleep(pause)
                continue
            failures = 0
            if not found and (spent := self._stopwatch() - began) < QUIET_SECONDS:
                await self._sleep(QUIET_SECONDS - spent)

    async def once(self, take: Take) -> bool:
        """Hand over the oldest notification and let go of it; False when there is none."""
        answer = await self._api.receive(self._wait)
        if answer.strip() in {b"null", b""}:
            return False
        receipt, body = _opened(answer)
        await take(body)
        if receipt is None:
            raise Unavailable("greenapi receiveNotification: no receipt")  # stored, but it cannot be let go
        if not await self._api.delete(receipt):
            log.info("notification was gone")
        return True

    def _pause(self, failures: int, error: FixiError) -> float:
        """Twice as long each time, and somewhere in its upper half."""
        longest = min(FIRST_PAUSE * 2.0 ** min(failures - 1, 16), LONGEST_PAUSE)
        asked = error.retry_after if isinstance(error, Unavailable) and error.retry_after else timedelta()
        return max(longest * (0.5 + self._chance() / 2), asked.total_seconds())


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
