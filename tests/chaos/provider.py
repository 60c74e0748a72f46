"""The provider's side of the webhook: every body is posted until it got a 200, and some are posted again all the same.

What is recorded here is the run's own witness of what the system has acknowledged. It is never asked of the system.
"""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from fixi.adapters.simulator.bodies import button_body, text_body
from fixi.adapters.system.clock import SystemClock
from fixi.domain.values import ChatKey
from fixi.ports.messaging import Button
from tests.chaos.dice import Dice
from tests.chaos.waiting import until

OK = 200
PATIENCE_SECONDS = 10.0
ACKNOWLEDGED_SECONDS = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.4, 4.0
TWICE, TEN_TIMES, LATE = 0.08, 0.01, 0.03
CONNECTIONS = 64
STRANGERS = "9725580"  # phones that write once in their life


@dataclass
class Sent:
    """One message that somebody wrote: since when the provider has it, and when we said that it is stored."""

    id: str
    phone: str
    text: str
    written: datetime
    acknowledged: datetime | None = None
    posts: int = 0


@dataclass
class Provider:
    """Hands messages over: those of one chat in their order, those of different chats at the same time."""

    api: str
    token: str
    dice: Dice
    late: tuple[float, float] = (5.0, 40.0)  # seconds after which some are posted once more
    sent: list[Sent] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._clock = SystemClock()
        self._chats: dict[str, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._http = httpx.AsyncClient(
            base_url=self.api,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=PATIENCE_SECONDS,
            limits=httpx.Limits(max_connections=CONNECTIONS),
        )

    def write(self, phone: str, text: str, button: Button | None = None) -> Sent:
        """A person has written; it is handed over in the background until it is acknowledged."""
        at = self._clock.now()
        message = Sent(f"CHAOS{len(self.sent):05d}", phone, text, at)
        chat = ChatKey(phone)
        if button is None:
            body = text_body(chat, message.id, text, at)
        else:
            body = button_body(chat, message.id, button.id, button.label, at)
        self.sent.append(message)
        self._begin(self._hand_over(message, body))
        return message

    async def acknowledged(self, *messages: Sent) -> None:
        """Until each of these got its 200; raises TimeoutError when that takes too long."""
        await until(lambda: all(message.acknowledged is not None for message in messages), ACKNOWLEDGED_SECONDS)

    async def drained(self) -> None:
        """Until nothing is left to be handed over, repeats included."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Hand nothing over any more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hand_over(self, message: Sent, body: bytes) -> None:
        repeats = 9 if self.dice.chance(TEN_TIMES) else 1 if self.dice.chance(TWICE) else 0
        at_once = self.dice.chance(0.5)
        async with self._chats.setdefault(message.phone, asyncio.Lock()):
            pause = FIRST_PAUSE
            while message.acknowledged is None:
                posts = [self._post(message, body) for _ in range(1 + (repeats if at_once else 0))]
                if not any(await asyncio.gather(*posts)):
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        if repeats and not at_once:
            await asyncio.gather(*(self._post(message, body) for _ in range(repeats)))
        if self.dice.chance(LATE):
            await asyncio.sleep(self.dice.between(*self.late))
            await self._post(message, body)

    async def _post(self, message: Sent, body: bytes) -> bool:
        message.posts += 1
        try:
            status = (await self._http.post("/webhook", content=body)).status_code
        except httpx.TransportError as error:
            self.answers[type(error).__name__] += 1
            return False
        self.answers[str(status)] += 1
        if status == OK and message.acknowledged is None:
            message.acknowledged = self._clock.now()
        return status == OK
