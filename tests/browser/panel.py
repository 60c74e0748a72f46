"""The running system with its panel, and a real browser in front of it."""

import re
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from fixi.container import Container
from fixi.domain.operators import Role
from fixi.entrypoints.embedded import free_port
from tests.support.processes import clean_environ
from tests.system.running import Running

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MS = 25_000
PASSWORD = re.compile(r"shown this once: (\S+)")


@dataclass
class Panel:
    """`fixi up` on simulated phones and a clock that can be moved."""

    running: Running
    port: int
    password: str = ""
    complaints: list[str] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the panel is."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def visitor(self, browser: Browser, language: str = "en", width: int = 1500, name: str = "owner") -> Iterator[Page]:
        """Somebody who is logged in; whatever his browser complains of is kept."""
        with self.stranger(browser, language, width) as page:
            self.log_in(page, name)
            yield page

    def log_in(self, page: Page, name: str = "owner", password: str = "") -> None:
        """As he does it, until the first page is there."""
        page.goto(f"{self.url}/login")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", password or self.passwords.get(name, self.password))
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{self.url}/")

    def operator(self, name: str, role: Role) -> None:
        """A further operator; `visitor(..., name=...)` logs him in."""

        async def hired(container: Container) -> str:
            staff = container.staff()
            drawn: str = staff.random_password()
            await staff.add(None, name, role, drawn)
            return drawn

        self.passwords[name] = self.asked(hired)

    @contextmanager
    def stranger(self, browser: Browser, language: str = "en", width: int = 1500) -> Iterator[Page]:
        """Somebody who is not logged in; whatever his browser complains of is kept."""
        context: BrowserContext = browser.new_context(viewport={"width": width, "height": 1000})
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        try:
            context.add_cookies([{"name": "fixi_language", "value": language, "url": self.url}])
            yield page
        finally:
            context.close()

    def asked[T](self, work: Callable[[Container], Awaitable[T]]) -> T:
        """What this finds in the store; in a thread, for the browser's driver keeps this one's event loop."""
        with ThreadPoolExecutor(1) as threads:
            return threads.submit(self.running.asked, work).result()

    @contextmanager
    def further_page(self, page: Page) -> Iterator[Page]:
        """A further page of somebody who is logged in already."""
        further = page.context.new_page()
        further.on("pageerror", lambda error: self.complaints.append(str(error)))
        try:
            yield further
        finally:
            further.close()


@contextmanager
def panel(folder: Path) -> Iterator[Panel]:
    """Started for as long as it is needed."""
    port = free_port()
    running = Running(folder, more={"FIXI_CLOCK": "movable", "FIXI_PANEL_PORT": str(port)}, panel=True)
    try:
        running.start()
        ours = Panel(running, port)
        running.wait_for(lambda: answers(f"{ours.url}/health/live"), "the panel")
        said = PASSWORD.search((folder / "up.log").read_text())
        assert said is not None
        ours.password = said[1]
        yield ours
    finally:
        running.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, without a window. Where there is none these tests are skipped, but not by CI."""
    if not Path(CHROMIUM).exists():
        (pytest.fail if "CI" in clean_environ() else pytest.skip)("Debian's chromium is not installed")
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
