"""The account that Fixi speaks through."""

from abc import abstractmethod
from datetime import date
from typing import Protocol

from fixi.domain.account import AccountState, Sighting, Standing, Switch
from fixi.domain.values import ChatKey


class Account(Protocol):
    """The account at the provider."""

    @abstractmethod
    async def state(self) -> AccountState:
        """How it is now, as the provider says. Raises Unavailable, or AccountStopped, which says it as well."""


class Setup(Protocol):
    """How the account was set up at the provider, by a person."""

    @abstractmethod
    async def flaws(self) -> tuple[str, ...]:
        """What is not as Fixi needs it: names of settings and what they should be, one line each, fit for a log.

        Raises Unavailable.
        """


class AccountBook(Protocol):
    """What is known of the account, for all processes; it is among what must not be lost."""

    @abstractmethod
    async def standing(self) -> Standing:
        """As it is known now; what another process has written is seen within a second or two. Raises Unavailable."""

    @abstractmethod
    async def saw(self, sighting: Sighting) -> Standing:
        """Note what was seen; an older sighting than the last one changes nothing. Returns what is known then.

        That nobody knows how it is may be noted as well: it does not count as having seen the account.
        """

    @abstractmethod
    async def turn(self, switch: Switch) -> bool:
        """Put the kill switch like this. False, and nothing changes, when it was so already, or was put there later.

        Of two who put it the same way at the same time one gets True, and it is his.
        """

    @abstractmethod
    async def first_contact(self, chat: ChatKey, day: date, at_most: int) -> bool:
        """Claim room for a first message to this person on this day, in one conditional step.

        True when he has it already (whenever he got it), or when fewer than `at_most` people got it on this day.
        """
