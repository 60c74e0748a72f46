"""A whole running system for the tests: `fixi up` as a process, and phones that write to it over HTTP."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from fixi.adapters.simulator.bodies import text_body
from fixi.application.views import lead_row
from fixi.container import Container
from fixi.domain.errors import FixiError
from fixi.domain.values import ChatKey
from fixi.entrypoints.books import chat_rows, with_container
from fixi.entrypoints.embedded import free_port
from fixi.settings import Settings
from tests.support.log_scan import told
from tests.support.processes import clean_environ

FIXI = Path(sys.executable).parent / "fixi"
PATIENCE_SECONDS = 45.0
# What a phone's clock says is of no importance: the order is that of arrival.
SENT_AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PROS = [
    {"phone": "972500000001", "name": "Moshe", "trades": ["plumber"], "areas": ["Haifa"], "languages": ["en"]},
    {"phone": "972500000002", "name": "Dana", "trades": ["plumber"], "areas": ["חיפה"], "languages": ["en"]},
]


@dataclass
class Running:
    """`fixi up` on its own folder and port."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    sent: int = 0
    more: dict[str, str] = field(default_factory=dict)
    panel: bool = False

    @property
    def environ(self) -> dict[str, str]:
        """What our commands get."""
        ours = {"FIXI_DATA_DIR": str(self.folder / "data"), "FIXI_API_PORT": str(self.port), "COLUMNS": "200"}
        return clean_environ(**ours, **self.more)

    def start(self) -> "Running":
        """Up and ready."""
        words = () if self.panel else ("--no-panel",)
        with (self.folder / "up.log").open("wb") as log:
            self.process = subprocess.Popen([FIXI, "up", *words], stdout=log, stderr=log, env=self.environ)
        self.wait_for(lambda: b"webhook token" in (self.folder / "up.log").read_bytes(), "ready")
        return self

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """As Ctrl-C does, or another signal."""
        if self.process is None:
            return 0
        token = str(self.run_file.get("webhook_token", "")) if (self.folder / "data" / "run.json").exists() else ""
        self.process.send_signal(how)
        code = self.process.wait(60)
        assert list(told(self.folder / "data", token)) == []
        return code

    def fixi(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command beside the running system."""
        return subprocess.run([FIXI, *words], capture_output=True, text=True, timeout=50, check=False, env=self.environ)

    @property
    def run_file(self) -> dict[str, Any]:
        """What `up` wrote about itself."""
        found: dict[str, Any] = json.loads((self.folder / "data" / "run.json").read_text())
        return found

    def pid(self, name: str) -> int:
        """The process of this part."""
        pid: int = self.run_file["pids"][name]
        return pid

    def kill(self, name: str) -> None:
        """As the kernel does when memory is short."""
        os.kill(self.pid(name), signal.SIGKILL)

    def says(self, phone: str, text: str, name: str = "") -> int:
        """A person writes; the status of the answer, 0 when there was none."""
        self.sent += 1
        body = text_body(ChatKey(phone), f"msg{self.sent}", text, SENT_AT, name)
        return self.post(body)

    def post(self, body: bytes) -> int:
        """What a provider posts."""
        headers = {"Authorization": f"Bearer {self.run_file['webhook_token']}"}
        try:
            return httpx.post(
                f"http://127.0.0.1:{self.port}/webhook", content=body, headers=headers, timeout=10
            ).status_code
        except httpx.TransportError:
            return 0

    # What `fixi leads --json` and `fixi chat PHONE --json` print, without a process for each look: tests look often.

    def leads(self) -> list[dict[str, Any]]:
        """Every lead, the newest first."""

        async def work(container: Container) -> list[dict[str, Any]]:
            zone = ZoneInfo((await container.policies().current()).timezone)
            return [lead_row(lead, zone) for lead in await container.leads().listed(None, 1000)]

        return self.asked(work)

    def heard(self, phone: str) -> list[str]:
        """What the system has said to this phone."""
        return [line["text"] for line in self.lines(phone) if line["kind"] == "out"]

    def lines(self, phone: str) -> list[dict[str, str]]:
        """Everything in this chat; nothing as long as the store is away."""
        with suppress(FixiError):
            return self.asked(lambda container: chat_rows(container, phone, 1000))
        return []

    def asked[T](self, work: Callable[[Container], Awaitable[T]]) -> T:
        """What this finds in the running system's store; raises Unavailable when it does not answer."""
        return with_container(Settings.read(self.environ), work)

    def processes(self) -> list[int]:
        """Every process that was started for this folder and still runs, whoever its parent is."""
        mark = f"FIXI_DATA_DIR={self.folder / 'data'}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue  # it is gone meanwhile, or not ours
        return found

    def wait_for(self, holds: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
        """Until this holds; an assertion that names `what` when it does not in time."""
        until = time.monotonic() + seconds
        while True:
            found = holds()
            if found:
                return found
            assert time.monotonic() < until, f"{what} did not happen: {(self.folder / 'up.log').read_text()}"
            time.sleep(0.3)
