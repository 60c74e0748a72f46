"""The messenger of a dry run."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime

from fixi.adapters.dryrun.outgoing import Outgoing
from fixi.domain.errors import Unavailable
from fixi.domain.guard import Channel
from fixi.ports.messaging import Message, Messenger

CHANNEL = Channel("dryrun")
log = logging.getLogger(__name__)


@dataclass
class DryRun(Messenger):
    """Writes down what would be sent, and reaches nobody."""

    outgoing: Outgoing
    channel: Channel = CHANNEL

    async def send(self, message: Message) -> str:
        """See Messenger."""
        try:
            reference = self.outgoing.accept(message)
        except OSError as error:
            raise Unavailable(f"dryrun: {type(error).__name__}") from error
        log.info("would have been sent", extra={"chat": message.chat.masked, "ref": reference})
        return reference

    async def sent(self, message: Message, since: datetime) -> tuple[str, ...]:
        """See Messenger. A day can be long: it is read beside the event loop."""
        try:
            return await asyncio.to_thread(self._known, message, since)
        except OSError as error:
            raise Unavailable(f"dryrun: {type(error).__name__}") from error

    def _known(self, message: Message, since: datetime) -> tuple[str, ...]:
        same = (message.chat, message.text)
        return tuple(u.id for u in self.outgoing.since(since) if (u.message.chat, u.message.text) == same)
