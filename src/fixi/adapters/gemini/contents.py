"""What is put before the model: one user turn of facts, words and files, in the order in which they came.

Words of a person stand inside JSON strings: whatever he writes cannot end the place where it stands.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from google.genai import types

from fixi.adapters.gemini.pictures import taken
from fixi.domain.errors import Refused, Unavailable
from fixi.domain.forms import ReadingTask
from fixi.domain.values import Media, MediaKind

# The bytes of a file and their MIME type; None when they cannot be had.
type Load = Callable[[Media], Awaitable[tuple[bytes, str] | None]]

MOST_FILES = 8
MOST_BYTES = 14 * 1024 * 1024  # a request may have 20 MB, and base64 takes a third more
LONGEST_TEXT = 8_000
LONGEST_TURN = 16_000
LONGEST_LINE = 500
ENVELOPE = 250  # tokens around words: names, times, brackets
FILE_TOKENS = 6_000  # a voice note of three minutes; a picture has less
SHOWN = {
    MediaKind.IMAGE: frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"}),
    MediaKind.VOICE: frozenset(
        {"audio/ogg", "audio/mpeg", "audio/mp3", "audio/wav", "audio/aac", "audio/flac", "audio/aiff", "audio/mp4"}
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of the user turn, and which files are among them."""

    parts: tuple[types.Part, ...]
    files: tuple[str, ...]


async def nothing_to_load(_media: Media) -> None:
    """For a system that keeps no files: no file can be had."""
    return


async def user_turn(task: ReadingTask, load: Load) -> Shown:
    """Facts first, then what came, piece by piece. A file that cannot be had is only named."""
    parts = [_said(_facts(task))]
    files: list[str] = []
    room, words = MOST_BYTES, LONGEST_TURN
    for piece in task.pieces or (*task.media, task.text):
        if isinstance(piece, str):
            text = piece[: min(LONGEST_TEXT, words)]
            words -= len(text)
            parts += [_said({"client_wrote": text})] if text else []
            continue
        wanted = task.files_shown and piece.kind in SHOWN and len(files) < MOST_FILES
        loaded = await _loaded(piece, load) if wanted else None
        content, mime = loaded if loaded is not None else (b"", "")
        if content and len(content) <= room and mime in SHOWN[piece.kind]:
            room -= len(content)
            files.append(piece.kept or str(piece.kind))
            parts.append(types.Part.from_bytes(data=content, mime_type=mime))
        else:
            parts.append(_said({"client_sent": piece.kind, "shown": False}))
    return Shown(tuple(parts), tuple(files))


def dearest_turn(task: ReadingTask) -> int:
    """How many tokens the turn of this task can have at most: a token a letter, and long files."""
    lines = sum(min(len(line.text), LONGEST_LINE) + ENVELOPE for line in task.lines)
    files = min(len(task.media), MOST_FILES) if task.files_shown else 0
    return min(len(task.text), LONGEST_TURN) + lines + files * FILE_TOKENS + 4 * ENVELOPE


async def _loaded(media: Media, load: Load) -> tuple[bytes, str] | None:
    try:
        loaded = await load(media)
    except (Unavailable, Refused):
        return None
    if loaded is None:
        return None
    return await taken(loaded[0], loaded[1].partition(";")[0].strip().lower())


def _facts(task: ReadingTask) -> dict[str, Any]:
    """What the program knows of the case, as plain data."""
    known, zone = task.known, ZoneInfo(task.timezone)
    now = task.at.astimezone(zone)
    return {
        "now": now.isoformat(timespec="minutes"),
        "weekday": now.strftime("%A"),
        "timezone": task.timezone,
        "asked": task.asked,
        "shared_location": task.pin is not None,
        "known": {
            "trade": known.trade.code if known.trade else None,
            "issue": known.issue,
            "area": known.area.name if known.area else None,
            "street": known.street,
            "wish": known.wish.earliest.isoformat() if known.wish else None,
            "urgency": known.urgency,
        },
        "open_requests": [
            {
                "stage": case.stage,
                "trade": case.trade.code if case.trade else None,
                "area": case.area.name if case.area else None,
                "issue": case.issue or None,
                "agreed_time": case.slot.start.astimezone(zone).isoformat(timespec="minutes") if case.slot else None,
            }
            for case in task.cases
        ],
        "last_messages": [
            {
                "at": line.at.astimezone(zone).isoformat(timespec="minutes"),
                "by": "us" if line.ours else "client",
                "text": line.text[:LONGEST_LINE],
            }
            for line in task.lines
        ],
    }


def _said(data: dict[str, Any]) -> types.Part:
    return types.Part.from_text(text=msgspec.json.encode(_whole(data)).decode())


def _whole(value: Any) -> Any:
    """The same without halves of letters, which no JSON can carry."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict():
            return {key: _whole(item) for key, item in value.items()}
        case list():
            return [_whole(item) for item in value]
        case _:
            return value
