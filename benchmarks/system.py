"""Rows that need a whole system; today it is in memory, with the rules reader and the simulator."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from dependency_injector import providers

from benchmarks.result import Result, per_second
from fixi.domain.forms import Reading, ReadingTask
from fixi.domain.matching import Search, rank
from fixi.domain.policy import Policy
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey, Trade
from fixi.entrypoints.demo.town import Town
from fixi.entrypoints.local_worker import LocalWorker
from fixi.ports.ai import Reader

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CHATS = 40
BURST = ("hi", "water is leaking", "under my sink", "Herzl 12 Haifa", "tomorrow at 10")


class Counting(Reader):
    """Counts how often it is asked."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.calls = 0

    async def read(self, task: ReadingTask) -> Reading:
        """See Reader."""
        self.calls += 1
        return await self._reader.read(task)


async def _town(pros: int = 0) -> Town:
    town = Town.build(AT)
    haifa = town.container.places().named("Haifa")
    assert haifa is not None
    await town.add(*(Professional(f"97250{n:07d}", f"Pro {n}", (Trade("plumber"),), (haifa,)) for n in range(pros)))
    return town


def reader_calls() -> Result:
    """Row S7: a burst of five messages is read once."""

    async def run() -> int:
        town = await _town()
        counting = Counting(town.container.reader())
        town.container.reader.override(providers.Object(counting))
        fresh = Town(town.container, town.http, town.clock, _worker(town))
        chat = ChatKey("972540000001")
        await fresh.says(chat, "hello")
        await fresh.settle()
        await fresh.says(chat, "yes")
        await fresh.settle()
        before = counting.calls
        for words in BURST:
            await fresh.says(chat, words)
        await fresh.settle()
        await fresh.close()
        return counting.calls - before

    calls = asyncio.run(run())
    return Result("calls to the reader for a burst of five messages", str(calls), "1", calls == 1)


def _worker(town: Town) -> Any:
    box = town.container
    return LocalWorker(box.wakeups(), box.turn(), box.deliver(), box.sweep(), box.care())


def messages() -> Result:
    """Webhook in to phone out, all in memory: what the system costs without a network and a disk."""

    def work() -> int:
        async def run() -> int:
            town = await _town(20)
            for number in range(CHATS):
                await town.says(ChatKey(f"97254{number:07d}"), "water is leaking, Herzl 12 Haifa, tomorrow at 10")
            await town.settle()
            for number in range(CHATS):
                await town.says(ChatKey(f"97254{number:07d}"), "yes")
            await town.settle()
            await town.close()
            return 2 * CHATS

        return asyncio.run(run())

    rate = per_second(work, runs=3)
    return Result("messages/s from webhook to reply, whole system in memory, one process", f"{rate:,.0f}")


def routing() -> Result:
    """How long the pure ranking takes for as many candidates as are ever compared."""

    async def people() -> tuple[Professional, ...]:
        town = await _town(32)
        haifa = town.container.places().named("Haifa")
        assert haifa is not None
        found: tuple[Professional, ...] = await town.container.professionals().near(
            Trade("plumber"), haifa, 10.0, "lead", AT, Policy()
        )
        await town.close()
        return found

    pros = asyncio.run(people())
    place = pros[0].areas[0]
    search, policy = Search("lead", "972540000001", Trade("plumber"), place), Policy()

    def work() -> int:
        for _ in range(50):
            rank(pros, search, 10.0, AT, policy)
        return 50

    rate = per_second(work)
    return Result("rankings/s of 32 candidates, with reasons", f"{rate:,.0f}")
