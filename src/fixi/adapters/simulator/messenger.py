"""The simulator messenger."""

from dataclasses import dataclass, field
from datetime import datetime

from fixi.adapters.simulator.faults import FolderFaults
from fixi.adapters.simulator.network import Network
from fixi.domain.errors import Unavailable
from fixi.domain.guard import Channel
from fixi.domain.values import ChatKey
from fixi.ports.messaging import Message, Messenger
from fixi.ports.town import Bubble, Fault, Faults

CHANNEL = Channel("simulator")


@dataclass
class Simulator(Messenger):
    """Sends to the phones of a simulated network, which keeps a journal of what it accepted, as a provider does."""

    network: Network
    channel: Channel = CHANNEL
    faults: Faults = field(default_factory=FolderFaults, kw_only=True)

    async def send(self, message: Message) -> str:
        """See Messenger."""
        self._must_be_up()
        try:
            return self.network.accept(message)
        except OSError as error:
            raise Unavailable(f"simulator: {type(error).__name__}") from error

    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        """See Messenger."""
        self._must_be_up()
        try:
            screen = self.network.screen(message.chat)
        except OSError as error:
            raise Unavailable(f"simulator: {type(error).__name__}") from error
        return tuple(b.id for b in screen if b.ours and b.at >= since and b.text == message.text)

    def typed(self, chat: ChatKey, reference: str, text: str) -> None:
        """What the person himself wrote, as his own screen shows it."""
        self.network.typed(chat, reference, text)

    def screen(self, chat: ChatKey) -> tuple[Bubble, ...]:
        """Everything on this phone, the oldest first."""
        return self.network.screen(chat)

    def _must_be_up(self) -> None:
        if self.faults.on(Fault.PROVIDER_DOWN):
            raise Unavailable("simulator: switched off")
