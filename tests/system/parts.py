"""The parts of the system one by one: two embedded servers, and whichever of our processes a test wants on them."""

import asyncio
import json
import os
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import redis

from fixi.adapters.mongo.book import MongoLedger
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.documents import MongoOutbox
from fixi.adapters.simulator.bodies import text_body
from fixi.adapters.simulator.network import Network
from fixi.adapters.system.clock import SystemClock
from fixi.domain.values import ChatKey, Key
from fixi.entrypoints import embedded
from fixi.ports.storage import LedgerEntry
from fixi.ports.town import Bubble
from tests.support.processes import clean_environ
from tests.system.running import FIXI, SENT_AT

TOKEN = "a-token-of-these-tests"
PATIENCE_SECONDS = 45.0


@dataclass
class Part:
    """One process and what it says."""

    process: subprocess.Popen[bytes]
    log: Path

    def turns(self) -> list[dict[str, Any]]:
        """The turns that it has logged, each with the process that took it."""
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in map(json.loads, lines) if line.get("event") == "turn"]

    def freeze(self) -> None:
        """Still there, but does nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Goes on where it was."""
        self.process.send_signal(signal.SIGCONT)

    def ends(self, seconds: float, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to go; its exit code, or an assertion when it takes longer."""
        self.process.send_signal(how)
        return self.ended(seconds)

    def ended(self, seconds: float) -> int:
        """Its exit code, or an assertion when it takes longer."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still there after {seconds} s: {self.log.read_text()[-2000:]}") from None


@dataclass
class Parts:
    """Servers that run, and processes of ours on them."""

    folder: Path
    port: int = field(default_factory=embedded.free_port)
    parts: dict[str, Part] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    servers: list[Part] = field(default_factory=list)
    policy: str = 'quiet_window = "PT0.5S"\n'
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        """What our processes get."""
        policy = self.folder / "policy.toml"
        policy.write_text(self.policy)
        return clean_environ(
            FIXI_DATA_DIR=str(self.folder),
            FIXI_MONGO_URL=self.urls["database"],
            FIXI_REDIS_URL=self.urls["queue"],
            FIXI_API_PORT=str(self.port),
            FIXI_WEBHOOK_TOKEN=TOKEN,
            FIXI_POLICY_FILE=str(policy),
            FIXI_LOG="json",
            COLUMNS="200",
            PYTHONUNBUFFERED="1",
            **self.more,
        )

    def serve(self, server: embedded.Server) -> None:
        """Up and listening."""
        part = self.run(server.name, server.command, clean_environ())
        wait_for(lambda: embedded.listens(server.port), f"{server.name} to listen")
        self.urls[server.name] = server.url
        self.servers.append(part)

    def start(self, name: str, *words: str) -> Part:
        """A process of ours: `fixi WORDS`, known here under this name."""
        return self.run(name, (str(FIXI), *(words or (name,))), self.environ)

    def run(self, name: str, command: tuple[str, ...], environ: dict[str, str]) -> Part:
        """Any process, known here under this name."""
        log = self.folder / f"{name}.log"
        with log.open("ab") as out:
            process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environ)
        part = self.parts[name] = Part(process, log)
        return part

    def ready(self) -> bool:
        """Whether the API says that a message would be stored and answered."""
        return self.get("/health/ready") == 200

    def get(self, path: str) -> int:
        """The status of the answer, 0 when there was none."""
        with suppress(httpx.TransportError):
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=5).status_code
        return 0

    def says(self, phone: str, text: str, message: str, client: httpx.Client | None = None) -> int:
        """A person writes this message; the status of the answer."""
        body = text_body(ChatKey(phone), message, text, SENT_AT, "")
        url, headers = f"http://127.0.0.1:{self.port}/webhook", {"Authorization": f"Bearer {TOKEN}"}
        if client is None:
            return httpx.post(url, content=body, headers=headers, timeout=10).status_code
        return client.post(url, content=body, headers=headers).status_code

    def lines(self, phone: str, kind: str) -> list[LedgerEntry]:
        """What the ledger has of this client's chat, the oldest first: `in` or `out`."""
        lines = asyncio.run(self._asked(lambda database: MongoLedger(database).lines(f"client:{phone}", 1000)))
        return [line for line in lines if line.kind == kind]

    def unsent(self) -> tuple[Key, ...]:
        """Documents with something that is not done."""
        clock = SystemClock()
        return asyncio.run(self._asked(lambda database: MongoOutbox(database, clock).waiting(clock.now(), 1000)))

    async def _asked[T](self, question: Callable[[Database], Awaitable[T]]) -> T:
        database = Database(self.urls["database"])
        try:
            await database.prepare()
            return await question(database)
        finally:
            await database.close()

    def screen(self, phone: str) -> list[Bubble]:
        """What this phone was sent, the oldest first."""
        network = Network(SystemClock(), self.folder / "simulator")
        return [bubble for bubble in network.screen(ChatKey(phone)) if bubble.ours]

    def queue(self) -> "redis.Redis":
        """The queue server, for whoever looks from outside."""
        return redis.Redis.from_url(self.urls["queue"], decode_responses=True)

    def leases(self) -> list[str]:
        """What somebody works on now."""
        with self.queue() as server:
            names: list[str] = server.keys("fixi:lease:*")
        return names

    def unread(self) -> list[str]:
        """Addresses with letters that nobody has used."""
        with self.queue() as server:
            names: list[str] = server.zrange("fixi:waiting", 0, -1)
        return names

    def stop(self) -> None:
        """Everything that is left, servers last; their files are of no use to anybody, so they are not let finish."""
        ours = [part for part in self.parts.values() if part not in self.servers]
        for part in self.parts.values():
            part.thaw()
        for part in ours:
            part.process.terminate()
        for part in (*ours, *self.servers):
            with suppress(subprocess.TimeoutExpired):
                part.process.wait(20 if part in ours else 0)
            part.process.kill()
            part.process.wait()


@contextmanager
def parts(folder: Path) -> Iterator[Parts]:
    """Both servers, and nothing of ours yet; everything is gone afterwards."""
    made = Parts(folder)
    try:
        made.serve(embedded.queue(folder / "queue"))
        made.serve(embedded.database(folder / "database"))
        yield made
    finally:
        made.stop()


def wait_for(holds: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Until this holds; an assertion that names `what` when it does not in time."""
    until = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < until, f"{what} did not happen"
        time.sleep(0.05)
    return found


def alive(pid: int) -> bool:
    """Whether this process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
