"""The people of the town, and the provider between them and us: every message is posted to the webhook."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from fixi.adapters.simulator import bodies
from fixi.adapters.simulator.network import Network
from fixi.adapters.simulator.photos import PHOTOS, photo
from fixi.adapters.simulator.sound import spoken
from fixi.domain.errors import Unavailable
from fixi.domain.values import ChatKey, Place
from fixi.ports.clock import Clock
from fixi.ports.messaging import Button
from fixi.ports.town import Bubble, Fault, Faults, Person, Tick, Town

LATE_SECONDS = 4.0

type Post = Callable[[bytes], Awaitable[None]]

log = logging.getLogger(__name__)


class SimulatedTown(Town):
    """See Town. `post` hands a body to the webhook and raises Unavailable when it is not taken."""

    def __init__(
        self,
        network: Network,
        faults: Faults,
        post: Post,
        clock: Clock,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._network = network
        self._faults = faults
        self._post = post
        self._clock = clock
        self._rest = rest
        self._late = False
        self._on_the_way: set[asyncio.Task[None]] = set()

    def people(self) -> tuple[Person, ...]:
        """See Town."""
        return self._network.people()

    def place(self, person: Person) -> None:
        """See Town."""
        self._network.place(person)

    def screen(self, chat: ChatKey) -> tuple[Bubble, ...]:
        """See Town."""
        return self._network.screen(chat)

    def edition(self) -> int:
        """See Town."""
        return self._network.edition()

    def file(self, url: str) -> bytes | None:
        """See Town."""
        return self._network.file(url)

    def photos(self) -> Mapping[str, bytes]:
        """See Town."""
        return {name: photo(name) for name in PHOTOS}

    async def say(self, chat: ChatKey, text: str, name: str = "") -> None:
        """See Town."""
        message = self._typed(chat, text, "text")
        await self._carry(chat, message, bodies.text_body(chat, message, text, self._clock.now(), name))

    async def photo(self, chat: ChatKey, content: bytes, caption: str = "", name: str = "") -> None:
        """See Town."""
        url = self._network.keep(content, "jpg")
        message = self._typed(chat, caption, "photo", url)
        await self._carry(chat, message, bodies.image_body(chat, message, url, caption, self._clock.now(), name))

    async def voice(self, chat: ChatKey, words: str, name: str = "") -> None:
        """See Town."""
        url = self._network.keep(spoken(words), "ogg")
        message = self._typed(chat, words, "voice", url)
        await self._carry(chat, message, bodies.voice_body(chat, message, url, self._clock.now(), name))

    async def location(self, chat: ChatKey, spot: Place, name: str = "") -> None:
        """See Town."""
        message = self._typed(chat, spot.name, "location")
        await self._carry(chat, message, bodies.location_body(chat, message, spot, self._clock.now(), name))

    async def press(self, chat: ChatKey, button: Button, name: str = "") -> None:
        """See Town."""
        message = self._typed(chat, button.label, "button")
        body = bodies.button_body(chat, message, button.id, button.label, self._clock.now(), name)
        await self._carry(chat, message, body)

    async def receive(self, chat: ChatKey) -> None:
        """See Town."""
        await self._receipts(chat, Tick.DELIVERED, frozenset({None, Tick.SENT}))

    async def look(self, chat: ChatKey) -> None:
        """See Town."""
        await self.receive(chat)
        await self._receipts(chat, Tick.READ, frozenset({Tick.DELIVERED}))

    async def settle(self) -> None:
        """Whatever is still on its way has come."""
        while self._on_the_way:
            await asyncio.gather(*self._on_the_way)

    async def _receipts(self, chat: ChatKey, tick: Tick, before: frozenset[Tick | None]) -> None:
        for bubble in self._network.screen(chat):
            if bubble.ours and bubble.tick in before:
                body = bodies.receipt_body(chat, bubble.id, tick, self._clock.now())
                with suppress(Unavailable):  # the next look says it again
                    await self._post(body)
                    self._network.ticked(chat, bubble.id, tick)

    def _typed(self, chat: ChatKey, text: str, kind: str, *media: str) -> str:
        message = f"TOWN{secrets.token_hex(8).upper()}"
        self._network.typed(chat, message, text, kind, media)
        self._network.ticked(chat, message, Tick.SENT)
        return message

    async def _carry(self, chat: ChatKey, message: str, body: bytes) -> None:
        """From the phone to the webhook, with all that can happen on the way; the provider remembers it anyway."""
        if self._faults.on(Fault.DROP):
            self._network.remember(body, self._clock.now())
            return
        late = self._late = self._faults.on(Fault.REORDER) and not self._late
        if not late:
            await self._hand_over(chat, message, body)
            return
        task = asyncio.create_task(self._later(chat, message, body))
        self._on_the_way.add(task)
        task.add_done_callback(self._on_the_way.discard)

    async def _later(self, chat: ChatKey, message: str, body: bytes) -> None:
        await self._rest(LATE_SECONDS)
        await self._hand_over(chat, message, body)

    async def _hand_over(self, chat: ChatKey, message: str, body: bytes) -> None:
        try:
            for _ in range(2 if self._faults.on(Fault.DUPLICATE) else 1):
                await self._post(body)
        except Unavailable as error:
            log.warning("webhook not reached", extra={"kind": str(error)})
            self._network.remember(body, self._clock.now())
            return
        self._network.ticked(chat, message, Tick.DELIVERED)
