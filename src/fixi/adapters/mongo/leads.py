"""Questions about leads."""

from typing import Any

from fixi.adapters.mongo.border import LONG_PATIENCE, border, read
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.grid import waiting_near
from fixi.adapters.mongo.plain import EPOCH
from fixi.domain.lead.states import LeadState
from fixi.domain.values import Key, Place, Status, Trade
from fixi.ports.storage import Leads


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
