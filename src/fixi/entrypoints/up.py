"""`fixi up`: the embedded servers, then API, worker and scheduler, each its own process, watched and started again."""

import ctypes
import fcntl
import json
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from rich.console import Console

from fixi.domain.errors import Refused
from fixi.entrypoints.books import RUN_FILE, load_sample
from fixi.entrypoints.embedded import Server, database, listens, queue, wait_until
from fixi.settings import Settings

STOP_SECONDS = 28.0
LOOK_SECONDS = 0.5
CALM_SECONDS = 10.0
LONGEST_PAUSE = 15.0
DEATH_SIGNAL = 1  # prctl: what a child gets when its parent dies
OK = 200


@dataclass
class Child:
    """A process that is kept running."""

    name: str
    command: tuple[str, ...]
    environ: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5

    def start(self) -> None:
        """Start it; what it says goes to its log."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                env=self.environ,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.started = time.monotonic()

    def tend(self, say: Callable[[str], None]) -> bool:
        """Start it again if it died: at once the first time, with growing pauses if it keeps dying. True if it did."""
        if self.process is None or self.process.poll() is None:
            return False
        lived = time.monotonic() - self.started
        self.pause = 0.0 if lived > CALM_SECONDS else min(max(self.pause * 2, 0.5), LONGEST_PAUSE)
        say(f"{self.name} ended with {self.process.returncode}: starting it again")
        time.sleep(self.pause)
        self.start()
        return True

    def stop(self) -> None:
        """Ask it to go, then make it."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)


@dataclass
class System:
    """Everything that `up` runs, in the order it is started."""

    settings: Settings
    environ: dict[str, str]
    console: Console
    sample: bool = False
    children: list[Child] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)
    stopping: bool = False

    def run(self) -> None:
        """Start everything, keep it running, stop it in the opposite order."""
        folder = self.settings.data_dir
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"another `fixi up` runs on {folder}: stop it, or set FIXI_DATA_DIR") from None
            for sign in (signal.SIGINT, signal.SIGTERM):
                signal.signal(sign, self._asked_to_stop)
            try:
                self._start(folder)
                self._keep()
            finally:
                for child in reversed(self.children):
                    child.stop()
                (folder / RUN_FILE).unlink(missing_ok=True)
                self.console.print("stopped")

    def _asked_to_stop(self, *_: object) -> None:
        self.stopping = True

    def _start(self, folder: Path) -> None:
        environ = dict(self.environ)
        token = self.settings.webhook_token or secrets.token_urlsafe(24)
        environ["FIXI_WEBHOOK_TOKEN"] = token
        self.addresses["mongo"] = self.settings.mongo_url or self._serve(database(folder / "database"), folder)
        self.addresses["redis"] = self.settings.redis_url or self._serve(queue(folder / "queue"), folder)
        environ["FIXI_MONGO_URL"], environ["FIXI_REDIS_URL"] = self.addresses["mongo"], self.addresses["redis"]
        fixi = (sys.executable, "-m", "fixi.entrypoints.cli")
        for name in ("api", "worker", "scheduler"):
            child = Child(name, (*fixi, name), environ, folder / f"{name}.log")
            child.start()
            self.children.append(child)
        api = f"http://{self.settings.host}:{self.settings.api_port}"
        self.addresses |= {"api": api, "webhook_token": token}
        self._write(folder)
        web = self.children[-3].process
        if web is not None:
            wait_until(lambda: _ready(f"{api}/health/ready"), web, "the system")
        if self.sample:
            load_sample(replace(self.settings, mongo_url=self.addresses["mongo"]), self.console)
        self.console.print(f"ready: {api}/webhook   (health: {api}/health/ready)")
        self.console.print(f"webhook token: {token}")
        self.console.print(f"files and logs: {folder}")

    def _serve(self, server: Server, folder: Path) -> str:
        child = Child(server.name, server.command, dict(self.environ), folder / f"{server.name}.log")
        child.start()
        self.children.append(child)
        if child.process is not None:
            wait_until(lambda: listens(server.port), child.process, server.name)
        return server.url

    def _write(self, folder: Path) -> None:
        """Say where everything is; only the owner may read it, since the webhook's token is in it."""
        pids = {child.name: child.process.pid for child in self.children if child.process is not None}
        path = folder / RUN_FILE
        path.touch(mode=0o600)
        path.write_text(json.dumps({**self.addresses, "pids": pids}, indent=2))

    def _keep(self) -> None:
        while not self.stopping:
            started_again = [child for child in self.children if child.tend(self.console.print)]
            if started_again:
                self._write(self.settings.data_dir)
            time.sleep(LOOK_SECONDS)


def _ready(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == OK
    except httpx.HTTPError:
        return False


def clean(environ: dict[str, str]) -> dict[str, str]:
    """The environment that the processes get."""
    return {**environ, "PYTHONUNBUFFERED": "1"}
