"""Replies at hand, in memory."""

from dataclasses import replace

from fixi.domain.canned import CannedReply
from fixi.domain.errors import Conflict
from fixi.ports.canned import CannedReplies


class MemoryCannedReplies(CannedReplies):
    """See CannedReplies. It forgets with the process."""

    def __init__(self) -> None:
        self._replies: dict[str, CannedReply] | None = None

    async def begin(self, first: tuple[CannedReply, ...]) -> None:
        """See CannedReplies."""
        if self._replies is None:
            self._replies = {reply.id: replace(reply, version=1) for reply in first}

    async def every(self) -> tuple[CannedReply, ...]:
        """See CannedReplies."""
        return tuple(sorted((self._replies or {}).values(), key=lambda reply: (reply.title, reply.id)))

    async def put(self, reply: CannedReply) -> CannedReply:
        """See CannedReplies."""
        known = self._replies = self._replies or {}
        before = known.get(reply.id)
        if (before.version if before is not None else 0) != reply.version:
            raise Conflict("written by somebody else")
        known[reply.id] = stored = replace(reply, version=reply.version + 1)
        return stored

    async def remove(self, reply: str, version: int) -> None:
        """See CannedReplies."""
        known = self._replies = self._replies or {}
        if reply in known and known[reply].version != version:
            raise Conflict("written by somebody else")
        known.pop(reply, None)
