"""The running system with its panel, and a real browser in front of it."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from fixi.entrypoints.embedded import free_port
from tests.system.running import FIXI, Running

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 25_000
PASSWORD = re.compile(r"shown this once: (\S+)")


@dataclass
class Panel:
    """`fixi up` on simulated phones and a clock that can be moved, `fixi panel` beside it."""

    running: Running
    port: int
    password: str = ""
    complaints: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the panel is."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def visitor(self, browser: Browser, language: str = "en", width: int = 1500) -> Iterator[Page]:
        """Somebody who is logged in; whatever his browser complains of is kept."""
        context: BrowserContext = browser.new_context(viewport={"width": width, "height": 1000})
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        try:
            context.add_cookies([{"name": "fixi_language", "value": language, "url": self.url}])
            page.goto(f"{self.url}/login")
            page.fill("input[name=name]", "owner")
            page.fill("input[name=password]", self.password)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"{self.url}/")
            yield page
        finally:
            context.close()


@contextmanager
def panel(folder: Path) -> Iterator[Panel]:
    """Started for as long as it is needed."""
    port = free_port()
    running = Running(folder, more={"FIXI_CLOCK": "movable", "FIXI_PANEL_PORT": str(port)})
    beside: subprocess.Popen[bytes] | None = None
    try:
        running.start()
        if "panel" not in running.run_file["pids"]:
            with (folder / "panel.log").open("wb") as log:
                beside = subprocess.Popen([FIXI, "panel"], stdout=log, stderr=log, env=running.environ)
        ours = Panel(running, port)
        running.wait_for(lambda: answers(f"{ours.url}/health/live"), "the panel")
        said = PASSWORD.search((folder / "up.log").read_text())
        assert said is not None
        ours.password = said[1]
        yield ours
    finally:
        if beside is not None:
            beside.terminate()
            beside.wait(30)
        running.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def answers(url: str) -> bool:
    """Whether somebody is there."""
    try:
        return httpx.get(url, timeout=2).is_success
    except httpx.HTTPError:
        return False
