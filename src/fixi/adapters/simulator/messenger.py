"""The simulator messenger."""

from dataclasses import dataclass, field
from datetime import datetime

from fixi.domain.values import ChatKey
from fixi.ports.clock import Clock
from fixi.ports.messaging import Button, Message, Messenger


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a phone's screen; `ours` when the system sent it."""

    id: str
    at: datetime
    ours: bool
    text: str
    buttons: tuple[Button, ...] = ()
    media: tuple[str, ...] = ()


@dataclass
class Simulator(Messenger):
    """Keeps each phone's screen, and a journal of what it accepted, as a provider does."""

    clock: Clock
    screens: dict[ChatKey, list[Bubble]] = field(default_factory=dict)

    async def send(self, message: Message) -> str:
        """See Messenger."""
        screen = self.screens.setdefault(message.chat, [])
        reference = f"sim-{message.chat}-{len(screen)}"
        bubble = Bubble(reference, self.clock.now(), True, message.text, message.buttons, message.media)
        screen.append(bubble)
        return reference

    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        """See Messenger."""
        return tuple(
            bubble.id
            for bubble in self.screens.get(message.chat, [])
            if bubble.ours and bubble.at >= since and bubble.text == message.text
        )

    def typed(self, chat: ChatKey, reference: str, text: str) -> None:
        """What the person himself wrote, as his own screen shows it."""
        self.screens.setdefault(chat, []).append(Bubble(reference, self.clock.now(), False, text))

    def screen(self, chat: ChatKey) -> tuple[Bubble, ...]:
        """Everything on this phone, the oldest first."""
        return tuple(self.screens.get(chat, ()))
