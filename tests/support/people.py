"""The provider's account and the people of the business, as tests play them."""

from collections import deque
from dataclasses import dataclass, field

from fixi.domain.account import AccountState
from fixi.domain.errors import FixiError
from fixi.ports.account import Account
from fixi.ports.alerts import Notice, Way


@dataclass
class PlayedAccount(Account):
    """An account that is as it is told to be; `trouble` is what asking it meets, `asked` how often it was asked."""

    now: AccountState = AccountState.READY
    trouble: FixiError | None = None
    asked: int = 0

    async def state(self) -> AccountState:
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        return self.now


@dataclass
class PlayedWay(Way):
    """People who read everything, unless the next trouble is in the way; `tries` counts what was tried as well."""

    called: str = "mail"
    bundles: bool = True
    read: list[Notice] = field(default_factory=list)
    troubles: deque[FixiError | None] = field(default_factory=deque)
    tries: int = 0

    @property
    def name(self) -> str:
        return self.called

    @property
    def together(self) -> bool:
        return self.bundles

    async def tell(self, notice: Notice) -> None:
        self.tries += 1
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble is not None:
            raise trouble
        self.read.append(notice)

    @property
    def kinds(self) -> list[str]:
        return [notice.kind for notice in self.read]
