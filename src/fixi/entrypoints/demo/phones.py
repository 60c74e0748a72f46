"""Phones that write to a running system, and what is seen of it: on their screens, and in its books.

Every message goes in as a Green API body posted to the webhook, and comes out on a phone's screen. Whether the system
is in memory or runs in processes of its own is up to who makes the time pass.
"""

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import httpx

from fixi.container import Container
from fixi.domain.care import JOBS, NAME_ENDS, next_at, tick
from fixi.domain.errors import Invalid
from fixi.domain.lead.states import LeadState, Unopened
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey
from fixi.ports.clock import Clock
from fixi.ports.messaging import Button
from fixi.ports.queues import Task

ACCEPTED = 200
MANY = 1000
DAILY = tuple(job for job in JOBS if job.daily is not None)


class MovableClock(Clock, Protocol):
    """A clock that is moved by hand."""

    def move_to(self, at: datetime) -> None:
        """Go on to this moment."""


class Bubble(Protocol):
    """One message on a phone's screen; `ours` when the system sent it."""

    @property
    def id(self) -> str:
        """The provider's id of it."""

    @property
    def ours(self) -> bool:
        """True when the system sent it."""

    @property
    def message(self) -> str:
        """Our own id of it."""

    @property
    def text(self) -> str:
        """What it says."""

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed."""


@dataclass
class Phones(ABC):
    """The phones, the clock, and the ways into the system that they write to."""

    container: Container
    http: httpx.AsyncClient
    clock: MovableClock
    sent: int = field(default=0, kw_only=True)
    read: dict[ChatKey, int] = field(default_factory=dict, kw_only=True)

    @property
    def now(self) -> datetime:
        """The time here."""
        return self.clock.now()

    @abstractmethod
    async def settle(self) -> None:
        """Let everything happen that happens by itself within seconds: quiet windows, turns, deliveries."""

    @abstractmethod
    async def wait(self, length: timedelta) -> None:
        """Let this much time go by, with everything that falls due in it, at its own moment."""

    async def next_daily(self) -> datetime:
        """When a job of once a day, such as the agenda, begins next."""
        policy = await self.container.policies().current()
        return min(next_at(job, self.now, policy) for job in DAILY)

    async def daily(self) -> None:
        """Knock for the jobs of once a day that are current; what has run on this day does not run again."""
        policy = await self.container.policies().current()
        for job in DAILY:
            name = tick(job, self.now, policy)
            if name is not None:
                await self.container.wakeups().knock(Task.CARE, f"{job.name}{NAME_ENDS}{name}")

    async def close(self) -> None:
        """Hang up."""
        await self.http.aclose()

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
        self.typed(chat, message, text)
        await self.post(self.container.bodies().text_body(chat, message, text, self.now, name))

    async def photo(self, chat: ChatKey, caption: str = "", name: str = "") -> None:
        """A person sends a photo."""
        message = self.new_message()
        self.typed(chat, message, f"[photo] {caption}".strip())
        url = f"https://media.town.invalid/{message}.jpg"
        await self.post(self.container.bodies().image_body(chat, message, url, caption, self.now, name))

    async def presses(self, chat: ChatKey, label: str, name: str = "") -> None:
        """A person presses the newest button with this label; raises Invalid when there is none."""
        buttons = [b for bubble in self.bubbles(chat) for b in bubble.buttons if b.label == label]
        if not buttons:
            raise Invalid(f"no button says {label}")
        message = self.new_message()
        self.typed(chat, message, f"[{label}]")
        await self.post(self.container.bodies().button_body(chat, message, buttons[-1].id, label, self.now, name))

    async def owner_writes(self, chat: ChatKey, text: str) -> None:
        """Somebody types this to a person on the business phone itself, beside the system."""
        message = self.new_message()
        self.typed(chat, message, f"[business phone] {text}")
        body = json.loads(self.container.bodies().text_body(chat, message, text, self.now))
        ours = body["instanceData"]["wid"]
        body |= {"typeWebhook": "outgoingMessageReceived", "senderData": {**body["senderData"], "sender": ours}}
        await self.post(json.dumps(body, ensure_ascii=False).encode())

    def typed(self, chat: ChatKey, message: str, text: str) -> None:
        """Show a person what he has done himself."""
        self.container.simulator().typed(chat, message, text)

    def bubbles(self, chat: ChatKey) -> tuple[Bubble, ...]:
        """Everything on this phone, the oldest first."""
        bubbles: tuple[Bubble, ...] = self.container.simulator().screen(chat)
        return bubbles

    def screen(self, chat: ChatKey) -> tuple[str, ...]:
        """Everything that the system wrote to this phone."""
        return tuple(bubble.text for bubble in self.bubbles(chat) if bubble.ours)

    def news(self, chat: ChatKey) -> tuple[str, ...]:
        """What the system wrote to this phone since the last call."""
        screen = self.screen(chat)
        new, self.read[chat] = screen[self.read.get(chat, 0) :], len(screen)
        return new

    async def add(self, *pros: Professional) -> None:
        """Professionals move in."""
        await self.container.professionals().put(tuple(pros))

    async def leads(self) -> tuple[LeadState, ...]:
        """All leads, the oldest first."""
        found: tuple[LeadState, ...] = await self.container.leads().listed(None, MANY)
        return tuple(reversed([lead for lead in found if not isinstance(lead, Unopened)]))
