"""Files that people sent: fetched once, kept by what is in them, handed on."""

from abc import abstractmethod
from typing import Protocol


class Files(Protocol):
    """The store of files. A name is the SHA-256 of the content in hex, a dot, and an extension."""

    @abstractmethod
    async def put(self, content: bytes, extension: str) -> str:
        """Keep it; the same content again is kept once. Returns its name. Raises Unavailable."""

    @abstractmethod
    async def get(self, name: str) -> bytes:
        """The content. Raises Refused when there is no such file, Unavailable when it cannot be had now."""
