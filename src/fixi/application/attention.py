"""May a person see now that we read and type? Only while words could follow."""

from fixi.domain.account import AccountState
from fixi.domain.errors import FixiError
from fixi.ports.account import AccountBook


class Attention:
    """Looks into the book of the account."""

    def __init__(self, book: AccountBook) -> None:
        self._book = book

    async def __call__(self) -> bool:
        """True while the account is ready and nobody has stopped it."""
        try:
            standing = await self._book.standing()
        except FixiError:
            return False
        return standing.switch.on and standing.state is AccountState.READY
