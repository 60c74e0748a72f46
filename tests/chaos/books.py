"""The system's own books, read when it has come to rest."""

import asyncio
from datetime import timedelta
from pathlib import Path

from fixi.adapters.mongo.lines import line_of
from fixi.container import Container
from fixi.domain.errors import FixiError
from fixi.entrypoints.books import found
from fixi.settings import Settings
from tests.chaos.accounting import Books
from tests.system.running import Running

MANY = 100_000
LOOK_SECONDS = 1.0
# Whatever is to be sent within this time counts as pending, also when it is to be tried again later.
PENDING = timedelta(hours=12)


async def at_rest(running: Running, seconds: float) -> Books:
    """What the books say once nothing is unread and nothing is to be sent, or when this time is over."""
    container = Container(settings=found(Settings(data_dir=running.folder / "data"), queue=True))
    try:
        await container.database().prepare()
        await _rest(container, seconds)
        lines = container.ledger()
        await lines.balance()  # moves into the book what still lies in documents
        stored = await container.database().ledger.get_pymongo_collection().find({}).to_list()
        unread, pending = await _waiting(container)
        set_aside = tuple(kept.id for kept in await container.quarantine().listed(MANY))
        doctor = await asyncio.to_thread(running.fixi, "doctor")
        return Books(
            tuple(line_of(line) for line in stored),
            unread,
            pending,
            set_aside,
            doctor.returncode,
            doctor.stdout + doctor.stderr,
        )
    finally:
        await container.redis().close()
        await container.database().close()


async def _rest(container: Container, seconds: float) -> None:
    """Twice in a row nothing waits; a part that is away for a moment counts as unrest."""
    calm = 0
    try:
        async with asyncio.timeout(seconds):
            while calm < 2:
                await asyncio.sleep(LOOK_SECONDS)
                try:
                    calm = 0 if any(await _waiting(container)) else calm + 1
                except FixiError:
                    calm = 0
    except TimeoutError:
        return  # what waits is named by the accounting


async def _waiting(container: Container) -> tuple[tuple[str, ...], tuple[str, ...]]:
    unread = await container.inbox().waiting(MANY)
    pending = await container.outbox().waiting(container.clock().now() + PENDING, MANY)
    return unread, tuple(str(key) for key in pending)


def simulator(running: Running) -> Path:
    """Where the simulator keeps its journals."""
    return running.folder / "data" / "simulator"
