"""A database server for the tests: a process of its own, started when the first test needs it and once for all.

The embedded server can also run inside our process, but leaves open sockets behind there, and warnings are errors.
"""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from functools import cache
from itertools import count
from pathlib import Path

from fixi.adapters.mongo.database import Database
from tests.support.processes import clean_environ

_names = count(1)


@contextlib.contextmanager
def server(folder: Path, *flags: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process, and the address of its databases without a name.

    Only with `--sync-on-commit` does it keep what it has confirmed when it is killed.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("secantusd-py")),
        "--port",
        str(port),
        "--storage-path",
        str(folder / "data"),
        *flags,
    ]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=clean_environ()) as process,
    ):
        try:
            _wait_for(port, process)
            yield process, f"mongodb://127.0.0.1:{port}"
        finally:
            process.kill()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(400):
        assert process.poll() is None, "the database server did not start"
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise TimeoutError("the database server does not answer")


@cache
def _for_all() -> str:
    stack = contextlib.ExitStack()
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=f"fixi-mongo-{os.getpid()}-"))
    _, url = stack.enter_context(server(Path(folder)))
    atexit.register(stack.close)
    return url


def fresh_url() -> str:
    """The address of a database that nobody has used yet."""
    return f"{_for_all()}/fixi_{next(_names)}"


@contextlib.asynccontextmanager
async def fresh_database() -> AsyncIterator[Database]:
    """A database of its own, ready for use and dropped afterwards."""
    database = Database(fresh_url())
    try:
        await database.prepare()
        yield database
        await database.client.drop_database(database.name)
    finally:
        await database.close()
