"""`fixi up`: the embedded servers, then API, worker, scheduler and panel, each a process, kept running."""

import ctypes
import fcntl
import json
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

import httpx
from rich.console import Console

from fixi.container import Container
from fixi.domain.errors import Refused
from fixi.entrypoints.address import must_be_free
from fixi.entrypoints.books import ALERT_LINE, CARRIED, RUN_FILE, load_sample
from fixi.entrypoints.embedded import Server, database, free_port, listens, queue, wait_until
from fixi.entrypoints.operators import first_owner
from fixi.entrypoints.provider import provider_line
from fixi.settings import Settings, WrongSettings

STOP_SECONDS = 28.0
LOOK_SECONDS = 0.5
CALM_SECONDS = 10.0
PANEL_SECONDS = 15.0
SHORT_REST = 0.1
LONGEST_PAUSE = 15.0
DEATH_SIGNAL = 1  # prctl: what a child gets when its parent dies
OK = 200


@dataclass
class Child:
    """A process that is kept running. `vital`: without it nothing begins."""

    name: str
    command: tuple[str, ...]
    environ: dict[str, str]
    log: Path
    vital: bool = True
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0
    again_at: float = 0.0

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
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return False
            self.pause = 0.0 if now - self.started > CALM_SECONDS else min(max(self.pause * 2, 0.5), LONGEST_PAUSE)
            self.again_at = now + self.pause
            say(f"{self.name} ended with {self.process.returncode}: starting it again")
            self.process = None
        if now < self.again_at:
            return False
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


class _AskedToStop(Exception):
    """By Ctrl-C or SIGTERM; again and again changes nothing."""


