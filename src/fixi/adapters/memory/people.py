"""Who is who, in memory."""

from fixi.domain.values import ChatKey
from fixi.ports.people import Aliases


class MemoryAliases(Aliases):
    """See Aliases. It forgets with the process."""

    def __init__(self) -> None:
        self._chats: dict[ChatKey, ChatKey] = {}

    async def chat(self, alias: ChatKey, chat: ChatKey) -> ChatKey:
        """See Aliases."""
        return self._chats.setdefault(alias, chat)

    async def move(self, alias: ChatKey, chat: ChatKey) -> None:
        """See Aliases."""
        self._chats[alias] = chat
