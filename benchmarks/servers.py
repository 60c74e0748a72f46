"""What a measurement needs to run: processes on chosen cores, with files in a folder that goes away."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fixi.entrypoints.embedded import Server, database, listens, queue

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-peers" / "bin" / "python"
CORES = sorted(os.sched_getaffinity(0))
# What is measured has a core of its own; load and stores share the other one.
MEASURED, OTHERS = CORES[0], CORES[-1]


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder for files of this measurement."""
    with tempfile.TemporaryDirectory(prefix="fixi-bench-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextlib.contextmanager
def process(
    command: Sequence[str], log: Path, environ: Mapping[str, str] | None = None, cores: Sequence[int] = (OTHERS,)
) -> Iterator[subprocess.Popen[bytes]]:
    """A process on these cores until the end of the block; stopped in good order, or killed after ten seconds."""
    here = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)  # a child begins where its parent is
    try:
        with log.open("ab") as out:
            child = subprocess.Popen(
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=ROOT, env=_environ(environ or {})
            )
    finally:
        os.sched_setaffinity(0, here)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def until(ready: Callable[[], bool], child: subprocess.Popen[bytes], log: Path, seconds: float = 30.0) -> None:
    """Until it is ready; an AssertionError with its log when it died or took too long."""
    end = time.monotonic() + seconds
    while not ready():
        told = log.read_text(errors="replace")[-2000:]
        assert child.poll() is None, f"it ended: {told}"
        assert time.monotonic() < end, f"it took too long: {told}"
        time.sleep(0.02)


def _environ(more: Mapping[str, str]) -> dict[str, str]:
    """Ours without any setting of a Fixi that runs on this machine."""
    here = os.environ  # noqa: TID251 - handed on to the processes that are measured
    ours = {name: value for name, value in here.items() if not name.startswith("FIXI_")}
    return {**ours, "PYTHONUNBUFFERED": "1", **more}


@contextlib.contextmanager
def _serving(server: Server, log: Path) -> Iterator[str]:
    with process(server.command, log) as child:
        until(lambda: listens(server.port), child, log)
        yield server.url


@contextlib.contextmanager
def valkey(files: Path, fsync: str = "always") -> Iterator[str]:
    """A queue as `fixi up` starts it, with this `appendfsync`; its address."""
    server = queue(files / f"valkey-{fsync}-{time.monotonic_ns()}")
    at = server.command.index("--appendfsync") + 1
    command = (*server.command[:at], fsync, *server.command[at + 1 :])
    with _serving(replace(server, command=command), files / "valkey.log") as url:
        yield url


@contextlib.contextmanager
def mongo(files: Path) -> Iterator[str]:
    """A database as `fixi up` starts it; its address."""
    with _serving(database(files / f"mongo-{time.monotonic_ns()}"), files / "mongo.log") as url:
        yield url


def fixi(*words: str) -> tuple[str, ...]:
    """The command line of this checkout."""
    return (str(Path(sys.executable).parent / "fixi"), *words)
