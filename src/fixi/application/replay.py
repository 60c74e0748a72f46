"""What was set aside is tried once more, when whatever was wrong with it has been mended."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from fixi.application.roles import Roles
from fixi.domain.errors import Invalid, Refused
from fixi.domain.events import Heard
from fixi.domain.values import ChatKey
from fixi.ports.clock import Clock
from fixi.ports.messaging import Inbound, Odd, WebhookParser
from fixi.ports.queues import Inbox, Letter, Unreadable
from fixi.ports.storage import Kept, Ledger, LedgerEntry, Professionals, Quarantine

MANY = 1000
AGAIN = re.compile(r"(.+):again:([0-9]+)")

type Receives = Callable[[tuple[Inbound, ...], datetime], Awaitable[None]]


class Replay:
    """Puts letters back into the inbox, and reads bodies anew."""

    def __init__(
        self,
        quarantine: Quarantine,
        inbox: Inbox,
        ledger: Ledger,
        professionals: Professionals,
        parser: WebhookParser,
        receive: Receives,
        clock: Clock,
    ) -> None:
        self._quarantine = quarantine
        self._inbox = inbox
        self._ledger = ledger
        self._roles = Roles(professionals, clock)
        self._parser = parser
        self._receive = receive
        self._clock = clock

    async def listed(self) -> tuple[Kept, ...]:
        """What is set aside, the newest first."""
        return await self._quarantine.listed(MANY)

    async def __call__(self, name: str) -> int:
        """Replay what has this id, or all letters of the chat with this phone, the oldest first; how many that were.

        The next sweep has them worked. Raises Refused with a line for a person when nothing could be replayed.
        """
        found = await self._found(name)
        if not found:
            raise Refused(f"nothing is set aside under {name}")
        refusals = []
        for kept in reversed(found):
            try:
                await (self._body(kept) if kept.letter is None else self._letter(kept, kept.letter))
            except Refused as error:
                refusals.append(f"{kept.id} still cannot be understood: {error.reason}")
        if len(refusals) == len(found):
            raise Refused("; ".join(refusals))
        return len(found) - len(refusals)

    async def _found(self, name: str) -> tuple[Kept, ...]:
        try:
            chat = ChatKey(name)
        except Invalid:
            kept = await self._quarantine.get(name)
            return (kept,) if kept is not None else ()
        return await self._quarantine.listed(MANY, f"chat:{chat}")

    async def _letter(self, kept: Kept, letter: Letter) -> None:
        """Back under an id that nobody has seen; a message counts under it too, for the old id has its outcome."""
        if isinstance(letter.event, Unreadable):
            raise Refused(kept.reason)
        name = again(letter.id)
        event = replace(letter.event, id=name) if isinstance(letter.event, Heard) else letter.event
        await self._inbox.put(Letter(name, letter.address, event, letter.to))
        chat = letter.to or await self._roles.key(letter.address.partition(":")[2])
        await self._done(kept, name, str(chat), letter.id)

    async def _body(self, kept: Kept) -> None:
        at = self._clock.now()
        inbound = self._parser.parse(kept.body, at)
        odd = [item for item in inbound if isinstance(item, Odd)]
        if odd and len(odd) == len(inbound):
            raise Refused(odd[0].reason)
        await self._receive(inbound, at)
        await self._done(kept, kept.id, "", f"quarantine:{kept.id}")

    async def _done(self, kept: Kept, name: str, chat: str, before: str) -> None:
        line = LedgerEntry(f"replay:{name}", self._clock.now(), "replay", chat, "replayed", kept.reason, ref=before)
        await self._ledger.write(line)
        await self._quarantine.forget(kept.id)


def again(name: str) -> str:
    """The id of the next attempt at a letter of this id."""
    before = AGAIN.fullmatch(name)
    return f"{before[1]}:again:{int(before[2]) + 1}" if before is not None else f"{name}:again:1"
