"""How is the account? Asked seldom, and what was found is known to all processes.

A tick names the moment that a question belongs to, so however many processes want to know, one of them asks. Whoever
dies with a tick in hand, or a queue that forgets its ticks, costs or saves one question, and nothing else.
"""

import logging
from datetime import timedelta

from fixi.domain.account import AccountState, Sighting, Standing
from fixi.domain.care import EPOCH
from fixi.domain.errors import AccountStopped, FixiError, Unavailable
from fixi.ports.account import Account, AccountBook
from fixi.ports.clock import Clock
from fixi.ports.queues import Ticks

APART = timedelta(seconds=15)

log = logging.getLogger(__name__)


class Look:
    """Sees how the account is, and writes it into the book."""

    def __init__(self, account: Account, book: AccountBook, ticks: Ticks, clock: Clock) -> None:
        self._account = account
        self._book = book
        self._ticks = ticks
        self._clock = clock
        self._asked = -1

    async def __call__(self) -> Standing:
        """What is known of the account now. Raises Unavailable when the book cannot be read.

        The provider is asked at most once in every 15 seconds, whoever calls; otherwise the book tells.
        """
        moment = (self._clock.now() - EPOCH) // APART
        if moment != self._asked:
            self._asked = moment
            if await self._first(moment) and (state := await self._state()) is not None:
                return await self._book.saw(Sighting(state, self._clock.now()))
        return await self._book.standing()

    async def _first(self, moment: int) -> bool:
        """Whether this question is ours. Without a queue each process asks for itself, which the provider can bear."""
        try:
            return await self._ticks.first("look", str(moment))
        except Unavailable:
            return True

    async def _state(self) -> AccountState | None:
        """What the provider says; None when it says nothing, which proves nothing."""
        try:
            return await self._account.state()
        except AccountStopped as error:
            return error.state
        except FixiError as error:
            log.warning("account not seen", extra={"kind": type(error).__name__})
            return None
