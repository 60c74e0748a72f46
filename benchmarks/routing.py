"""S4: how long it takes to route a lead, with 1,000 professionals and with 100,000, on the same 1,000 areas.

Routed is: the letter of the request is in the lead's inbox, and when the turn is over the offer is with the best
professional and the client has been told. Everybody does the same trade, so that a hundred times as many professionals
are a hundred times as many candidates; nobody is full.
"""

import asyncio
import statistics
import time
from datetime import UTC, datetime
from typing import Any

from benchmarks.result import Result
from benchmarks.servers import folder, mongo
from fixi.adapters import codec
from fixi.adapters.mongo.grid import reach
from fixi.adapters.mongo.plain import storable
from fixi.container import Container
from fixi.domain.events import RequestTold
from fixi.domain.forms import Form
from fixi.domain.professional import Professional
from fixi.domain.values import ChatKey, Key, Language, Place, Trade, Wish
from fixi.ports.queues import Letter
from fixi.settings import Settings

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PLUMBER = Trade("plumber")
FEW, MANY = 1_000, 100_000
# As wide as a small country: a place every 4.7 km.
AREAS = [Place(f"Area {n}", 31.0 + n // 25 * 0.042, 34.5 + n % 25 * 0.05) for n in range(1_000)]
# Leads come from ten places of the middle; each place has one before it counts.
HERE = [AREAS[12 + 25 * row] for row in range(15, 25)]
LEADS = 50
AT_ONCE = 5_000
TIMES = 1.3


def professional(number: int) -> Professional:
    """One of them; those of an area differ in their ratings."""
    area = AREAS[number % len(AREAS)]
    stars, reviews = 3.5 + number * 7 % 16 / 10, number * 13 % 40
    return Professional(
        f"97250{number:07d}", f"Pro {number}", (PLUMBER,), (area,), imported_rating=stars, imported_reviews=reviews
    )


def document(pro: Professional) -> dict[str, Any]:
    """As an import stores him."""
    return storable({"_id": pro.id, "pro": codec.to_plain(pro), "keys": reach(pro), "done": []})


async def _loaded(url: str, pros: int) -> Container:
    container: Container = Container(settings=Settings(storage="mongo", mongo_url=url))
    await container.database().prepare()
    collection = container.database().professionals.get_pymongo_collection()
    for first in range(0, pros, AT_ONCE):
        many = [document(professional(number)) for number in range(first, min(first + AT_ONCE, pros))]
        await collection.insert_many(many, ordered=False)
    return container


async def _routed(container: Container, number: int) -> float:
    key, client = Key.lead(f"bench{number}"), ChatKey(f"97254{number:07d}")
    form = Form(PLUMBER, "leak", HERE[number % len(HERE)], "Herzl 12", Wish(AT, AT, "now"))
    told = RequestTold(at=AT, client=client, language=Language.EN, form=form, ready=True)
    await container.inbox().put(Letter(f"told{number}", key.address, told, key))
    turn = container.turn()
    start = time.perf_counter()
    await turn(key.address)
    took = time.perf_counter() - start
    record = await container.repository().load(key)
    assert record is not None
    assert type(record.state).__name__ == "Offered"
    return took


async def _compared(urls: tuple[str, str]) -> tuple[float, float]:
    """Medians in milliseconds. The two take turns."""
    containers = [await _loaded(url, pros) for url, pros in zip(urls, (FEW, MANY), strict=True)]
    numbers = range(len(HERE) + LEADS)
    took = [[await _routed(container, number) for container in containers] for number in numbers]
    for container in containers:
        await container.database().close()
    few, many = (statistics.median(one) * 1000 for one in zip(*took[len(HERE) :], strict=True))
    return few, many


def routing() -> Result:
    """Row S4."""
    with folder() as files, mongo(files) as first, mongo(files) as second:
        few, many = asyncio.run(_compared((first, second)))
    return Result(
        f"time to route one lead, {FEW:,} -> {MANY:,} professionals in 1,000 areas (embedded database)",
        f"{many / few:.2f} times slower ({few:.0f} -> {many:.0f} ms)",
        f"<= {TIMES}",
        many / few <= TIMES,
    )
