"""Files in a folder of this machine."""

import asyncio
import os
import secrets
from pathlib import Path

from fixi.domain.errors import Refused, Unavailable
from fixi.ports.media import Files, checked_name, file_name, unharmed

FOR_US = 0o700
FILE_FOR_US = 0o600


class FolderFiles(Files):
    """See Files. Once `put` returns it is on the disk; a file is whole or not there.

    Two steps of folders by the beginning of the name keep each of them small.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, content: bytes, extension: str) -> str:
        """See Files."""
        name = file_name(content, extension)
        try:
            await asyncio.to_thread(_write, self._place(name), content)
        except OSError as error:
            raise Unavailable(f"files: {type(error).__name__}") from None
        return name

    async def get(self, name: str) -> bytes:
        """See Files."""
        place = self._place(checked_name(name))
        try:
            content = await asyncio.to_thread(_read, place)
        except (FileNotFoundError, NotADirectoryError):
            raise Refused("no-file") from None
        except OSError as error:
            raise Unavailable(f"files: {type(error).__name__}") from None
        return unharmed(name, content)

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:4] / name


def _write(place: Path, content: bytes) -> None:
    if _holds(place, content):
        return
    _make_folders(place.parent)
    new = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_FOR_US), "wb") as file:  # noqa: PTH123 - its mode
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(place)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    _settle(place.parent)


def _holds(place: Path, content: bytes) -> bool:
    try:
        return _read(place) == content
    except OSError:
        return False


def _read(place: Path) -> bytes:
    with open(os.open(place, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:  # noqa: PTH123 - a link leads elsewhere
        return file.read()


def _make_folders(folder: Path) -> None:
    """The folder, and each above it that is missing; each is an entry on the disk before something is put into it."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for wanted in reversed(missing):
        wanted.mkdir(FOR_US, exist_ok=True)
        _settle(wanted.parent)


def _settle(folder: Path) -> None:
    """What has changed in this folder is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
