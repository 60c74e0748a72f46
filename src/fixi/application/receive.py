"""What came in is kept before anything else happens: letters in the inbox, the rest in the ledger."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from fixi.domain.account import Sighting
from fixi.domain.burst import finished_at
from fixi.domain.errors import Invalid, Unavailable
from fixi.domain.events import Heard, Receipt
from fixi.domain.values import ChatKey, Key, Kind
from fixi.ports.account import AccountBook
from fixi.ports.messaging import AccountNews, Echo, Ignored, Inbound, Odd
from fixi.ports.people import Aliases
from fixi.ports.queues import Inbox, Letter, Task, Wakeups
from fixi.ports.storage import Ledger, LedgerEntry, Policies, Professionals, Quarantine


class Receive:
    """Keeps what a provider delivered, once, and knocks."""

    def __init__(
        self,
        inbox: Inbox,
        ledger: Ledger,
        quarantine: Quarantine,
        wakeups: Wakeups,
        policies: Policies,
        account: AccountBook,
        aliases: Aliases,
        professionals: Professionals,
    ) -> None:
        self._inbox = inbox
        self._ledger = ledger
        self._quarantine = quarantine
        self._wakeups = wakeups
        self._policies = policies
        self._account = account
        self._aliases = aliases
        self._professionals = professionals

    async def __call__(self, inbound: tuple[Inbound, ...], at: datetime) -> None:
        """Keep everything; raises Unavailable when it could not be stored, and then it may simply come again."""
        for item in inbound:
            if isinstance(item, Ignored):
                if item.message:
                    line = LedgerEntry(item.id, at, "in", "", "ignored", item.reason)
                    await self._ledger.write(line)
                continue
            if isinstance(item, AccountNews):
                await self._account.saw(Sighting(item.state, item.at))
                continue
            if isinstance(item, Odd):
                await self.quarantine(item.body, item.reason, at)
                continue
            if isinstance(item, Echo):  # ours most likely, and known; what is not, reconciling finds in the journal
                continue
            item = await self._in_his_chat(item)  # noqa: PLW2901 - the same one, in its place
            address = f"chat:{item.chat}"
            if not await self._inbox.put(Letter(item.id, address, item)):
                continue
            with suppress(Unavailable):  # it is kept, and that was promised: what nobody was told of the sweep finds
                ready = finished_at((item,), await self._policies.current()) if isinstance(item, Heard) else at
                await self._wakeups.knock(Task.TURN, address, ready - at)

    async def quarantine(self, body: bytes, reason: str, at: datetime) -> None:
        """Keep what could not be understood, for a person to look at; it counts in the balance."""
        kept = await self._quarantine.keep(body, reason, at)
        await self._ledger.write(LedgerEntry(f"quarantine:{kept}", at, "in", "", "quarantined", reason))

    async def _in_his_chat[E: Heard | Receipt](self, item: E) -> E:
        """The same, in the one chat of a person whom the provider knows by two names."""
        chat = _chat_of(item.ours) if isinstance(item, Receipt) and item.ours else None
        chat = chat or await self._his_chat(item.chat, item.alias)
        return item if chat == item.chat else replace(item, chat=chat)

    async def _his_chat(self, chat: ChatKey, alias: ChatKey | None) -> ChatKey:
        """The chat in which he was first seen, but for a professional: he is known by his phone."""
        alias = alias or chat
        if alias.user is None:
            return chat
        try:
            first = await self._aliases.chat(alias, chat)
            if first != chat and chat.phone is not None and await self._professionals.get(chat.phone) is not None:
                await self._aliases.move(alias, chat)
                return chat
        except Unavailable:
            if chat.phone is None:
                raise
            return chat  # with his phone he is known well enough, and his next message tells both names again
        return first


def _chat_of(entry: str) -> ChatKey | None:
    """The chat that this entry of an outbox was for, however the provider writes the number; None for another id."""
    try:
        key = Key.parse(entry.rsplit(":", 2)[0])
        return None if key.kind is Kind.LEAD else ChatKey(key.id)
    except Invalid:
        return None
