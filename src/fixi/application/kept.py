"""Lets a model look into the files of a message: those that are in our own store, and nothing else."""

from fixi.domain.errors import Refused, Unavailable
from fixi.domain.values import Media, MediaKind
from fixi.ports.media import Files

LOOKED_INTO = frozenset({MediaKind.IMAGE, MediaKind.VOICE})


class KeptFiles:
    """The content of a photo or voice note that is kept.

    What is still owed or was left with the provider has not been looked into, so that no model is shown it.
    """

    def __init__(self, files: Files) -> None:
        self._files = files

    async def __call__(self, media: Media) -> tuple[bytes, str] | None:
        """The bytes and the MIME type; None when it is not kept, cannot be had, or is of another kind."""
        if media.kept is None or media.kind not in LOOKED_INTO:
            return None
        try:
            return await self._files.get(media.kept), media.mime
        except (Refused, Unavailable):
            return None
