"""The town of a story as it really runs: `fixi up` with its processes, and phones that write to it over HTTP.

Nobody waits for real minutes: the clock that all processes share is moved to the moment when something is due, and what
is due is knocked for. Everything else, every turn and every delivery, is done by the running worker.
"""

import asyncio
import os
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import httpx

from fixi.adapters.dramatiq.broker import NAMESPACE, QUEUES
from fixi.adapters.mongo.lines import line_of
from fixi.adapters.redis.client import Script
from fixi.adapters.simulator.network import Network
from fixi.container import Container
from fixi.domain.burst import finished_at
from fixi.domain.care import EPOCH
from fixi.domain.events import Heard
from fixi.domain.invariants import World
from fixi.domain.policy import Policy
from fixi.domain.professional import Booking
from fixi.domain.values import ChatKey, Key, Slot
from fixi.entrypoints.books import found
from fixi.entrypoints.demo.phones import MANY, Bubble, Phones
from fixi.entrypoints.demo.player import policy_of
from fixi.entrypoints.demo.story import Story
from fixi.ports.queues import Letter, Task
from fixi.ports.storage import LedgerEntry
from fixi.settings import Settings
from tests.system.running import Running

PATIENCE_SECONDS = 25.0
LOOKS = 0.002, 0.003, 0.005, 0.005, 0.01  # seconds between looking whether the worker is through
SOON = timedelta(seconds=40)  # what happens within this time happens by itself, as in the town in memory
IN_VAIN = 20
CALENDAR = timedelta(days=60)
KEPT_KEYS = (NAMESPACE, "fixi:heartbeats", "fixi:continuity")
KEPT_COLLECTIONS = ("schema", "policies")

# A message stays in its queue until the worker is through with it. KEYS: the queues.
BUSY = Script("local n = 0 for _, queue in ipairs(KEYS) do n = n + redis.call('HLEN', queue) end return n")


