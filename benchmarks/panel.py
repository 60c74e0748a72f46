"""P2 and P3: the panel as a process among very many leads, and what webhooks lose while it is being used.

python -m benchmarks.panel [LEADS]
"""

import asyncio
import contextlib
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

import httpx
from playwright.sync_api import sync_playwright

from benchmarks.doors import TOKEN, Listening, ours, shot
from benchmarks.generated import fill
from benchmarks.result import Result
from benchmarks.servers import CORES, OTHERS, fixi, folder, mongo, process, until, valkey
from fixi.container import Container
from fixi.domain.operators import Role
from fixi.entrypoints.embedded import free_port
from fixi.settings import Settings

MANY = 100_000
LEAD = "g000000007"
PATHS = (
    "/",
    "/leads",
    "/leads?view=table",
    "/leads?view=table&words=4321",
    f"/leads/{LEAD}",
    "/chats",
    "/pros",
    "/numbers",
    "/settings",
    "/operators",
)
TIMES = 5
VIEWS = 500
PAGE_SECONDS, MEGABYTES, SHARE = 1.0, 300.0, 0.9
ROUNDS = 5
CLICK_EVERY = 1.0
NAME, PASSWORD = "bench", "a long password of a measurement"
CHROMIUM = "/usr/bin/chromium"
HTML = {"accept": "text/html"}


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel that answers, and somebody who is logged in."""

    url: str
    pid: int
    http: httpx.Client

    def view(self, path: str) -> float:
        """Seconds until the page is there."""
        start = time.perf_counter()
        answer = self.http.get(path)
        took = time.perf_counter() - start
        assert answer.status_code == httpx.codes.OK, f"{path}: {answer.status_code} {answer.text[-3000:]}"
        return took

    @property
    def megabytes(self) -> float:
        """What the process holds."""
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        return int(re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)[0]) / 1000


async def _prepare(url: str, many: int) -> None:
    container: Container = Container(settings=Settings(storage="mongo", mongo_url=url))
    await container.database().prepare()
    await fill(container.database(), many)
    await container.staff().add(None, NAME, Role.OWNER, PASSWORD)
    await container.database().close()


@contextlib.contextmanager
def serving(files: Path, database: str, redis: str, cores: tuple[int, ...]) -> Iterator[Panel]:
    """`fixi panel` on these stores."""
    port, log = free_port(), files / "panel.log"
    environ = {
        "FIXI_MONGO_URL": database,
        "FIXI_REDIS_URL": redis,
        "FIXI_PANEL_PORT": str(port),
        "FIXI_DATA_DIR": str(files),
        "FIXI_WEBHOOK_TOKEN": TOKEN,
    }
    url = f"http://127.0.0.1:{port}"
    with (
        process(fixi("panel"), log, environ, cores) as child,
        httpx.Client(base_url=url, headers=HTML, timeout=60, follow_redirects=False) as http,
    ):
        until(lambda: _answers(url), child, log)
        answer = http.post("/login", data={"name": NAME, "password": PASSWORD})
        assert http.cookies, f"no session: {answer.status_code}"
        yield Panel(url, child.pid, http)


def _answers(url: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{url}/health/live", timeout=5).is_success
    return False


def opened(panel: Panel) -> dict[str, float]:
    """Median seconds of each page; the first time, when everything is cold, is not counted."""
    for path in PATHS:
        panel.view(path)
    return {path: statistics.median(panel.view(path) for _ in range(TIMES)) for path in PATHS}


@contextlib.contextmanager
def _browser(panel: Panel) -> Iterator[Callable[[int], None]]:
    """A browser of the same person; it opens as many pages as it is told to, and is connected to each."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies(
            [{"name": each, "value": value, "url": panel.url} for each, value in panel.http.cookies.items()]
        )
        page = context.new_page()
        places = cycle(PATHS)

        def look(views: int) -> None:
            for _ in range(views):
                page.goto(panel.url + next(places))
                page.wait_for_function("window.did_handshake")

        yield look
        browser.close()


def pages() -> Result:
    """Row P2."""
    with folder() as files, mongo(files) as database, valkey(files) as redis:
        asyncio.run(_prepare(database, MANY))
        with serving(files, database, redis, tuple(CORES)) as panel:
            took = opened(panel)
        # Anew: a page that is asked for and never opened, as here until now, is kept for a minute.
        with serving(files, database, redis, tuple(CORES)) as panel, _browser(panel) as look:
            look(VIEWS)
            memory = panel.megabytes
    slowest = max(took, key=lambda path: took[path])
    return Result(
        f"panel over HTTP on {MANY:,} leads: slowest of {len(PATHS)} pages; memory (PSS) after {VIEWS} views",
        f"{took[slowest] * 1000:.0f} ms ({slowest}); {memory:.0f} MB",
        f"<= {PAGE_SECONDS * 1000:.0f} ms; <= {MEGABYTES:.0f} MB",
        took[slowest] <= PAGE_SECONDS and memory <= MEGABYTES,
    )


@contextlib.contextmanager
def _clicking(panel: Panel) -> Iterator[None]:
    """Somebody opens one page after the other."""
    done = Event()

    def click() -> None:
        place = 0
        while not done.wait(CLICK_EVERY):
            panel.view(PATHS[place % len(PATHS)])
            place += 1

    clicks = Thread(target=click)
    clicks.start()
    try:
        yield
    finally:
        done.set()
        clicks.join()


def beside_webhooks() -> Result:
    """Row P3: the same door with a panel beside it, at rest and in use, taking turns."""
    rates: dict[str, list[float]] = {"rest": [], "use": []}
    with folder() as files, mongo(files) as database, valkey(files) as redis:
        asyncio.run(_prepare(database, MANY))
        with (
            serving(files, database, redis, (OTHERS,)) as panel,
            ours("everysec")(files) as door,
        ):
            opened(panel)
            _shoot(panel, door, files, rates)
    rest, use = (statistics.median(rates[name]) for name in ("rest", "use"))
    return Result(
        "webhooks/s while somebody opens a page of the panel each second, as a share of those beside one at rest",
        f"{use / rest:.2f} ({use:,.0f}/s; {rest:,.0f}/s)",
        f">= {SHARE}",
        use / rest >= SHARE,
    )


def _shoot(panel: Panel, door: Listening, files: Path, rates: dict[str, list[float]]) -> None:
    for _ in range(ROUNDS):
        rates["rest"].append(shot(door, files)["rate"])
        with _clicking(panel):
            rates["use"].append(shot(door, files)["rate"])


def main() -> None:
    """Every page for itself, and what the process holds meanwhile."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with folder() as files, mongo(files) as database, valkey(files) as redis:
        asyncio.run(_prepare(database, many))
        with serving(files, database, redis, tuple(CORES)) as panel:
            print(f"{'at the start':32} {panel.megabytes:8.0f} MB")
            for path, seconds in opened(panel).items():
                print(f"{path:32} {seconds * 1000:8.0f} ms")
        with serving(files, database, redis, tuple(CORES)) as panel, _browser(panel) as look:
            for part in range(5):
                look(VIEWS // 5)
                print(f"{f'after {(part + 1) * VIEWS // 5} views':32} {panel.megabytes:8.0f} MB")


if __name__ == "__main__":
    main()
