"""A queue that forgets everything, between any two steps, costs time: never a word and never a word twice."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from fixi.adapters.memory.queues import MemoryInbox, MemoryLeases
from fixi.adapters.simulator.bodies import text_body
from fixi.domain.values import ChatKey
from fixi.ports.storage import Entry
from tests.properties.harness import CLIENTS, FUSED, PROS, Fuse, System

STORY = (
    (CLIENTS[0], "water is leaking under my sink, Herzl 71 Haifa, tomorrow at 10"),
    (CLIENTS[0], "yes"),
    (PROS[0], "2"),
    (PROS[1], "1"),
    (CLIENTS[1], "the power socket sparks, Bialik 83 Haifa, tomorrow at 14"),
    (CLIENTS[1], "yes"),
    (CLIENTS[0], "status"),
    (PROS[1], "done"),
    (CLIENTS[0], "5"),
    (CLIENTS[0], "great work"),
)


@dataclass
class Forgetting(Fuse):
    """Where a fuse would let the process die, the queue forgets, and the process goes on."""

    queue: "LostQueue | None" = None

    def tick(self) -> None:
        self.ticks += 1
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0 and self.queue is not None:
            self.left = None
            self.queue.forgets()


@dataclass
class LostQueue(System):
    """A system whose messages come in by the door, and whose queue can be flushed."""

    forgetting: Forgetting = field(default_factory=Forgetting)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.fuse = self.forgetting
        self.forgetting.queue = self
        for name in FUSED:
            getattr(self.container, name)()._fuse = self.forgetting

    def forgets(self) -> None:
        """Letters, seen ids, leases, knocks, ticks and the sign that nothing is missing: all of it."""
        fresh: dict[str, Any] = {"inbox": MemoryInbox(), "leases": MemoryLeases(self.clock)}
        for name, port in fresh.items():
            getattr(self.container, name)()._port = self.real[name] = port
        self.real["wakeups"].forget()
        self.container.ticks()._seen.clear()
        self.container.continuity().forget()

    def hears(self, chat: str, text: str, message: str | None = None, **over: Any) -> str:
        at = self.clock.now()
        body = text_body(ChatKey(chat), message or f"m{len(self.received)}", text, at)
        (heard,) = inbound = self.container.parser().parse(body, at)
        self.run(self.receive(inbound, at))
        self.received.append(heard.id)
        return str(heard.id)


def told(system: System) -> dict[str, list[str]]:
    """What each phone was told, in order."""
    return {who: [b.text for b in system.phones.screen(ChatKey(who)) if b.ours] for who in (*CLIENTS, *PROS)}


def play(forgets_at: int | None, plant: Callable[[System], None] | None = None) -> LostQueue:
    """The story, with the queue forgetting everything at this step."""
    system = LostQueue(plant=plant, forgetting=Forgetting(forgets_at))
    for who, text in STORY:
        system.hears(who, text)
        system.settle()
        for _ in range(2):
            system.heal()
    return system


def steps_of_the_story() -> int:
    system = play(None)
    ticks = system.fuse.ticks
    system.close()
    return ticks


STEPS = steps_of_the_story()
PARTS = 8
EVERY = 2  # between the end of one call and the beginning of the next one nothing happens


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, list[str]]:
    system = play(None)
    screens = told(system)
    system.close()
    return screens


def in_any_order(screens: dict[str, list[str]]) -> dict[str, Counter[str]]:
    return {who: Counter(texts) for who, texts in screens.items()}


@pytest.mark.parametrize("part", range(PARTS))
def test_a_queue_that_forgets_at_any_step_changes_nothing_that_people_see(
    part: int, undisturbed: dict[str, list[str]]
) -> None:
    """Once in the story the order is another one: when it forgets between two letters from one machine to another."""
    reordered = []
    for step in range(1 + EVERY * part, STEPS, EVERY * PARTS):
        system = play(step)
        screens = told(system)
        assert system.fuse.left is None, "the queue did not forget"
        assert in_any_order(screens) == in_any_order(undisturbed), f"forgot at step {step} of {STEPS}"
        reordered += [step] if screens != undisturbed else []
        system.check(resting=True)
        system.close()
    assert len(reordered) <= 1, reordered


def test_a_queue_that_forgets_all_the_time_changes_nothing_either(undisturbed: dict[str, list[str]]) -> None:
    system = LostQueue()
    for who, text in STORY:
        system.hears(who, text)
        system.forgets()
        for _ in range(8):
            system.clock.move(timedelta(seconds=5))
            system.heal()
            system.forgets()
        system.heal()
    assert told(system) == undisturbed
    system.check(resting=True)
    system.close()


def test_without_its_letters_coming_back_the_story_would_end_otherwise(undisturbed: dict[str, list[str]]) -> None:
    """The tests above can fail: the same, with senders who keep nothing."""

    nobody: tuple[Entry, ...] = ()

    async def nothing(since: datetime) -> AsyncIterator[Entry]:
        for entry in nobody:
            yield entry

    def ends_otherwise(step: int) -> bool:
        system = play(step, lambda system: setattr(system.container.told(), "since", nothing))
        screens = told(system)
        system.close()
        return screens != undisturbed

    assert any(ends_otherwise(step) for step in range(1, STEPS, 5))
