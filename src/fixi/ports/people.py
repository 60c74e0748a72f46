"""Who is who: a provider may know one person by several names."""

from abc import abstractmethod
from typing import Protocol

from fixi.domain.values import ChatKey


class Aliases(Protocol):
    """Which chat somebody has whom the provider also knows by an opaque id."""

    @abstractmethod
    async def chat(self, alias: ChatKey, chat: ChatKey) -> ChatKey:
        """The chat of the person with this id: the one that was told first; `chat` when none was, and from now on.

        Of two who tell different chats at the same time both get the same one. Raises Unavailable.
        """

    @abstractmethod
    async def move(self, alias: ChatKey, chat: ChatKey) -> None:
        """From now on the person with this id has this chat. Raises Unavailable."""
