"""The book of what operators did: the number of a line is its id, so that two who write the same number meet."""

import asyncio
from datetime import datetime
from typing import Any

from pymongo import DESCENDING
from pymongo.errors import DuplicateKeyError

from fixi.adapters.mongo.border import LONG_PATIENCE, border
from fixi.adapters.mongo.database import Database
from fixi.adapters.mongo.plain import floor
from fixi.domain.audit import AuditLine, Deed, broken, following
from fixi.domain.errors import Refused, Unavailable
from fixi.ports.operators import Audit

RACES = 200  # in each somebody else has won, so a line was written
AT_ONCE = 500


def _line(document: dict[str, Any]) -> AuditLine:
    """The line; raises Refused when somebody has made it unreadable."""
    try:
        deed = Deed(
            datetime.fromisoformat(document["moment"]),
            document["who"],
            document["what"],
            document["on"],
            document["before"],
            document["after"],
        )
        return AuditLine(document["number"], deed, document["previous"], document["digest"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:  # Invalid is a ValueError
        raise Refused("unreadable_document") from error


class MongoAudit(Audit):
    """See Audit. `moment` is the time as it was hashed; a date of the database knows no microseconds.

    The last line that this process has seen is remembered: a line is one question as long as nobody else writes, and
    whoever cuts off the end of the book under a running process leaves a gap.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._last: AuditLine | None = None
        self._writing = asyncio.Lock()  # within one process nobody races; between them the numbers decide

    async def append(self, deed: Deed, once: str = "") -> AuditLine:
        """See Audit."""
        async with self._writing:
            return await self._append(deed, once)

    async def _append(self, deed: Deed, once: str) -> AuditLine:
        audit = self._database.audit.get_pymongo_collection()
        if once:
            with border():
                written = await audit.find_one({"once": once})
            if written is not None:
                return _line(written)
        for _ in range(RACES):
            last = self._last if self._last is not None else await self._newest()
            line = following(last, deed)
            document = {
                "_id": line.number,
                "number": line.number,
                "at": floor(deed.at),
                "moment": deed.at.isoformat(),
                "who": deed.who,
                "what": deed.what,
                "on": deed.on,
                "before": deed.before,
                "after": deed.after,
                "previous": line.previous,
                "digest": line.digest,
                "once": once,
            }
            with border():
                try:
                    await audit.insert_one(document)
                except DuplicateKeyError:  # somebody else was quicker
                    self._last = await self._newest(last)
                    continue
            if self._last is None or line.number > self._last.number:
                self._last = line
            return line
        raise Unavailable("the audit is too busy")

    async def _newest(self, last: AuditLine | None = None) -> AuditLine | None:
        """The last line; of those behind the last one that was seen, where there are any."""
        if last is not None:
            with border():
                audit = self._database.audit.get_pymongo_collection()
                behind = await audit.find({"number": {"$gt": last.number}}).sort("number", 1).to_list()
            if behind:
                return _line(behind[-1])
        found = await self.listed(1)
        return found[0] if found else None

    async def listed(self, limit: int, before: int | None = None) -> tuple[AuditLine, ...]:
        """See Audit."""
        wanted: dict[str, Any] = {"number": {"$lt": before}} if before is not None else {}
        with border():
            audit = self._database.audit.get_pymongo_collection()
            found = await audit.find(wanted, limit=limit).sort("number", DESCENDING).to_list()
        return tuple(map(_line, found))

    async def verify(self) -> int | None:
        """See Audit. Some lines at a time, however long the book is."""
        audit = self._database.audit.get_pymongo_collection()
        last: AuditLine | None = None
        while True:
            wanted: dict[str, Any] = {"number": {"$gt": last.number}} if last is not None else {}
            with border(LONG_PATIENCE):
                found = await audit.find(wanted, limit=AT_ONCE).sort("number", 1).to_list()
            if not found:
                return None
            for document in found:
                try:
                    line = _line(document)
                except Refused:
                    return last.number + 1 if last is not None else 1
                wrong = broken((line,), last)
                if wrong is not None:
                    return wrong
                last = line
