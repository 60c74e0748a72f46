"""What is known of the account, in memory."""

from dataclasses import replace
from datetime import date

from fixi.domain.account import AccountState, Sighting, Standing, Switch
from fixi.domain.values import ChatKey
from fixi.ports.account import AccountBook


class MemoryAccountBook(AccountBook):
    """See AccountBook. It forgets with the process."""

    def __init__(self) -> None:
        self._standing = Standing()
        self._seen: Sighting | None = None
        self._contacts: dict[ChatKey, date] = {}

    async def standing(self) -> Standing:
        """See AccountBook."""
        return self._standing

    async def saw(self, sighting: Sighting) -> Standing:
        """See AccountBook."""
        known = self._standing
        if self._seen is not None and sighting.at < self._seen.at:
            return known
        self._seen = sighting
        self._standing = replace(
            known,
            state=sighting.state,
            since=known.since if known.since is not None and known.state is sighting.state else sighting.at,
            proved_at=sighting.at if sighting.state is AccountState.READY else known.proved_at,
            begun_at=known.begun_at or (sighting.at if sighting.state is not AccountState.UNKNOWN else None),
            stopped_at=None if sighting.state is AccountState.READY else known.stopped_at or sighting.at,
            seen_at=sighting.at,
        )
        return self._standing

    async def turn(self, switch: Switch) -> bool:
        """See AccountBook."""
        known = self._standing.switch
        later = known.at is not None and switch.at is not None and known.at > switch.at
        if known.on == switch.on or later:
            return False
        self._standing = replace(self._standing, switch=switch)
        return True

    async def first_contact(self, chat: ChatKey, day: date, at_most: int) -> bool:
        """See AccountBook."""
        if chat in self._contacts:
            return True
        if sum(when == day for when in self._contacts.values()) >= at_most:
            return False
        self._contacts[chat] = day
        return True
