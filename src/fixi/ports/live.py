"""Live updates: whoever watches is told at once that something has changed, and looks it up himself."""

from abc import abstractmethod
from collections.abc import AsyncGenerator
from typing import Protocol

from fixi.domain.values import Key


class Live(Protocol):
    """Carries keys and nothing else, from whoever has changed something to everybody who watches."""

    @abstractmethod
    async def changed(self, key: Key) -> None:
        """Something about this chat or lead has changed, and is stored.

        Waits for nobody and never fails. It may be lost; several for one key may become one.
        """

    @abstractmethod
    def changes(self) -> AsyncGenerator[Key | None, None]:
        """What changes from now on, in the order it was said; every listener gets all of it.

        None stands for: look at everything, something may have passed unheard. It comes first of all, when listening
        has begun, and again after every gap. A lost connection is made again. Close it when nobody listens any more.
        """

    @abstractmethod
    async def flush(self) -> None:
        """What was said in this event loop is out, or lost: before a process ends."""
