"""P1: what the panel asks when a page is opened, among very many leads. Medians of several runs."""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from benchmarks.generated import AT, YEAR, fill
from benchmarks.result import Result
from benchmarks.servers import folder, mongo
from fixi.adapters.system.clock import MovedClock
from fixi.container import Container
from fixi.domain.values import Slot, Status
from fixi.ports.views import ChatQuery, LeadQuery, Order
from fixi.settings import Settings

MANY = 100_000
PAGE = 50
TIMES = 5
SEARCH_SECONDS, NUMBERS_SECONDS = 0.3, 1.0

type Ask = Callable[[], Awaitable[Any]]


def _searches(container: Container) -> dict[str, Ask]:
    search = container.lead_search()
    queries = {
        "newest": LeadQuery(),
        "phone tail": LeadQuery(words="4321"),
        "whole phone": LeadQuery(words="054-7654321"),
        "name": LeadQuery(words="Dana Name77"),
        "common word": LeadQuery(words="water"),
        "rare word": LeadQuery(words="996"),
        "Hebrew": LeadQuery(words="נזילה"),
        "trade": LeadQuery(trade="plumber"),
        "trade, area": LeadQuery(trade="plumber", area="Haifa"),
        "small area": LeadQuery(area="Town 7"),
        "trade, word, status": LeadQuery("boiler", "painter", statuses=frozenset({Status.CANCELLED})),
        "closed": LeadQuery(statuses=frozenset({Status.CLOSED})),
        "rare status": LeadQuery(statuses=frozenset({Status.PENDING_REVIEW})),
        "open": LeadQuery(statuses=frozenset({Status.NEW, Status.BOOKED, Status.CONTACTED})),
        "none": LeadQuery(words="nobodyhasthis"),
        "a month": LeadQuery(opened=Slot(AT - timedelta(days=60), AT - timedelta(days=30)), order=Order.OPENED),
    }
    return {name: partial(search.find, query, "", PAGE) for name, query in queries.items()}


def _pages(container: Container) -> dict[str, Ask]:
    board, needs, numbers = container.board(), container.needs(), container.numbers()
    chats, lead_pages = container.chat_list(), container.lead_pages()
    return {
        "board": lambda: board(20),
        "attention": lambda: needs(phones=True),
        "one lead": lambda: lead_pages("g000000007", "dana"),
        "chats": lambda: chats.latest(ChatQuery(), "dana", "", PAGE),
        "numbers, month": lambda: numbers(Slot(AT - timedelta(days=30), AT)),
        "numbers, year": lambda: numbers(Slot(AT - YEAR - timedelta(days=1), AT)),
    }


async def _timed(asks: dict[str, Ask]) -> dict[str, float]:
    took: dict[str, float] = {}
    for name, ask in asks.items():
        runs = []
        for _ in range(TIMES):
            start = time.perf_counter()
            await ask()
            runs.append(time.perf_counter() - start)
        took[name] = statistics.median(runs)
    return took


async def measure(url: str, many: int, *, told: bool = False) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds for each search and for each page."""
    container: Container = Container(settings=Settings(storage="mongo", mongo_url=url))
    await container.database().prepare()
    container.clock.override(MovedClock(AT))
    start = time.perf_counter()
    await fill(container.database(), many)
    filled = time.perf_counter()
    await container.lead_search().counts()
    if told:
        print(f"filled in {filled - start:.0f} s, counted in {time.perf_counter() - filled:.1f} s")
    searches, pages = await _timed(_searches(container)), await _timed(_pages(container))
    await container.database().close()
    return searches, pages


def views() -> Result:
    """Row P1."""
    with folder() as files, mongo(files) as url:
        searches, pages = asyncio.run(measure(url, MANY))
    slowest = max(searches, key=lambda name: searches[name])
    page = max(pages, key=lambda name: pages[name])
    return Result(
        f"panel on {MANY:,} leads (embedded database): slowest of {len(searches)} searches; of {len(pages)} pages",
        f"{searches[slowest] * 1000:.0f} ms ({slowest}), {pages[page] * 1000:.0f} ms ({page})",
        f"<= {SEARCH_SECONDS * 1000:.0f} ms, <= {NUMBERS_SECONDS * 1000:.0f} ms",
        searches[slowest] <= SEARCH_SECONDS and pages[page] <= NUMBERS_SECONDS,
    )


def main() -> None:
    """Every single question, for whoever wants to know."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with folder() as files, mongo(files) as url:
        for took in asyncio.run(measure(url, many, told=True)):
            for name, seconds in took.items():
                print(f"{name:24} {seconds * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
