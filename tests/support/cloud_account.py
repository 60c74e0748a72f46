"""The Cloud API adapters over the stand-in, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from fixi.adapters.cloudapi.account import Account
from fixi.adapters.cloudapi.client import CloudApi
from fixi.adapters.cloudapi.messenger import CloudApiMessenger
from fixi.adapters.cloudapi.webhook import CloudApiWebhook
from fixi.adapters.memory.book import MemoryLedger
from fixi.adapters.memory.files import MemoryFiles
from fixi.adapters.memory.store import Store
from fixi.adapters.system.clock import MovedClock
from fixi.domain.errors import Unavailable
from fixi.domain.events import Heard, Receipt
from fixi.domain.values import Key
from fixi.ports.messaging import Inbound
from fixi.ports.storage import LedgerEntry
from tests.support.cloud_bodies import NUMBER, SECRET
from tests.support.cloud_standin import TOKEN, CloudStandIn, cloud_standin
from tests.support.samples import AT


class Book(MemoryLedger):
    """A book that can be shut."""

    def __init__(self) -> None:
        super().__init__(Store())
        self.shut = False

    async def lines(self, chat: str, limit: int) -> tuple[LedgerEntry, ...]:
        if self.shut:
            raise Unavailable
        return await super().lines(chat, limit)


@dataclass
class Cloud:
    """One number, our side of it, and a calendar that both share."""

    clock: MovedClock
    account: CloudStandIn
    api: CloudApi
    messenger: CloudApiMessenger
    files: MemoryFiles
    book: Book = field(repr=False)
    parser: CloudApiWebhook = field(default_factory=lambda: CloudApiWebhook(SECRET, NUMBER))

    async def comes_in(self) -> list[Inbound]:
        """What the number has to tell is taken in; receipts stand in the book as a turn writes them."""
        found: list[Inbound] = []
        while self.account.told:
            found += self.parser.parse(self.account.told.popleft(), self.clock.now())
        for item in found:
            if isinstance(item, Receipt):
                key, at = str(Key.client(item.chat)), self.clock.now()
                await self.book.write(
                    LedgerEntry(item.id, at, "receipt", key, item.status, item.reason, item.ours, item.message)
                )
            elif isinstance(item, Heard):
                await self.book.write(LedgerEntry(item.id, item.at, "in", str(Key.client(item.chat)), "answered"))
        return found


@asynccontextmanager
async def cloud(
    clock: MovedClock | None = None, *, patience: float = 5.0, settle: timedelta = timedelta(), **known: Any
) -> AsyncIterator[Cloud]:
    """Time passes only when the test says so; free words are taken always, unless a window is given."""
    moved = clock or MovedClock(AT)
    files, book = MemoryFiles(), Book()

    def stopwatch() -> float:
        return moved.now().timestamp()

    async with (
        cloud_standin(**{"now": moved.now, "window": None} | known) as account,
        CloudApi(Account(NUMBER, TOKEN, account.url), patience, stopwatch) as api,
    ):
        messenger = CloudApiMessenger(api, moved, files, book, settle=settle, stopwatch=stopwatch)
        yield Cloud(moved, account, api, messenger, files, book)
