"""Takes out of a video what phones write about it: place, device, names.

Its boxes keep their places and lengths, since others point into them: what is not wanted becomes free space.
"""

from collections.abc import Iterator

from fixi.domain.errors import Refused

TELLING = frozenset({b"udta", b"meta", b"uuid"})
FOLDERS = frozenset({b"moov", b"trak", b"mdia"})
DEEPEST = 8
# A track of these shows nothing: it tells, for example where the camera was, second by second.
TELLING_TRACKS = frozenset({b"meta", b"mdta", b"camm", b"gpmd"})


def without_telling(content: bytes) -> bytes:
    """The video with nothing but what it shows. Raises Refused: broken."""
    video = bytearray(content)
    _tidy(video, 0, len(video), 0)
    return bytes(video)


def _tidy(video: bytearray, start: int, end: int, depth: int) -> None:
    if depth > DEEPEST:
        raise Refused("broken")
    for at, body, after, name in _boxes(video, start, end):
        if name in TELLING or (name == b"trak" and _handler(video, body, after) in TELLING_TRACKS):
            video[at + 4 : at + 8] = b"free"
            video[body:after] = bytes(after - body)
        elif name in FOLDERS:
            _tidy(video, body, after, depth + 1)


def _boxes(video: bytearray, start: int, end: int) -> Iterator[tuple[int, int, int, bytes]]:
    """(where it starts, where its content does, where it ends, its name) of each box in this stretch."""
    at = start
    while end - at >= 8:
        size, body = int.from_bytes(video[at : at + 4]), at + 8
        name = bytes(video[at + 4 : at + 8])
        if size == 1 and end - at >= 16:
            size, body = int.from_bytes(video[at + 8 : at + 16]), at + 16
        elif size == 0:
            size = end - at
        after = at + size
        if after < body or after > end:
            if name == b"mdat":  # the end of what it shows is missing, and nothing comes behind it
                return
            raise Refused("broken")
        yield at, body, after, name
        at = after
    if any(video[at:end]):
        raise Refused("broken")


def _handler(video: bytearray, start: int, end: int) -> bytes:
    """What kind of track this is."""
    for _, body, after, name in _boxes(video, start, end):
        if name == b"mdia":
            for _, inner, last, inner_name in _boxes(video, body, after):
                if inner_name == b"hdlr" and last - inner >= 12:
                    return bytes(video[inner + 8 : inner + 12])
    return b""
