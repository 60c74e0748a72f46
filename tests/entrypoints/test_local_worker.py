"""The worker inside the process has the periodic jobs as well."""

import asyncio
from contextlib import suppress
from typing import override

from dependency_injector import providers

from fixi.adapters.memory.runs import MemoryRuns
from fixi.adapters.memory.store import Store
from fixi.container import Container
from fixi.domain.care import JOBS
from fixi.entrypoints.local_worker import LocalWorker
from fixi.ports.storage import Run
from fixi.settings import Settings

OFTEN = {job.name for job in JOBS if job.recorded and job.every is not None}


class Watched(MemoryRuns):
    """Says when each job that runs every few minutes has run."""

    def __init__(self) -> None:
        super().__init__(Store())
        self.missing = set(OFTEN)
        self.complete = asyncio.Event()

    @override
    async def finish(self, run: Run) -> None:
        await super().finish(run)
        self.missing.discard(run.job)
        if not self.missing:
            self.complete.set()


async def test_a_system_in_memory_runs_its_periodic_jobs_by_itself() -> None:
    container, runs = Container(settings=Settings()), Watched()
    container.runs.override(providers.Object(runs))
    worker = LocalWorker(
        container.wakeups(), container.turn(), container.deliver(), container.sweep(), container.care()
    )
    working = asyncio.create_task(worker.run(container.timetable().all))
    try:
        await asyncio.wait_for(runs.complete.wait(), 30)
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
    assert {run.finished for run in await runs.listed(10)} == {1}
