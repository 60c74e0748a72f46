"""Replies that operators have at hand."""

from abc import abstractmethod
from typing import Protocol

from fixi.domain.canned import CannedReply


class CannedReplies(Protocol):
    """Kept for all operators."""

    @abstractmethod
    async def begin(self, first: tuple[CannedReply, ...]) -> None:
        """Store these, if nobody ever has stored or begun anything here. Raises Unavailable."""

    @abstractmethod
    async def every(self) -> tuple[CannedReply, ...]:
        """All of them, by their titles. Raises Unavailable."""

    @abstractmethod
    async def put(self, reply: CannedReply) -> CannedReply:
        """Store it with its next version. Raises Conflict when another one is stored, or is gone; Unavailable."""

    @abstractmethod
    async def remove(self, reply: str, version: int) -> None:
        """Take it out; harmless when it is gone. Raises Conflict when it was changed since; Unavailable."""
