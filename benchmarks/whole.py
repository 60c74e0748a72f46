"""S9 and S10: the running system, started as `make run` starts it, with its own database and queue."""

import asyncio
import contextlib
import json
import re
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from benchmarks.result import Result
from benchmarks.servers import CORES, fixi, folder, process, until
from fixi.adapters.simulator.bodies import text_body
from fixi.adapters.system.clock import SystemClock
from fixi.domain.policy import Policy
from fixi.domain.values import ChatKey
from fixi.entrypoints.embedded import free_port

STARTS = 3
READY_SECONDS, MEMORY = 10.0, 1_000.0
CHATS_A_SECOND = 20
SECONDS, FULL_SECONDS = 15, 60
BURST = ("hello", "water is leaking", "under my sink in Haifa")
APART = 0.3
P95_MS = 500.0


@dataclass(frozen=True, slots=True)
class Up:
    """A system that is ready."""

    child: subprocess.Popen[bytes]
    folder: Path
    ready_after: float

    @property
    def run(self) -> dict[str, Any]:
        """Where everything is."""
        found: dict[str, Any] = json.loads((self.folder / "run.json").read_text())
        return found


@contextlib.contextmanager
def up() -> Iterator[Up]:
    """`fixi up --sample` in an empty folder."""
    with folder() as files:
        data, log = files / "data", files / "up.log"
        environ = {"FIXI_DATA_DIR": str(data), "FIXI_API_PORT": str(free_port()), "FIXI_PANEL_PORT": str(free_port())}
        start = time.perf_counter()
        with process(fixi("up", "--sample"), log, environ, CORES) as child:
            until(lambda: b"ready: " in log.read_bytes(), child, log, 60)
            yield Up(child, data, time.perf_counter() - start)


def _memory(root: int) -> float:
    """Megabytes of a process and all below it; what they share counts once."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
    below = {root}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    total = 0
    for pid in below:
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[0])
    return total / 1000


def starting() -> Result:
    """Row S9."""
    seconds, megabytes = [], []
    for _ in range(STARTS):
        with up() as system:
            seconds.append(system.ready_after)
            time.sleep(2)  # what a process loads at its first work is loaded
            megabytes.append(_memory(system.child.pid))
    ready, memory = statistics.median(seconds), max(megabytes)
    return Result(
        "`make run` from a set-up checkout to ready; memory of all processes (PSS)",
        f"{ready:.1f} s; {memory:,.0f} MB",
        f"<= {READY_SECONDS:.0f} s; <= {MEMORY:,.0f} MB",
        ready <= READY_SECONDS and memory <= MEMORY,
    )


async def _chats(system: Up, count: int) -> dict[str, datetime]:
    """A burst from each of so many people, 20 beginning each second; when the last message of each was answered 200."""
    clock, told = SystemClock(), system.run
    headers = {"authorization": f"Bearer {told['webhook_token']}"}
    ended: dict[str, datetime] = {}
    async with httpx.AsyncClient(base_url=told["api"], headers=headers, timeout=30) as http:

        async def person(number: int) -> None:
            chat = ChatKey(f"97254{number:07d}")
            await asyncio.sleep(number / CHATS_A_SECOND)
            for place, words in enumerate(BURST):
                await asyncio.sleep(APART if place else 0)
                body = text_body(chat, f"S10-{number}-{place}", words, clock.now())
                ended[chat.text] = clock.now()
                assert (await http.post("/webhook", content=body)).status_code == 200

        await asyncio.gather(*(person(number) for number in range(count)))
    return ended


def _answered(system: Up) -> dict[str, datetime]:
    """When each was first answered, by the journal of the simulated phones."""
    first: dict[str, datetime] = {}
    for path in sorted((system.folder / "simulator").glob("outgoing-*.jsonl")):
        for line in path.read_text().splitlines():
            if line:
                entry = json.loads(line)
                if "message" in entry:
                    first.setdefault(entry["chat"], datetime.fromisoformat(entry["at"]))
    return first


def answering(*, full: bool = False) -> Result:
    """Row S10."""
    seconds = FULL_SECONDS if full else SECONDS
    count = CHATS_A_SECOND * seconds
    with up() as system:
        ended = asyncio.run(_chats(system, count))
        with contextlib.suppress(AssertionError):
            until(lambda: ended.keys() <= _answered(system).keys(), system.child, system.folder / "worker.log", 60)
        first = _answered(system)
    window = Policy().quiet_window.total_seconds()
    late = sorted((first[chat] - at).total_seconds() - window for chat, at in ended.items() if chat in first)
    p95 = late[int(len(late) * 0.95)] * 1000
    lost = count - len(late)
    return Result(
        f"from last message of a burst to its reply, minus the quiet window, {CHATS_A_SECOND} chats/s for {seconds} s"
        + ("" if full else f"; {FULL_SECONDS} s with --full"),
        f"p50 {statistics.median(late) * 1000:.0f} ms, p95 {p95:.0f} ms"
        + (f"; {lost} without an answer" if lost else ""),
        f"p95 <= {P95_MS:.0f} ms",
        p95 <= P95_MS and not lost,
    )