@dataclass
class RunningTown(Phones):
    """The running system, seen from outside and through its books."""

    network: Network
    stories: int = field(default=0, kw_only=True)
    screens: dict[ChatKey, list[Bubble]] = field(default_factory=dict, kw_only=True)
    shown: set[str] = field(default_factory=set, kw_only=True)

    @classmethod
    async def of(cls, running: Running) -> "RunningTown":
        """The town of this system, which must run with a clock that can be moved."""
        token, api = running.run_file["webhook_token"], running.run_file["api"]
        http = httpx.AsyncClient(base_url=api, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE_SECONDS)
        container = Container(settings=found(Settings(data_dir=running.folder / "data"), queue=True))
        await container.database().prepare()
        return cls(container, http, container.clock(), Network(container.clock()))

    async def close(self) -> None:
        """See Phones."""
        await super().close()
        await self.container.redis().close()
        await self.container.database().close()

    # A new story

    async def begin(self, story: Story) -> None:
        """Nobody has ever written, and it is the moment when this story begins."""
        until = time.monotonic() + PATIENCE_SECONDS
        while await self._forget():
            assert time.monotonic() < until, "something goes on by itself"
        self.stories += 1
        self.sent = 0
        self.read = {}
        self.screens = {ChatKey(person.phone): [] for person in (*story.clients, *story.pros)}
        self.network = Network(self.clock, self._phones)
        self.shown = set()
        policies, policy = self.container.policies(), policy_of(story)
        if await policies.current() != policy:
            await policies.change(policy, "story", story.now)
        self.clock.move_to(story.now)

    async def _forget(self) -> bool:
        """Forget all; True when there was something left, so that whoever was at work meanwhile left nothing behind."""
        await self._idle()
        client, ask = self.container.database().client, self.container.redis().ask
        database = client[self.container.database().name]
        left = 0
        for name in await database.list_collection_names():
            if name not in KEPT_COLLECTIONS:
                left += (await database[name].delete_many({})).deleted_count
        keys = [key for key in await ask("KEYS", "fixi:*") if not key.startswith(KEPT_KEYS)]
        if keys:
            await ask("DEL", *keys)
        for journal in self._phones.glob("*.jsonl"):
            left += journal.stat().st_size
            os.truncate(journal, 0)  # and not removed: others have it open
        return left + len(keys) > 0

    @property
    def _phones(self) -> Path:
        folder: Path = self.container.settings().data_dir / "simulator"
        return folder

    # Phones

    def new_message(self) -> str:
        """See Phones. No two stories have a message in common: what has come once is remembered."""
        self.sent += 1
        return f"TOWN{self.stories:03d}N{self.sent:03d}"

    def typed(self, chat: ChatKey, message: str, text: str) -> None:
        """See Phones. Nobody looks at the screen."""

    def bubbles(self, chat: ChatKey) -> tuple[Bubble, ...]:
        """See Phones. The network keeps days, a story can last for weeks: what was seen once is kept here."""
        self._look()
        return tuple(self.screens[chat])

    def _look(self) -> None:
        for phone, screen in self.screens.items():
            screen += [bubble for bubble in self.network.screen(phone) if bubble.id not in self.shown]
            self.shown |= {bubble.id for bubble in screen}

    # Time

    async def settle(self) -> None:
        """See Phones. Nothing runs, nothing is unread, nothing waits to be sent; and nothing has begun meanwhile."""
        until = time.monotonic() + PATIENCE_SECONDS
        await self._idle()
        while await self._pushed() or await self._busy() or await self._waiting():
            assert time.monotonic() < until, f"it does not come to rest: {await self._what_waits()}"
            await self._idle()

    async def wait(self, length: timedelta) -> None:
        """See Phones."""
        end, daily = self.now + length, await self.next_daily()
        moved, times = self.now, 0
        while True:
            await self.settle()
            due = min(await self._next_due() or daily, daily)
            if due > end:
                break
            times = times + 1 if due <= moved else 0
            assert times < IN_VAIN, f"{due} is due and nothing comes of it"
            moved = max(due, moved)
            await self._move_to(due)
            if due == daily:
                await self.daily()
                daily = await self.next_daily()
        await self._move_to(end)
        await self.settle()

    async def _move_to(self, at: datetime) -> None:
        self._look()
        self.clock.move_to(max(at, self.now))
        await self.container.sweep()()

    async def _pushed(self) -> bool:
        """Knock for whatever waits, at the moment when it is ready; False when nothing does."""
        unread = {name: await self.container.inbox().unread(name) for name in await self._waiting()}
        speaking = await self.container.outbox().waiting(self.now + SOON, MANY)
        if not unread and not speaking:
            return False
        policy = await self.container.policies().current()
        ready = [_ready(letters, self.now, policy) for letters in unread.values()]
        for key in speaking:
            ready += [entry.after or self.now for entry in await self.container.outbox().pending(key)]
        self.clock.move_to(max(min(ready, default=self.now), self.now))
        for name in unread:
            await self.container.wakeups().knock(Task.TURN, name)
        for key in speaking:
            await self.container.wakeups().knock(Task.DELIVER, str(key))
        return True

    async def _waiting(self) -> tuple[str, ...]:
        waiting: tuple[str, ...] = await self.container.inbox().waiting(MANY)
        return waiting

    async def _what_waits(self) -> str:
        speaking = await self.container.outbox().waiting(self.now + SOON, MANY)
        return f"unread {await self._waiting()}, to be sent {[key.masked for key in speaking]}"

    async def _idle(self) -> None:
        """The worker is through with everything that was knocked for."""
        until = time.monotonic() + PATIENCE_SECONDS
        pauses = chain(LOOKS, repeat(LOOKS[-1]))
        while await self._busy():
            assert time.monotonic() < until, "the worker does not come to an end"
            await asyncio.sleep(next(pauses))

    async def _busy(self) -> bool:
        queues = [f"{NAMESPACE}:{queue}.msgs" for queue in QUEUES.values()]
        return bool(await self.container.redis().run(BUSY, queues, (), again=True))

    async def _next_due(self) -> datetime | None:
        """When the next document wants to be woken."""
        first = self._machines.find({"due_at": {"$gt": EPOCH}}, {"due_at": 1}).sort("due_at", 1).limit(1)
        found = await first.to_list()
        at: datetime | None = found[0]["due_at"] if found else None
        return at

    # What is known

    @cached_property
    def _machines(self) -> Any:
        return self.container.database().machines.get_pymongo_collection()

    async def lines(self) -> tuple[LedgerEntry, ...]:
        """The whole ledger."""
        await self.container.ledger().balance()  # moves there what is still in documents
        found = await self.container.database().ledger.get_pymongo_collection().find({}).to_list()
        return tuple(line_of(line) for line in found)

    async def world(self) -> World:
        """Everything that the invariants look at."""
        container, lines = self.container, await self.lines()
        pros = await container.professionals().listed("", MANY)
        span = Slot(self.now - CALENDAR, self.now + CALENDAR)
        bookings: dict[str, tuple[Booking, ...]] = {
            pro.id: await container.calendar().bookings(pro.id, span) for pro in pros
        }
        due = await self._machines.find({"kind": "lead"}, {"due_at": 1}).to_list()
        return World(
            self.now,
            await container.policies().current(),
            await self.leads(),
            {Key.parse(document["_id"]).id: document.get("due_at") for document in due},
            pros,
            bookings,
            outcomes=tuple((line.id, line.outcome) for line in lines if line.kind == "in"),
            sent=tuple(line.ref for line in lines if line.kind == "out" and line.outcome == "sent"),
        )


def _ready(letters: tuple[Letter, ...], at: datetime, policy: Policy) -> datetime:
    """When a turn would use some of these."""
    heard = tuple(letter.event for letter in letters if isinstance(letter.event, Heard))
    return finished_at(heard, policy) if len(heard) == len(letters) > 0 else at
