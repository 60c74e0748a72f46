"""Copies save round trips and never a lie: what dies, stalls or is late leaves none behind."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, override

import pytest

from fixi.adapters.memory.documents import MemoryOutbox, MemoryRepository
from fixi.adapters.memory.store import Store
from fixi.adapters.redis.client import RedisClient
from fixi.adapters.redis.copies import MOST_USED, CopiedOutbox, CopiedRepository, Copies
from fixi.adapters.system.clock import MovedClock
from fixi.domain.effects import Alert
from fixi.domain.errors import Conflict, Unavailable
from fixi.domain.values import Key
from fixi.ports.storage import Change, Record
from tests.support.documents import CHAT, a_change, entries, idle, words
from tests.support.redis_server import Space, redis_space
from tests.support.samples import AT, HOUR, MINUTE


class Counting(MemoryRepository):
    """A store that counts how often it is read."""

    loads = 0
    trouble: Exception | None = None

    @override
    async def load(self, key: Key) -> Record | None:
        self.loads += 1
        return await super().load(key)

    @override
    async def save(self, change: Change) -> None:
        await super().save(change)
        if self.trouble is not None:
            raise self.trouble


@dataclass
class Process:
    """One process: its own copies over the shared store and the shared Redis."""

    truth: Counting
    repository: CopiedRepository
    outbox: CopiedOutbox

    @classmethod
    def of(cls, store: Store, client: RedisClient) -> "Process":
        truth, copies = Counting(store), Copies(client)
        outbox = MemoryOutbox(store, MovedClock(AT))
        return cls(truth, CopiedRepository(truth, copies), CopiedOutbox(outbox, copies))

    async def turns(self, **known: Any) -> int:
        """One turn: read, save; the version that it has read."""
        record = await self.repository.load(CHAT)
        version = record.version if record is not None else 0
        await self.repository.save(a_change(version, **known))
        return version


@pytest.fixture
async def space() -> AsyncIterator[Space]:
    async with redis_space() as own:
        yield own


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def one(store: Store, space: Space) -> Process:
    return Process.of(store, space.client)


@pytest.fixture
def other(store: Store, space: Space) -> Process:
    return Process.of(store, space.client)


async def test_what_was_saved_is_read_without_the_database_in_any_process(one: Process, other: Process) -> None:
    await one.turns(used=("a",))
    for process in (other, one, other):
        await process.turns(used=("b",))
    assert (one.truth.loads, other.truth.loads) == (1, 0)
    record = await one.repository.load(CHAT)
    assert record == Record(CHAT, 4, idle(3), frozenset({"a", "b"}))


async def test_whoever_dies_between_reading_and_saving_leaves_no_copy(one: Process, other: Process) -> None:
    await one.turns()
    await one.repository.load(CHAT)
    assert await other.turns() == 1
    assert other.truth.loads == 1


async def test_a_save_whose_answer_was_lost_leaves_no_copy(one: Process, other: Process) -> None:
    await one.turns()
    one.truth.trouble = Unavailable("time-out", unknown=True)
    with pytest.raises(Unavailable):
        await one.turns()
    assert await other.turns() == 2


async def test_who_was_too_late_reads_the_truth(one: Process, other: Process) -> None:
    await one.turns()
    late = await one.repository.load(CHAT)
    assert late is not None
    await other.turns()
    with pytest.raises(Conflict):
        await one.repository.save(a_change(late.version))
    assert await one.turns() == 2


async def test_a_copy_that_is_older_than_the_truth_costs_one_conflict(one: Process) -> None:
    await one.turns()
    await one.truth.save(a_change(1))
    with pytest.raises(Conflict):
        await one.turns()
    assert await one.turns() == 2


async def test_while_an_errand_waits_there_is_no_copy(one: Process, other: Process, space: Space) -> None:
    outbox = entries(CHAT, Alert("x", "y"), words("a"))
    await one.turns(outbox=outbox)
    assert space.keys() == {}
    await one.outbox.done(CHAT, (outbox[0].id,))
    assert list(space.keys()) == [f"copy:{CHAT}"]
    record = await other.repository.load(CHAT)
    assert record == Record(CHAT, 1, idle(0))
    assert other.truth.loads == 0


async def test_errands_that_a_dead_turn_left_behind_are_loaded_with_the_next(one: Process, other: Process) -> None:
    outbox = entries(CHAT, Alert("x", "y"))
    await one.turns(outbox=outbox)
    record = await other.repository.load(CHAT)
    assert record is not None
    assert record.errands == outbox


async def test_who_marks_later_puts_nothing_back(one: Process, other: Process, space: Space) -> None:
    """The errand of one turn is done by somebody else in its process, after another process has saved again."""
    outbox = entries(CHAT, Alert("x", "y"))
    await asyncio.create_task(one.turns(outbox=outbox))
    await other.turns()
    await asyncio.create_task(_marks(one, outbox[0].id))
    assert space.keys() == {}
    assert await other.turns() == 2


async def _marks(process: Process, entry: str) -> None:
    await process.outbox.done(CHAT, (entry,))


async def test_a_message_that_goes_out_meanwhile_puts_nothing_back(one: Process, space: Space) -> None:
    outbox = entries(CHAT, words("a"))
    await one.turns(outbox=outbox)
    record = await one.repository.load(CHAT)
    assert record is not None
    await one.outbox.done(CHAT, (outbox[0].id,))
    assert space.keys() == {}
    await one.repository.save(a_change(1))
    assert await one.turns() == 2
    assert one.truth.loads == 1


async def test_a_copy_ends_by_itself(one: Process, space: Space) -> None:
    await one.turns()
    space.age(HOUR + MINUTE)
    assert space.keys() == {}
    assert await one.turns() == 1


async def test_ids_do_not_pile_up_in_it(one: Process) -> None:
    for turn in range(3):
        await one.turns(used=tuple(f"{turn}-{n}" for n in range(MOST_USED // 2)))
    record = await one.repository.load(CHAT)
    assert record is not None
    assert {f"2-{n}" for n in range(MOST_USED // 2)} <= record.used
    assert len(record.used) <= MOST_USED


@pytest.mark.parametrize("text", ["not json", "[1]", '[1,{"_":"FromTomorrow"},[]]', "[1,null]"])
async def test_what_another_version_has_written_is_no_copy(one: Process, space: Space, text: str) -> None:
    await one.turns()
    space.server.tell("SET", space.client.key("copy", str(CHAT)), text)
    assert await one.turns() == 1
    assert one.truth.loads == 2


async def test_without_redis_everything_goes_on(store: Store) -> None:
    away = RedisClient("redis://127.0.0.1:1", "none:")
    process = Process.of(store, away)
    try:
        assert [await process.turns() for _ in range(3)] == [0, 1, 2]
    finally:
        await away.close()
