"""The book of the periodic jobs, in memory."""

from dataclasses import replace
from datetime import datetime

from fixi.adapters.memory.store import Store
from fixi.ports.storage import RUNS_KEPT, Run, Runs


class MemoryRuns(Runs):
    """See Runs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def start(self, job: str, tick: str, at: datetime) -> bool:
        """See Runs."""
        old = self._store.runs.get((job, tick))
        if old is not None and old.finished:
            return False
        attempts = old.attempts + 1 if old is not None else 1
        self._store.runs[job, tick] = Run(job, tick, at, attempts)
        return True

    async def finish(self, run: Run) -> None:
        """See Runs."""
        old = self._store.runs.get((run.job, run.tick), run)
        self._store.runs[run.job, run.tick] = replace(
            old, finished=old.finished + 1, ended_at=run.ended_at, found=run.found, done=run.done, seconds=run.seconds
        )
        for key, other in list(self._store.runs.items()):
            if other.started_at < run.started_at - RUNS_KEPT:
                del self._store.runs[key]

    async def done(self, job: str, tick: str) -> bool:
        """See Runs."""
        found = self._store.runs.get((job, tick))
        return found is not None and found.finished > 0

    async def last(self, job: str) -> Run | None:
        """See Runs."""
        mine = [run for run in self._store.runs.values() if run.job == job]
        return max(mine, key=lambda run: run.started_at, default=None)

    async def listed(self, limit: int) -> tuple[Run, ...]:
        """See Runs."""
        return tuple(sorted(self._store.runs.values(), key=lambda run: run.started_at, reverse=True)[:limit])