@dataclass
class System:
    """Everything that `up` runs, in the order it is started."""

    settings: Settings
    environ: dict[str, str]
    console: Console
    sample: bool = False
    panel: bool = True
    children: list[Child] = field(default_factory=list)
    addresses: dict[str, Any] = field(default_factory=dict)
    stopping: Event = field(default_factory=Event)

    def run(self) -> None:
        """Start everything, keep it running, stop it in the opposite order."""
        folder = self.settings.data_dir
        # What is wrong in the file of templates is said here, and not in the log of a worker that died of it.
        Container(settings=self.settings).templates()
        with _usable(folder):
            folder.mkdir(parents=True, exist_ok=True)
            locked = (folder / "lock").open("w")
        with locked as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"another `fixi up` runs on {folder}: stop it, or set FIXI_DATA_DIR") from None
            must_be_free(self.settings)
            self._place_panel()
            for sign in (signal.SIGINT, signal.SIGTERM):
                signal.signal(sign, self._asked_to_stop)
            (folder / RUN_FILE).unlink(missing_ok=True)  # of one that was killed
            try:
                self._start(folder)
                self._keep()
            except _AskedToStop:
                self.console.print("stopping")
            finally:
                for child in reversed(self.children):
                    child.stop()
                (folder / RUN_FILE).unlink(missing_ok=True)
                self.console.print("stopped")

    def _asked_to_stop(self, *_: object) -> None:
        self.stopping.set()

    def _start(self, folder: Path) -> None:
        environ = dict(self.environ)
        token = self.settings.webhook_token or secrets.token_urlsafe(24)
        environ["FIXI_WEBHOOK_TOKEN"] = token
        mongo, redis = self.settings.mongo_url, self.settings.redis_url
        with _usable(folder):
            self.addresses["mongo"] = mongo or self._serve(database(folder / "database"), folder)
            self.addresses["redis"] = redis or self._serve(queue(folder / "queue"), folder)
        environ["FIXI_MONGO_URL"], environ["FIXI_REDIS_URL"] = self.addresses["mongo"], self.addresses["redis"]
        fixi = (sys.executable, "-m", "fixi.entrypoints.cli")
        names = ("api", "worker", "scheduler", *(("poller",) if self.settings.greenapi_polling else ()))
        ours = [Child(name, (*fixi, name), environ, folder / f"{name}.log") for name in names]
        if self.panel:
            environ["FIXI_PANEL_PORT"] = str(self.settings.panel_port)
            ours.append(Child("panel", (*fixi, "panel"), environ, folder / "panel.log", vital=False))
        for child in ours:
            child.start()
            self.children.append(child)
        api = f"http://{self.settings.host}:{self.settings.api_port}"
        carried: dict[str, Any] = {name: getattr(self.settings, name) for name in (*CARRIED, *ALERT_LINE)}
        self.addresses |= {"api": api, "webhook_token": token} | carried
        if self.panel:
            self.addresses["panel"] = f"http://{self.settings.host}:{self.settings.panel_port}"
        self._write(folder)
        self._wait(lambda: _ready(f"{api}/health/ready"), ours[0])
        self._say_panel(ours[-1])
        if self.sample:
            load_sample(replace(self.settings, mongo_url=self.addresses["mongo"]), self.console)
        # Said here and nowhere else: neither a log nor the file of the running system ever has it.
        first_owner(replace(self.settings, mongo_url=self.addresses["mongo"]), self.console)
        cloud = self.settings.messenger == "cloudapi"
        self.console.print(f"ready: {api}/webhook{'/cloud' if cloud else ''}   (health: {api}/health/ready)")
        if not self.settings.alert_email and not self.settings.alert_webhook:
            self.console.print("alerts: nobody is told of them; see FIXI_ALERT_EMAIL and FIXI_ALERT_WEBHOOK")
        signed = "none, Meta signs with FIXI_CLOUDAPI_APP_SECRET"
        self.console.print(f"webhook token: {signed if cloud else token}")
        self.console.print(f"files and logs: {folder}")
        here = replace(self.settings, mongo_url=self.addresses["mongo"], redis_url=self.addresses["redis"])
        self.console.print(provider_line(here), markup=False, highlight=False)
        if self.settings.messenger == "dryrun":
            self.console.print("dry run: nothing goes out; `fixi outgoing` shows what would")

    def _place_panel(self) -> None:
        """Its port. One that somebody has asked for must be free; the usual one is given up for any that is."""
        if not self.panel:
            return
        try:
            must_be_free(self.settings, panel=True)
        except WrongSettings:
            if self.environ.get("FIXI_PANEL_PORT"):
                raise
            self.settings = replace(self.settings, panel_port=free_port())

    def _say_panel(self, child: Child) -> None:
        """Where it is, and first of all where to try everything. It is waited for, but the business runs without it."""
        if not self.panel:
            return
        panel = self.addresses["panel"]
        until = time.monotonic() + PANEL_SECONDS
        while not _ready(f"{panel}/health/live") and time.monotonic() < until:
            child.tend(self.console.print)
            self._rest(SHORT_REST)
        if self.settings.has_town:
            self.console.print(f"try it: {panel}/town   (play on phones)")
        self.console.print(f"panel: {panel}")

    def _serve(self, server: Server, folder: Path) -> str:
        child = Child(server.name, server.command, dict(self.environ), folder / f"{server.name}.log")
        child.start()
        self.children.append(child)
        self._wait(lambda: listens(server.port), child)
        return server.url

    def _wait(self, ready: Callable[[], bool], child: Child) -> None:
        """Until this one answers; raises Refused when anything has died meanwhile, or when it takes too long."""

        def rest(seconds: float) -> None:
            self._rest(seconds)
            # A server may listen for a moment before it finds that it cannot use its files.
            for other in self.children:
                if other.vital and other.process is not None and other.process.poll() is not None:
                    raise Refused(f"{other.name} ended with {other.process.returncode} at its start: see {other.log}")

        if child.process is not None:
            wait_until(ready, child.process, child.name, child.log, rest)

    def _rest(self, seconds: float) -> None:
        if self.stopping.wait(seconds):
            raise _AskedToStop

    def _write(self, folder: Path) -> None:
        """Say where everything is; only the owner may read it, since the webhook's token is in it."""
        pids = {child.name: child.process.pid for child in self.children if child.process is not None}
        path, new = folder / RUN_FILE, folder / f"{RUN_FILE}.new"
        new.touch(mode=0o600)
        new.write_text(json.dumps({**self.addresses, "pids": pids}, indent=2))
        new.replace(path)  # whoever reads it meanwhile reads the whole of the old one

    def _keep(self) -> None:
        while True:
            started_again = [child for child in self.children if child.tend(self.console.print)]
            if started_again:
                self._write(self.settings.data_dir)
            self._rest(LOOK_SECONDS)


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """What cannot be made or written there is said in one line."""
    try:
        yield
    except OSError as error:
        where = error.filename or folder
        raise Refused(f"{where} cannot be used ({error.strerror}): set FIXI_DATA_DIR") from error


def _ready(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == OK
    except httpx.HTTPError:
        return False


def to_try_out(environ: dict[str, str]) -> dict[str, str]:
    """The environment of a system with sample people: where there is a town, its clock can be moved.

    Whoever has said which clock it is to be gets that one.
    """
    return {"FIXI_CLOCK": "movable", **environ} if Settings.read(environ).has_town else environ


def clean(environ: dict[str, str]) -> dict[str, str]:
    """The environment that the processes get."""
    return {**environ, "PYTHONUNBUFFERED": "1"}
