"""What is done to the processes, one kind after another."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis

from tests.chaos.dice import Dice
from tests.chaos.provider import STRANGERS, Provider, Sent
from tests.chaos.waiting import until
from tests.system.running import Running

HELD = 5
VOLLEY = 30
QUIET_SECONDS = 2.5  # the policy's quiet window: then a burst is over, and its turn begins
PATIENCE_SECONDS = 40.0
SERVERS = ("queue", "database")


@dataclass
class Scene:
    """The system, whoever writes to it, and how often something was killed; `away` is how long a server stays down."""

    running: Running
    provider: Provider
    dice: Dice
    away: float = 20.0
    kills: int = 0
    strangers: int = 0
    held: list[Sent] = field(default_factory=list)

    def stranger(self, text: str) -> Sent:
        """Somebody who never wrote before writes; he is answered with the question whether we may go on."""
        self.strangers += 1
        return self.provider.write(f"{STRANGERS}{self.strangers:05d}", text)

    async def living(self, name: str) -> int:
        """The process of this part, when it runs."""
        return await until(lambda: _running(self._pid(name)), PATIENCE_SECONDS)

    async def workers(self) -> tuple[int, ...]:
        """The processes below the worker's master, when there are any."""
        return await until(lambda: _children(self._pid("worker")), PATIENCE_SECONDS)

    @asynccontextmanager
    async def held_workers(self) -> AsyncIterator[None]:
        """Nobody works for a moment, and nobody is killed: what comes in stays unread."""
        pids = (await self.living("worker"), *await self.workers())
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def _pid(self, name: str) -> int:
        """Its process; 0 while it waits to be started again."""
        pid: int = self.running.run_file["pids"].get(name, 0)
        return pid

    def kill(self, *pids: int) -> None:
        """As the kernel does when memory is short."""
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            self.kills += 1

    async def moment(self, longest: float = 1.5) -> None:
        """Any moment from now."""
        await asyncio.sleep(self.dice.between(0, longest))


async def kill_api(scene: Scene) -> None:
    """Between requests, or in one: whatever it is doing."""
    scene.kill(await scene.living("api"))


async def kill_api_in_the_middle(scene: Scene) -> None:
    """With many requests on their way: some are stored and never answered, some never read."""
    pid = await scene.living("api")
    scene.held += [scene.stranger(f"hello, I am number {number}") for number in range(VOLLEY)]
    await scene.moment(0.15)
    scene.kill(pid)


async def kill_master(scene: Scene) -> None:
    """The worker's master; its workers leave when they see it, and others have begun by then."""
    scene.kill(await scene.living("worker"))


async def kill_worker(scene: Scene) -> None:
    """The one that works; its master ends then, and is started again."""
    scene.kill(scene.dice.one_of(await scene.workers()))


async def kill_master_and_worker(scene: Scene) -> None:
    """Everything that works, at once."""
    scene.kill(await scene.living("worker"), *await scene.workers())


async def kill_worker_in_the_middle(scene: Scene) -> None:
    """With many turns under way: their quiet windows are over at the same moment, and that is the moment."""
    pids = await scene.workers()
    some = [scene.stranger(f"hello, here is number {number}") for number in range(VOLLEY)]
    scene.held += some
    await scene.provider.acknowledged(*some)
    await asyncio.sleep(QUIET_SECONDS)
    await scene.moment(0.5)
    scene.kill(*pids)


async def kill_scheduler(scene: Scene) -> None:
    """Who knocks for the sweep."""
    scene.kill(await scene.living("scheduler"))


async def kill_queue(scene: Scene) -> None:
    """Valkey; it comes back with what its file holds."""
    scene.kill(await scene.living("queue"))


async def kill_database(scene: Scene) -> None:
    """The database; it comes back with what it confirmed."""
    scene.kill(await scene.living("database"))


async def _stay_down(scene: Scene, *names: str) -> None:
    """Killed and kept down: `up` itself is stopped meanwhile, or it would start them again at once."""
    pids = [await scene.living(name) for name in names]
    up = scene.running.process
    if up is None:
        raise RuntimeError("there is no system")
    up.send_signal(signal.SIGSTOP)
    try:
        scene.kill(*pids)
        await asyncio.sleep(scene.away)
    finally:
        up.send_signal(signal.SIGCONT)


