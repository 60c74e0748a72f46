"""Files that a person sent are fetched once, cleaned and kept, before anybody works with his message.

A message is never lost or held up by its files. One that cannot be had now is owed: the message goes on without it, and
a periodic job brings it after. One that is refused for ever is said so in the book.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from fixi.domain.errors import Refused, Unavailable
from fixi.domain.events import Heard
from fixi.domain.values import KEPT, OWED, REFUSED, ChatKey, Key, Media, MediaKind
from fixi.ports.media import Cleaner, Fetcher, Files, Locator, Owed, OwedFiles, Together, owed
from fixi.ports.queues import Letter
from fixi.ports.storage import Ledger, LedgerEntry

# All files of one turn together: a turn has its address for 30 s.
WITHIN = timedelta(seconds=15)
FIRST_PAUSE = timedelta(minutes=1)
LATER = "later"
# Too large for us, or from where we do not fetch: what WhatsApp itself has packed anew may be handed on as it came.
NOT_OURS = frozenset({"host", "too-large"})
PACKED = frozenset({MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.VOICE})

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: as it stands in documents from now on, and why when it is not kept."""

    media: Media
    reason: str = ""


class KeepMedia:
    """Replaces what only the provider has by what we have."""

    def __init__(
        self,
        locator: Locator,
        fetcher: Fetcher,
        cleaner: Cleaner,
        files: Files,
        owed_files: OwedFiles,
        ledger: Ledger,
        together: Together,
    ) -> None:
        self._locator = locator
        self._fetcher = fetcher
        self._cleaner = cleaner
        self._files = files
        self._owed_files = owed_files
        self._ledger = ledger
        self._together = together

    async def __call__(self, key: Key, letters: tuple[Letter, ...], at: datetime) -> tuple[Letter, ...]:
        """The same letters with the files that are kept; at once when there are none to keep.

        Done again it does the same: a file is named by what is in it, a debt by whose and which file it is.
        """
        wanted = {media: heard.chat for heard in _heard(letters) for media in heard.media if _wanted(media)}
        if not wanted:
            return letters
        taken = await self._together(tuple(partial(self.take, media) for media in wanted), WITHIN)
        stands = {
            media: await self._settled(key, media, chat, found or Taken(media, LATER), at)
            for (media, chat), found in zip(wanted.items(), taken, strict=True)
        }
        return tuple(_with(letter, stands) for letter in letters)

    async def take(self, media: Media) -> Taken:
        """Fetch, clean and keep this one; tried once more at once when it cannot be had."""
        for _ in range(2):
            try:
                return Taken(await self._kept(media))
            except Unavailable:
                continue
            except Refused as error:
                return Taken(_left(media, error.reason), error.reason)
            except Exception as error:  # noqa: BLE001 - a defect in here must not keep a message from being worked
                log.warning("file not kept", extra={"kind": type(error).__name__})
                return Taken(_left(media, "defect"), "defect")
        return Taken(media, LATER)

    async def note(self, key: Key, debt: Owed, reason: str, at: datetime) -> None:
        """Say in the book what became of a file that is not simply there."""
        log.info("file not kept", extra={"key": key.masked, "reason": reason})
        await self._ledger.write(LedgerEntry(f"file:{debt.id}:{reason}", at, "note", str(key), "file", reason))

    async def _kept(self, media: Media) -> Media:
        content = await self._fetcher.fetch(await self._locator.locate(media))
        clean = await self._cleaner.clean(content)
        name = await self._files.put(clean.content, clean.extension)
        return Media(clean.kind, f"{KEPT}{name}", clean.mime, media.name)

    async def _settled(self, key: Key, media: Media, chat: ChatKey, taken: Taken, at: datetime) -> Media:
        if not taken.reason:
            return taken.media
        debt = owed(media, chat, at, at + FIRST_PAUSE)
        if taken.reason == LATER:
            await self._owed_files.owe(debt)
        await self.note(key, debt, taken.reason, at)
        return debt.stand_in if taken.reason == LATER else taken.media


def _heard(letters: tuple[Letter, ...]) -> tuple[Heard, ...]:
    """What a person sent; what was typed on the business phone is nobody's request."""
    return tuple(letter.event for letter in letters if isinstance(letter.event, Heard) and not letter.event.own)


def _wanted(media: Media) -> bool:
    """A sticker says nothing that anybody would look for."""
    return media.kind is not MediaKind.STICKER and media.kept is None and not media.url.startswith((OWED, REFUSED))


def _left(media: Media, reason: str) -> Media:
    """What is handed on of a file that is not kept: itself or nothing."""
    if reason in NOT_OURS and media.kind in PACKED and media.address is not None:
        return media
    return replace(media, url=f"{REFUSED}{reason}")


def _with(letter: Letter, stands: dict[Media, Media]) -> Letter:
    event = letter.event
    if not isinstance(event, Heard) or not event.media:
        return letter
    return replace(letter, event=replace(event, media=tuple(stands.get(media, media) for media in event.media)))
