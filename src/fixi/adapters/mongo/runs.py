"""The book of the periodic jobs: one document for each tick, so that two who begin it meet."""

from datetime import datetime
from typing import Any

from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from fixi.adapters.mongo.border import border
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.ports.storage import RUNS_KEPT, Run, Runs

FIELDS = ("job", "tick", "started_at", "attempts", "finished", "ended_at", "found", "done", "seconds")


def _run(document: dict[str, Any]) -> Run:
    return Run(**{name: document[name] for name in FIELDS if name in document})


class MongoRuns(Runs):
    """See Runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, job: str, tick: str, at: datetime) -> bool:
        """See Runs. A tick that has ended does not match, and its key is taken."""
        update = {"$set": {"job": job, "tick": tick, "started_at": floor(at)}, "$inc": {"attempts": 1}}
        not_done = {"_id": f"{job}@{tick}", "finished": {"$exists": False}}
        runs = self._database.runs.get_pymongo_collection()
        with border():
            try:
                await runs.update_one(not_done, update, upsert=True)
            except DuplicateKeyError:
                # It has ended, or somebody began it at this very moment: then it may be begun here as well.
                return (await runs.update_one(not_done, update)).matched_count > 0
        return True

    async def finish(self, run: Run) -> None:
        """See Runs."""
        told: dict[str, Any] = {"ended_at": floor(run.ended_at) if run.ended_at is not None else None}
        told |= {"found": run.found, "done": run.done, "seconds": run.seconds}
        born = {"job": run.job, "tick": run.tick, "started_at": floor(run.started_at), "attempts": run.attempts}
        runs = self._database.runs.get_pymongo_collection()
        with border():
            await runs.update_one(
                {"_id": f"{run.job}@{run.tick}"},
                {"$set": told, "$setOnInsert": born, "$inc": {"finished": 1}},
                upsert=True,
            )
            await runs.delete_many({"started_at": {"$lt": floor(run.started_at) - RUNS_KEPT}})

    async def done(self, job: str, tick: str) -> bool:
        """See Runs."""
        with border():
            runs = self._database.runs.get_pymongo_collection()
            found = await runs.find_one({"_id": f"{job}@{tick}"}, {"finished": 1})
        return found is not None and "finished" in found

    async def last(self, job: str) -> Run | None:
        """See Runs."""
        runs = self._database.runs.get_pymongo_collection()
        with border():
            found = await runs.find({"job": job}, limit=1).sort([("job", 1), ("started_at", DESCENDING)]).to_list()
        return _run(found[0]) if found else None

    async def listed(self, limit: int) -> tuple[Run, ...]:
        """See Runs."""
        with border():
            runs = self._database.runs.get_pymongo_collection()
            found = await runs.find({}, limit=limit).sort("started_at", DESCENDING).to_list()
        return tuple(_run(document) for document in found)
