"""One Green API account: where it is, how it is, and the pace that it allows."""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from fixi.domain.account import AccountState
from fixi.domain.errors import Invalid

TICK = 0.001  # seconds; no clock that is slept by is finer
MARGIN = 1.2  # a network can bring requests closer together than they left

SENDS = (
    "sendMessage",
    "sendInteractiveButtonsReply",
    "sendFileByUrl",
    "sendFileByUpload",
    "sendLocation",
    "sendTyping",
)
# Requests a second that the account takes of each method (reference: providers.md, 1.6).
RATES: Mapping[str, float] = dict.fromkeys(SENDS, 50.0) | {
    "receiveNotification": 100.0,
    "deleteNotification": 100.0,
    "readChat": 10.0,
    "getStateInstance": 1.0,
    "showMessagesQueue": 1.0,
    "lastIncomingMessages": 1.0,
    "lastOutgoingMessages": 1.0,
}


@dataclass(frozen=True, slots=True)
class Account:
    """Where the account is reached, and what proves that it is ours."""

    instance: str
    token: str = field(repr=False)
    api_url: str = "https://api.green-api.com"
    media_url: str = "https://media.green-api.com"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{1,19}", self.instance):
            raise Invalid("an instance id is digits")
        if not re.fullmatch(r"[!-~]+", self.token):
            raise Invalid("an API token is visible ASCII characters")
        for url in (self.api_url, self.media_url):
            if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
                raise Invalid("an API address is http or https, without user, query and fragment")


STATES = {
    "authorized": AccountState.READY,
    "notauthorized": AccountState.SIGNED_OUT,
    "blocked": AccountState.BANNED,
    "yellowcard": AccountState.RESTRICTED,
    "suspended": AccountState.RESTRICTED,  # the same, as newer pages call it
    "sleepmode": AccountState.ASLEEP,
    "starting": AccountState.STARTING,
}


class Pace:
    """Lets requests of one method start no faster than the account takes them. For one process.

    `now` is a clock in seconds that never goes back.
    """

    def __init__(
        self,
        rates: Mapping[str, float] = RATES,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._gaps = {method: MARGIN / rate for method, rate in rates.items()}
        self._now = now
        self._sleep = sleep
        self._started: dict[str, float] = {}
        self._queues: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def turn(self, method: str) -> None:
        """Wait until it may start; those who wait start in the order they came.

        The gap is kept to when the last one really started: after a moment in which nothing moved, those who waited
        do not all start at once.
        """
        async with self._queues[method]:
            last = self._started.get(method)
            while last is not None and (left := last + self._gaps.get(method, 0.0) - self._now()) > TICK:
                await self._sleep(left)
            self._started[method] = self._now()


def pause(retry_after: float) -> timedelta:
    """What the other side asked for, within reason."""
    return timedelta(seconds=min(max(retry_after, 0.0), 3600.0))