async def queue_down(scene: Scene) -> None:
    """No Valkey for a while: connections are refused."""
    await _stay_down(scene, "queue")


async def database_down(scene: Scene) -> None:
    """No database for a while."""
    await _stay_down(scene, "database")


async def both_down(scene: Scene) -> None:
    """Neither of them."""
    await _stay_down(scene, *SERVERS)


async def worker_without_database(scene: Scene) -> None:
    """A worker that is started while there is no database: `up` starts it at once, and the database is stopped."""
    pid = await scene.living("database")
    os.kill(pid, signal.SIGSTOP)
    try:
        await kill_master_and_worker(scene)
        await asyncio.sleep(scene.away)
    finally:
        os.kill(pid, signal.SIGCONT)


async def _hang(scene: Scene, name: str) -> None:
    pid = await scene.living(name)
    os.kill(pid, signal.SIGSTOP)
    try:
        await asyncio.sleep(scene.away)
    finally:
        os.kill(pid, signal.SIGCONT)


async def queue_hangs(scene: Scene) -> None:
    """Valkey takes connections and says nothing."""
    await _hang(scene, "queue")


async def database_hangs(scene: Scene) -> None:
    """The database takes connections and says nothing."""
    await _hang(scene, "database")


async def flush(scene: Scene) -> None:
    """Valkey forgets everything while acknowledged messages lie in it that nobody has read: the workers are held."""
    async with scene.held_workers():
        unread = [scene.stranger(f"are you there? This is number {number}") for number in range(HELD)]
        await scene.provider.acknowledged(*unread)
        scene.held += unread
        await asyncio.to_thread(_flush, scene.running.run_file["redis"])


def _flush(url: str) -> None:
    with redis.Redis.from_url(url) as client:
        client.flushall()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of disturbance, and how many processes it kills."""

    name: str
    kills: int
    do: Callable[[Scene], Awaitable[None]]


QUICK = (
    Kind("API killed", 1, kill_api),
    Kind("API killed in the middle of requests", 1, kill_api_in_the_middle),
    Kind("worker's master killed", 1, kill_master),
    Kind("worker killed", 1, kill_worker),
    Kind("worker killed in the middle of turns", 1, kill_worker_in_the_middle),
    Kind("worker and master killed", 2, kill_master_and_worker),
    Kind("scheduler killed", 1, kill_scheduler),
    Kind("Valkey killed", 1, kill_queue),
    Kind("database killed", 1, kill_database),
    Kind("Valkey flushed, with unread messages in it", 0, flush),
)
SLOW = (
    Kind("Valkey down", 1, queue_down),
    Kind("database down", 1, database_down),
    Kind("both down", 2, both_down),
    Kind("Valkey hangs", 0, queue_hangs),
    Kind("database hangs", 0, database_hangs),
    Kind("worker started while the database hangs", 2, worker_without_database),
)
SHORT = (
    Kind("API killed in the middle of requests", 1, kill_api_in_the_middle),
    Kind("worker and master killed", 2, kill_master_and_worker),
    Kind("scheduler killed", 1, kill_scheduler),
    Kind("both down", 2, both_down),
    Kind("Valkey hangs", 0, queue_hangs),
    Kind("Valkey flushed, with unread messages in it", 0, flush),
)


def schedule(kills: int, dice: Dice) -> list[Kind]:
    """Rounds in which each quick kind comes twice and each slow one once, in any order, until enough is killed."""
    chosen: list[Kind] = []
    while sum(kind.kills for kind in chosen) < kills:
        for kind in dice.shuffled((*QUICK, *QUICK, *SLOW)):
            if sum(each.kills for each in chosen) < kills or not _has_all(chosen):
                chosen.append(kind)
    return chosen


def _has_all(chosen: list[Kind]) -> bool:
    return {kind.name for kind in chosen} >= {kind.name for kind in (*QUICK, *SLOW)}


def _stat(pid: int) -> list[str]:
    """State, parent and so on, behind the name in brackets; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _running(pid: int) -> int:
    """The same, or 0 when it does not run."""
    return pid if pid and (_stat(pid) or ["Z"])[0] not in "ZX" else 0


def _children(parent: int) -> tuple[int, ...]:
    if not parent:
        return ()
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return tuple(pid for pid in pids if _running(pid) and _stat(pid)[1:2] == [str(parent)])
