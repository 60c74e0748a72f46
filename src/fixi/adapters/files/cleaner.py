"""Looks into a file and takes out what its sender did not mean to show."""

import asyncio

from fixi.adapters.files.boxes import without_telling
from fixi.adapters.files.kinds import MOV, MP4, THREE_GP, kind_of
from fixi.adapters.files.pictures import made_anew, prepare
from fixi.domain.errors import Refused
from fixi.domain.values import MediaKind
from fixi.ports.media import MOST_BYTES, Clean, Cleaner

BOXED = (MP4, MOV, THREE_GP)


class ContentCleaner(Cleaner):
    """See Cleaner. Works in a thread, one file at a time: a picture may take a quarter of a gigabyte for a moment."""

    def __init__(self) -> None:
        prepare()
        self._one = asyncio.Semaphore(1)

    async def clean(self, content: bytes) -> Clean:
        """See Cleaner."""
        async with self._one:
            return await asyncio.to_thread(cleaned, content)


def cleaned(content: bytes) -> Clean:
    """The same in this thread."""
    if len(content) > MOST_BYTES:
        raise Refused("too-large")
    kind = kind_of(content)
    if kind.kind is MediaKind.IMAGE:
        content, kind = made_anew(content, kind)
    elif kind in BOXED:
        content = without_telling(content)
    return Clean(content, kind.kind, kind.mime, kind.extension)
