"""S5: one tick of the healer with 100 leads that are stuck, among few leads and among very many.

The leads are written as they are stored: one of each kind is saved by the repository and copied under other ids. All
but the stuck ones are closed, as nearly all leads of a system are that has run for years.
"""

import asyncio
import copy
import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.result import Result
from benchmarks.servers import folder, mongo
from fixi.adapters.memory.queues import MemoryInbox
from fixi.container import Container
from fixi.domain.forms import Form
from fixi.domain.lead.states import Case, Closed, LeadState, Waiting
from fixi.domain.values import ChatKey, Key, Language, Place, Trade, Wish
from fixi.ports.storage import Change
from fixi.settings import Settings

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STUCK = 100
FEW, MANY, FULL = 1_000, 100_000, 1_000_000
TICKS = 15
AT_ONCE = 5_000
TIMES = 1.3


def _state(name: str, *, stuck: bool) -> LeadState:
    since = AT - timedelta(hours=3)
    form = Form(Trade("plumber"), "leak", Place("Haifa", 32.81, 34.99), "Herzl 12", Wish(since, since, "now"))
    case = Case(name, ChatKey("972540000001"), Language.EN, form, since, since, since, waiting_since=since)
    return Waiting(case, AT - timedelta(hours=1)) if stuck else Closed(case)


async def _patterns(container: Container) -> dict[bool, dict[str, Any]]:
    found: dict[bool, dict[str, Any]] = {}
    for stuck in (False, True):
        key = Key.lead("pattern-stuck" if stuck else "pattern-closed")
        await container.repository().save(Change(key, 0, _state(key.id, stuck=stuck), AT if stuck else None))
        machines = container.database().machines.get_pymongo_collection()
        saved = await machines.find_one_and_delete({"_id": str(key)})
        assert saved is not None
        found[stuck] = saved
    return found


def _copy(pattern: dict[str, Any], number: int) -> dict[str, Any]:
    document = {**pattern, "_id": str(Key.lead(f"n{number}")), "state": copy.copy(pattern["state"])}
    document["state"]["case"] = {**pattern["state"]["case"], "id": f"n{number}"}
    return document


async def _loaded(url: str, leads: int) -> Container:
    container: Container = Container(settings=Settings(storage="mongo", mongo_url=url))
    await container.database().prepare()
    patterns = await _patterns(container)
    machines = container.database().machines.get_pymongo_collection()
    every = leads // STUCK
    for first in range(0, leads, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, leads))
        await machines.insert_many([_copy(patterns[n % every == 0], n) for n in numbers], ordered=False)
    return container


async def _tick(container: Container) -> float:
    with container.inbox.override(MemoryInbox()):  # nothing was woken before
        healer = container.works()["healer"]
        start = time.perf_counter()
        found = await healer(AT, dry=False)
        took = time.perf_counter() - start
    assert len(found) == STUCK
    assert {finding.done for finding in found} == {"woken"}
    return took


async def _compared(urls: tuple[str, str], sizes: tuple[int, int]) -> tuple[float, float]:
    """Medians in milliseconds. The two take turns."""
    containers = [await _loaded(url, leads) for url, leads in zip(urls, sizes, strict=True)]
    took = [[await _tick(container) for container in containers] for _ in range(TICKS)][1:]
    for container in containers:
        await container.database().close()
    few, many = (statistics.median(one) * 1000 for one in zip(*took, strict=True))
    return few, many


def healing(*, full: bool = False) -> Result:
    """Row S5; the million of it only with `--full`, since the embedded database takes long to load."""
    sizes = (FEW, FULL if full else MANY)
    with folder() as files, mongo(files) as first, mongo(files) as second:
        few, many = asyncio.run(_compared((first, second), sizes))
    return Result(
        f"healer tick with {STUCK} stuck leads, {sizes[0]:,} -> {sizes[1]:,} leads (embedded database)"
        + ("" if full else f"; {FULL:,} with --full"),
        f"{many / few:.2f} times slower ({few:.0f} -> {many:.0f} ms)",
        f"<= {TIMES}",
        many / few <= TIMES,
    )
