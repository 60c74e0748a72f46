"""Files that could not be had when their message came are fetched after it, and put where they belong."""

from datetime import datetime, timedelta
from functools import partial

from fixi.application.care.work import Finding, Work
from fixi.application.media import LATER, KeepMedia, Taken
from fixi.domain.events import FileCame
from fixi.domain.values import REFUSED, Key, Media
from fixi.ports.media import Owed, OwedFiles, Together
from fixi.ports.queues import Inbox, Letter, Task, Wakeups

AT_ONCE = 8
WITHIN = timedelta(seconds=40)
LONGEST_PAUSE = timedelta(hours=1)
# Links of providers live for hours or days; then nobody has the file any more.
GIVEN_UP_AFTER = timedelta(days=3)
GONE = "gone"


class Fetching(Work):
    """Tries what is due; each file comes to the chat of who sent it as a letter of its own, once."""

    def __init__(
        self, media: KeepMedia, owed_files: OwedFiles, inbox: Inbox, wakeups: Wakeups, together: Together
    ) -> None:
        self._media = media
        self._owed_files = owed_files
        self._inbox = inbox
        self._wakeups = wakeups
        self._together = together

    async def __call__(self, at: datetime, *, dry: bool) -> tuple[Finding, ...]:
        """See Work."""
        debts = await self._owed_files.due(at, AT_ONCE)
        if dry:
            return tuple(Finding(Key.client(debt.chat).masked, "owes a file", "would be fetched") for debt in debts)
        taken = await self._together(tuple(partial(self._media.take, debt.media) for debt in debts), WITHIN)
        pairs = zip(debts, taken, strict=True)
        return tuple([await self._settle(debt, found or Taken(debt.media, LATER), at) for debt, found in pairs])

    async def _settle(self, debt: Owed, taken: Taken, at: datetime) -> Finding:
        key = Key.client(debt.chat)
        if taken.reason == LATER and at - debt.at >= GIVEN_UP_AFTER:
            taken = Taken(Media(debt.media.kind, f"{REFUSED}{GONE}", debt.media.mime, debt.media.name), GONE)
        if taken.reason == LATER:
            await self._owed_files.again(debt.id, at + min(timedelta(minutes=2 ** min(debt.tries, 6)), LONGEST_PAUSE))
            return Finding(key.masked, "owes a file", "tried", new=False)
        if taken.reason:
            await self._media.note(key, debt, taken.reason, at)
        came = FileCame(at=at, stand_in=debt.stand_in.url, file=taken.media)
        await self._inbox.put(Letter(f"file:{debt.id}", key.address, came, key))
        await self._owed_files.settle(debt.id)
        await self._wakeups.knock(Task.TURN, key.address)
        return Finding(key.masked, "owes a file", taken.reason or "came")
