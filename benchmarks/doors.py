"""S1 and S2: webhooks a second through one API process, beside an earlier system's and beside one that does nothing."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.result import Result
from benchmarks.servers import MEASURED, OTHERS, PEERS, ROOT, fixi, folder, mongo, process, until, valkey
from fixi.entrypoints.embedded import free_port, listens

TOKEN = "the-token-of-a-measurement"  # noqa: S105 - made up
CONNECTIONS = 32
SECONDS = 3.0
ROUNDS = 5
TIMES, TIMES_ALWAYS, SHARE = 4.0, 3.0, 0.8

_ids = count(1)

type Door = Callable[[Path], AbstractContextManager[Listening]]


@dataclass(frozen=True, slots=True)
class Listening:
    """A process that takes webhooks."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of work that it has done so far: its share of a busy machine does not show in them."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _listening(command: tuple[str, ...], name: str, port: int, files: Path, **environ: str) -> Iterator[Listening]:
    log = files / f"{name}.log"
    with process(command, log, environ, (MEASURED,)) as child:
        until(lambda: listens(port), child, log)
        yield Listening(port, child.pid)


def ours(fsync: str) -> Door:
    """`fixi api` as it runs in a real system: letters in Valkey, policy from the database, knocks for workers."""

    @contextlib.contextmanager
    def door(files: Path) -> Iterator[Listening]:
        port = free_port()
        with (
            valkey(files, fsync) as redis,
            mongo(files) as database,
            _listening(
                fixi("api"),
                "api",
                port,
                files,
                FIXI_API_PORT=str(port),
                FIXI_WEBHOOK_TOKEN=TOKEN,
                FIXI_REDIS_URL=redis,
                FIXI_MONGO_URL=database,
                FIXI_DATA_DIR=str(files),
            ) as listening,
        ):
            yield listening

    return door


@contextlib.contextmanager
def earlier(files: Path) -> Iterator[Listening]:
    """The same webhook on FastAPI, Pydantic and ARQ."""
    port = free_port()
    with (
        valkey(files, "everysec") as redis,
        _listening(
            (str(PEERS), str(ROOT / "benchmarks" / "peers" / "earlier_api.py")),
            "earlier",
            port,
            files,
            PORT=str(port),
            TOKEN=TOKEN,
            REDIS_URL=redis,
        ) as listening,
    ):
        yield listening


@contextlib.contextmanager
def decoding(files: Path) -> Iterator[Listening]:
    """Litestar, which decodes and answers."""
    port = free_port()
    peer = (sys.executable, str(ROOT / "benchmarks" / "peers" / "only_decodes.py"))
    with _listening(peer, "decodes", port, files, PORT=str(port)) as listening:
        yield listening


def shot(door: Listening, files: Path) -> dict[str, Any]:
    """One measurement of one door."""
    before = door.cpu()
    command = [sys.executable, "-m", "benchmarks.load", str(door.port), TOKEN, str(CONNECTIONS), str(SECONDS)]
    out = files / f"load-{next(_ids)}.json"
    with process([*command, str(next(_ids) * 10_000_000)], out, cores=(OTHERS,)) as child:
        assert child.wait(SECONDS + 30) == 0, out.read_text()
    told: dict[str, Any] = json.loads(out.read_text().strip().splitlines()[-1])
    assert not told["bad"], f"not every answer was 200: {told['bad']}"
    return told | {"work": (door.cpu() - before) / told["all"] * 1e6}


@cache
def compared() -> dict[str, dict[str, float]]:
    """Medians of each door. They take turns, so that whatever else this machine does meets all of them."""
    doors: dict[str, Door] = {
        "everysec": ours("everysec"),
        "earlier": earlier,
        "always": ours("always"),
        "decodes": decoding,
    }
    if not PEERS.exists():
        raise subprocess.SubprocessError(".venv-peers is missing: run `make bench`, which makes it")
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in doors}
    with folder() as files:
        for _ in range(ROUNDS):
            for name, door in doors.items():
                with door(files) as listening:
                    seen[name].append(shot(listening, files))
    names = ("rate", "p50", "p99", "work")
    return {
        door: {n: statistics.median(told[n] for told in all_told) for n in names} for door, all_told in seen.items()
    }


def _said(told: dict[str, float]) -> str:
    return f"{told['rate']:,.0f}/s, p99 {told['p99']:.1f} ms, {told['work']:.0f} µs of CPU"


def against_the_earlier() -> Result:
    """Row S1."""
    seen = compared()
    us, always, them = seen["everysec"], seen["always"], seen["earlier"]
    times, times_always = us["rate"] / them["rate"], always["rate"] / them["rate"]
    reached = times >= TIMES and times_always >= TIMES_ALWAYS and max(us["p99"], always["p99"]) <= them["p99"]
    return Result(
        "webhooks/s, stored before the answer: times FastAPI+ARQ; everysec, and always on ours alone",
        f"{times:.1f} ({_said(us)}), {times_always:.1f} ({_said(always)}); peer {_said(them)}",
        f">= {TIMES:.0f}, >= {TIMES_ALWAYS:.0f}, p99 no worse",
        reached,
    )


def against_nothing() -> Result:
    """Row S2."""
    seen = compared()
    us, them = seen["everysec"], seen["decodes"]
    share = us["rate"] / them["rate"]
    return Result(
        "webhooks/s, as a share of a Litestar route that only decodes and answers",
        f"{share:.2f} ({_said(us)}; peer {_said(them)})",
        f">= {SHARE}",
        share >= SHARE,
    )
