"""Files that people sent: fetched once, kept by what is in them, handed on."""

import hashlib
import re
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from fixi.domain.errors import Refused
from fixi.domain.values import OWED, ChatKey, Media, MediaKind, derived_id

# A file that is larger is left where it is.
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Located:
    """Where a file can be fetched, and what its host wants to see; these headers go to that host and to no other."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class Locator(Protocol):
    """Says where a file that a person sent can be fetched from."""

    @abstractmethod
    async def locate(self, media: Media) -> Located:
        """The address of a file that only the provider has.

        Raises Refused when there is none and never will be, Unavailable when it cannot be known now.
        """


class Fetcher(Protocol):
    """Gets files from the outside, and lets nobody lead it to the inside."""

    @abstractmethod
    async def fetch(self, place: Located) -> bytes:
        """The file that is there.

        - Only http and https, only from hosts that are allowed, never from an address that is not public, unless that
          very address is allowed; the same for each step of a redirect.
        - At most MOST_BYTES, counted as they come, within a time limit of its own.
        - Raises Refused for ever, Unavailable for later. A reason is a short code: `host` for a host of the world that
          is not on the list, `too-large`; `address`, `private`, `redirect`, `gone`, `empty`, `encoded`, `http-...`.
        """


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that may be handed on: what it really is, and nothing in it that its sender did not mean to show."""

    content: bytes = field(repr=False)
    kind: MediaKind
    mime: str
    extension: str


class Cleaner(Protocol):
    """Looks into files: what they are is not what somebody says they are."""

    @abstractmethod
    async def clean(self, content: bytes) -> Clean:
        """The file as it may be kept.

        - Its type follows from its content alone.
        - A picture stands upright and carries nothing but its colours: no place, no time, no device, no thumbnail.
        - A voice note stays as it is, byte for byte.
        - The same content gives the same result.
        - Raises Refused: type (not one that is taken), huge (when unpacked), broken.
        """


class Together(Protocol):
    """Does several things side by side."""

    @abstractmethod
    async def __call__[T](
        self, works: tuple[Callable[[], Awaitable[T]], ...], within: timedelta
    ) -> tuple[T | None, ...]:
        """What came of each, in their order; None for one that was not done in time, and was broken off."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A file that could not be had at once: `chat` sent it at `at`, it was tried `tries` times, next at `after`."""

    id: str
    media: Media
    chat: ChatKey
    at: datetime
    after: datetime
    tries: int = 1

    @property
    def stand_in(self) -> Media:
        """What documents hold until the file is there."""
        return replace(self.media, url=f"{OWED}{self.id}")


def owed(media: Media, chat: ChatKey, at: datetime, after: datetime) -> Owed:
    """The debt for this file; the same file of the same chat is one debt."""
    return Owed(derived_id("file", chat, media.url), media, chat, at, after)


class OwedFiles(Protocol):
    """The files that are still to be fetched."""

    @abstractmethod
    async def owe(self, debt: Owed) -> None:
        """Note it; one that is noted already stays as it is. Raises Unavailable."""

    @abstractmethod
    async def due(self, at: datetime, limit: int) -> tuple[Owed, ...]:
        """Those that may be tried by then, the longest due first. Raises Unavailable."""

    @abstractmethod
    async def again(self, debt: str, after: datetime) -> None:
        """It did not work once more: try then. Harmless when it is not there."""

    @abstractmethod
    async def settle(self, debt: str) -> None:
        """It is there, or will never be. Harmless when it is not there."""


FILE_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,5}")


def file_name(content: bytes, extension: str) -> str:
    """What a store calls this content. Raises Refused: no-file for an extension that is none."""
    return checked_name(f"{hashlib.sha256(content).hexdigest()}.{extension}")


def checked_name(name: str) -> str:
    """The name, which leads to nowhere else. Raises Refused: no-file for anything that is not one."""
    if not FILE_NAME.fullmatch(name):
        raise Refused("no-file")
    return name


def unharmed(name: str, content: bytes) -> bytes:
    """The content that a store found under this name. Raises Refused: damaged when it is another one."""
    if hashlib.sha256(content).hexdigest() != name.partition(".")[0]:
        raise Refused("damaged")
    return content


class Files(Protocol):
    """The store of files. A name is the SHA-256 of the content in hex, a dot, and an extension."""

    @abstractmethod
    async def put(self, content: bytes, extension: str) -> str:
        """Keep it; the same content again is kept once. Returns its name. Raises Unavailable."""

    @abstractmethod
    async def get(self, name: str) -> bytes:
        """The content, which is what was put under that name and nothing else.

        Raises Refused when there is no such file, or it is damaged; Unavailable when it cannot be had now.
        """
