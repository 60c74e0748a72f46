"""Questions about leads."""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import batched
from typing import Any

from pymongo import ASCENDING

from fixi.adapters.mongo.border import LONG_PATIENCE, border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.grid import waiting_near
from fixi.adapters.mongo.plain import EPOCH, MILLISECOND, floor
from fixi.domain.lead.states import LeadState
from fixi.domain.values import Key, Place, Status, Trade
from fixi.ports.storage import Idle, Leads

AT_ONCE = 500


class MongoLeads(Leads):
    """See Leads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(
        self, trades: tuple[Trade, ...], near: tuple[Place, ...], km: float, limit: int
    ) -> tuple[str, ...]:
        """See Leads."""
        machines = self._database.machines.get_pymongo_collection()
        wanted = {"trade": 1, "area": 1, "lat": 1, "lon": 1, "waiting_since": 1}
        codes = {trade.code for trade in trades}
        found: list[tuple[Any, str]] = []
        with border():
            # Squares are wider than the circle: what lies in a corner is left out here, hence no limit in the question.
            oldest = machines.find({"waits_at": {"$in": waiting_near(trades, near, km)}}, wanted).sort(
                "waiting_since", 1
            )
            async with oldest:
                async for lead in oldest:
                    here = Place(lead["area"], lead["lat"], lead["lon"])
                    if lead["trade"] in codes and any(here.km_to(place) <= km for place in near):
                        found.append((lead["waiting_since"], Key.parse(lead["_id"]).id))
                        if len(found) == limit:
                            break
        return tuple(lead for _, lead in sorted(found))

    async def listed(self, wanted: Status | None, limit: int) -> tuple[LeadState, ...]:
        """See Leads."""
        machines = self._database.machines.get_pymongo_collection()
        asked: dict[str, Any] = {"opened_at": {"$gte": EPOCH}}
        if wanted is not None:
            asked["status"] = wanted.value
        await self._database.ping()
        with border(LONG_PATIENCE):
            newest = machines.find(asked, {"state": 1, "opened_at": 1}, limit=limit).sort("opened_at", -1)
            found = await newest.to_list()
        # Sorted by the index alone; those of one moment are put in order here.
        found.sort(key=lambda document: (document["opened_at"], document["_id"]), reverse=True)
        return tuple(read(document["state"]) for document in found)

    async def every(self) -> AsyncIterator[LeadState]:
        """See Leads. First the names, then so many at a time: no question takes longer the longer somebody reads."""
        machines = self._database.machines.get_pymongo_collection()
        with border(LONG_PATIENCE):
            newest = machines.find({"opened_at": {"$gte": EPOCH}}, {"opened_at": 1}).sort("opened_at", -1)
            opened = [(document["opened_at"], document["_id"]) async for document in newest]
        for some in batched(sorted(opened, reverse=True), AT_ONCE):
            names = [name for _, name in some]
            with border(LONG_PATIENCE):
                states = {
                    document["_id"]: document["state"]
                    async for document in machines.find({"_id": {"$in": names}}, {"state": 1})
                }
            for name in names:
                if name in states:
                    yield read(states[name])

    async def idle(self, wanted: Status, before: datetime, limit: int, after: Idle | None = None) -> tuple[Idle, ...]:
        """See Leads."""
        machines = self._database.machines.get_pymongo_collection()
        # Not `$lte`: the embedded server's index of several fields misses what is equal to the upper end.
        since: dict[str, Any] = {"$lt": floor(before) + MILLISECOND}
        if after is not None:
            since["$gte"] = after.since
        found: list[Idle] = []
        with border(LONG_PATIENCE):
            oldest = machines.find(
                {"status": wanted.value, "idle_since": since},
                {"idle_since": 1, "version": 1, "state": 1},
                batch_size=limit + 1,
            ).sort([("idle_since", ASCENDING), ("_id", ASCENDING)])
            async with oldest:
                async for document in oldest:
                    lead = Key.parse(document["_id"]).id
                    # Of one moment there may be several, on both pages.
                    if after is None or (after.since, after.lead) < (document["idle_since"], lead):
                        found.append(Idle(document["idle_since"], lead, document["version"], read(document["state"])))
                        if len(found) == limit:
                            break
        return tuple(found)
