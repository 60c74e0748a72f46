"""Which periodic jobs are off: a document for each job that somebody has ever switched."""

from collections.abc import Mapping

from pymongo.errors import DuplicateKeyError

from fixi.adapters.mongo.border import border
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.domain.care import JobSwitch
from fixi.ports.jobs import JobSwitches


class MongoJobSwitches(JobSwitches):
    """See JobSwitches."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def off(self) -> Mapping[str, JobSwitch]:
        """See JobSwitches."""
        switches = self._database.job_switches.get_pymongo_collection()
        with border():
            found = await switches.find({"on": False}).to_list()
        return {
            each["_id"]: JobSwitch(each["_id"], on=False, by=each["by"], at=each["at"], why=each["why"])
            for each in found
        }

    async def turn(self, switch: JobSwitch) -> bool:
        """See JobSwitches. One that is so already does not match, and its key is taken."""
        update = {"$set": {"on": switch.on, "by": switch.by, "at": floor(switch.at), "why": switch.why}}
        switches = self._database.job_switches.get_pymongo_collection()
        with border():
            try:
                # Only what is off can be put on; what has no document is on.
                done = await switches.update_one({"_id": switch.job, "on": not switch.on}, update, upsert=not switch.on)
            except DuplicateKeyError:
                return False
        return done.modified_count > 0 or done.upserted_id is not None
