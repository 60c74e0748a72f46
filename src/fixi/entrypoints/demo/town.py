"""A town in memory: phones, a clock that is moved by hand, and the real system between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import httpx
from dependency_injector import providers

from fixi.container import Container
from fixi.domain.policy import Policy
from fixi.entrypoints.api.app import build_app
from fixi.entrypoints.demo.phones import Phones
from fixi.entrypoints.local_worker import LocalWorker
from fixi.ports.ai import Reader
from fixi.ports.storage import State
from fixi.settings import Settings

TOKEN = "town"  # noqa: S105 - the webhook of a system that nobody else can reach
PATIENCE = timedelta(seconds=40)

type ReaderOf = Callable[[Reader], Reader]


@dataclass
class Town(Phones):
    """The system in this process, its worker and its clock."""

    worker: LocalWorker

    @classmethod
    def build(cls, at: datetime, policy: Policy | None = None, reads: ReaderOf | None = None, **known: Any) -> "Town":
        """A new town at this moment; `reads` makes a reader of the rules, `known` are settings of its own."""
        container = Container(settings=Settings(webhook_token=TOKEN, **known))
        if reads is not None:
            container.reader.override(providers.Object(reads(container.rules())))
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
        worker = LocalWorker(
            container.wakeups(), container.turn(), container.deliver(), container.sweep(), container.care()
        )
        return cls(container, http, clock, worker)

    async def settle(self) -> None:
        """See Phones."""
        await self._until(self.now + PATIENCE, only_knocks=True)

    async def wait(self, length: timedelta) -> None:
        """See Phones."""
        end = self.now + length
        await self._until(end, only_knocks=False)
        self.clock.move_to(max(end, self.now))
        await self.worker.sweep()
        await self.settle()

    async def _until(self, end: datetime, *, only_knocks: bool) -> None:
        await self.worker.drain()
        while True:
            due = None if only_knocks else self.container.repository().next_due()
            daily = None if only_knocks else await self.next_daily()
            moments = [at for at in (self.container.wakeups().next_at(), due, daily) if at is not None]
            if not moments or min(moments) > end:
                return
            self.clock.move_to(max(min(moments), self.now))
            if due is not None and due <= self.now:
                await self.worker.sweep()
            if daily is not None and daily <= self.now:
                await self.daily()
            await self.worker.drain()

    def states(self) -> tuple[State, ...]:
        """Every document's state."""
        states: tuple[State, ...] = self.container.repository().states()
        return states
