"""A town in memory: phones, a clock that is moved by hand, and the real system between them.

Every message goes in as a Green API body posted to the webhook, and comes out on a phone's screen.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

import httpx
from dependency_injector import providers

from fixi.container import Container
from fixi.domain.errors import Invalid
from fixi.domain.lead.states import LeadState, Unopened
from fixi.domain.policy import Policy
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey
from fixi.entrypoints.api.app import build_app
from fixi.entrypoints.local_worker import LocalWorker
from fixi.ports.clock import Clock
from fixi.ports.storage import State
from fixi.settings import Settings

TOKEN = "town"  # noqa: S105 - the webhook of a system that nobody else can reach
PATIENCE = timedelta(seconds=40)
ACCEPTED = 200


class MovableClock(Clock, Protocol):
    """A clock that is moved by hand."""

    def move_to(self, at: datetime) -> None:
        """Go on to this moment."""


@dataclass
class Bubbles:
    """What has been read of one phone's screen so far."""

    read: int = 0


@dataclass
class Town:
    """The system, its clock, and the phones."""

    container: Container
    http: httpx.AsyncClient
    worker: LocalWorker
    clock: MovableClock
    sent: int = 0
    seen: dict[ChatKey, Bubbles] = field(default_factory=dict)

    @classmethod
    def build(cls, at: datetime, policy: Policy | None = None) -> "Town":
        """A new town at this moment."""
        container = Container(settings=Settings(webhook_token=TOKEN))
        clock = container.moved_clock(at)
        container.clock.override(providers.Object(clock))
        if policy is not None:
            container.policy.override(providers.Object(policy))
        app = build_app(container.parser(), container.receive(), container.clock())
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=cast(Any, app)),
            base_url="http://town.invalid",
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
        worker = LocalWorker(container.wakeups(), container.turn(), container.deliver(), container.sweep())
        return cls(container, http, worker, clock)

    @property
    def now(self) -> datetime:
        """The town's time."""
        return self.clock.now()

    async def close(self) -> None:
        """Hang up."""
        await self.http.aclose()

    # Phones

    async def post(self, body: bytes) -> None:
        """What a provider posts; raises Invalid when it is not taken."""
        response = await self.http.post("/webhook", content=body)
        if response.status_code != ACCEPTED:
            raise Invalid(f"the webhook answered {response.status_code}")

    def new_message(self) -> str:
        """The provider's id of the next message."""
        self.sent += 1
        return f"TOWN{self.sent:06d}"

    async def says(self, chat: ChatKey, text: str, name: str = "") -> None:
        """A person types this."""
        message = self.new_message()
        self.container.messenger().typed(chat, message, text)
        await self.post(self.container.bodies().text_body(chat, message, text, self.now, name))

    async def photo(self, chat: ChatKey, caption: str = "", name: str = "") -> None:
        """A person sends a photo."""
        message = self.new_message()
        self.container.messenger().typed(chat, message, f"[photo] {caption}".strip())
        url = f"https://media.town.invalid/{message}.jpg"
        await self.post(self.container.bodies().image_body(chat, message, url, caption, self.now, name))

    async def presses(self, chat: ChatKey, label: str, name: str = "") -> None:
        """A person presses the newest button with this label; raises Invalid when there is none."""
        buttons = [b for bubble in self.container.messenger().screen(chat) for b in bubble.buttons if b.label == label]
        if not buttons:
            raise Invalid(f"no button says {label}")
        message = self.new_message()
        self.container.messenger().typed(chat, message, f"[{label}]")
        await self.post(self.container.bodies().button_body(chat, message, buttons[-1].id, label, self.now, name))

    async def owner_writes(self, chat: ChatKey, text: str) -> None:
        """Somebody types this to a person on the business phone itself, beside the system."""
        message = self.new_message()
        self.container.messenger().typed(chat, message, f"[business phone] {text}")
        body = json.loads(self.container.bodies().text_body(chat, message, text, self.now))
        ours = body["instanceData"]["wid"]
        body |= {"typeWebhook": "outgoingMessageReceived", "senderData": {**body["senderData"], "sender": ours}}
        await self.post(json.dumps(body, ensure_ascii=False).encode())

    def screen(self, chat: ChatKey) -> tuple[str, ...]:
        """Everything that the system wrote to this phone."""
        return tuple(bubble.text for bubble in self.container.messenger().screen(chat) if bubble.ours)

    def news(self, chat: ChatKey) -> tuple[str, ...]:
        """What the system wrote to this phone since the last call."""
        seen = self.seen.setdefault(chat, Bubbles())
        screen = self.screen(chat)
        new, seen.read = screen[seen.read :], len(screen)
        return new

    # Time

    async def settle(self) -> None:
        """Let everything happen that happens by itself within seconds: quiet windows, turns, deliveries."""
        await self._until(self.now + PATIENCE, only_knocks=True)

    async def wait(self, length: timedelta) -> None:
        """Let this much time go by, with everything that falls due in it, at its own moment."""
        end = self.now + length
        await self._until(end, only_knocks=False)
        self.clock.move_to(max(end, self.now))
        await self.worker.sweep()
        await self.settle()

    async def _until(self, end: datetime, *, only_knocks: bool) -> None:
        await self.worker.drain()
        while True:
            due = None if only_knocks else self.container.repository().next_due()
            moments = [at for at in (self.container.wakeups().next_at(), due) if at is not None]
            if not moments or min(moments) > end:
                return
            self.clock.move_to(max(min(moments), self.now))
            if due is not None and due <= self.now:
                await self.worker.sweep()
            await self.worker.drain()

    # What is known

    async def add(self, *pros: Professional) -> None:
        """Professionals move in."""
        await self.container.professionals().put(tuple(pros))

    async def leads(self) -> tuple[LeadState, ...]:
        """All leads, the oldest first."""
        found: tuple[LeadState, ...] = await self.container.leads().listed(None, 1000)
        return tuple(reversed([lead for lead in found if not isinstance(lead, Unopened)]))

    def states(self) -> tuple[State, ...]:
        """Every document's state."""
        states: tuple[State, ...] = self.container.repository().states()
        return states
