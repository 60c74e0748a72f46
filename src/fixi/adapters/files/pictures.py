"""A picture made anew: the same to the eye, upright, and with nothing in it but its colours."""

import io
import warnings
from typing import Any

import pi_heif
from PIL import Image, ImageSequence

from fixi.adapters.files.kinds import AVIF, GIF, HEIC, JPEG, PNG, WEBP, Kind
from fixi.domain.errors import Refused
from fixi.ports.media import MOST_BYTES

# Unpacked each takes four bytes and more, and a worker has half a gigabyte for all that it does. A plain JPEG is never
# unpacked as a whole when it is large.
MOST_OF_JPEG = 50_000_000
MOST_PIXELS = 25_000_000
MOST_MOVING = 20_000_000  # all frames together
LONGEST_SIDE = 4096  # of a still one; WhatsApp itself shows none that is longer
SMALLER_SIDE = 3072
QUALITY = 90
PNG_EFFORT = 2  # a little larger, three times as fast
LONGEST_PROFILE = 1_000_000
FORMATS = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WEBP", HEIC: "HEIF", AVIF: "AVIF"}
# What few phones can show becomes what all can.
BECOMES = {HEIC: JPEG, AVIF: JPEG}
MODES = {"JPEG": {"RGB", "L", "CMYK"}, "WEBP": {"RGB", "RGBA"}}
FRAME_MILLISECONDS = 100
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def prepare() -> None:
    """Teach the library the pictures of phones, and how large one may be."""
    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_OF_JPEG


def made_anew(content: bytes, kind: Kind) -> tuple[bytes, Kind]:
    """The picture and what it is now. Raises Refused: huge, broken."""
    # It warns of what is odd in a picture by repeating some of it.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as picture:
            # A JPEG with more pictures behind it shows the first; what moves has frames.
            frames = 1 if kind in {JPEG, HEIC, AVIF} else int(getattr(picture, "n_frames", 1))
            _look_at_size(picture, frames)
            if frames > 1:
                return _moving(picture, kind), kind
            return _still(picture, kind)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Refused("huge") from None
    except Exception as error:
        # Whatever a decoder says to the bytes of a stranger; its words may repeat them.
        raise Refused("broken") from error


def _look_at_size(picture: Image.Image, frames: int) -> None:
    plain_jpeg = picture.format in {"JPEG", "MPO"} and "progressive" not in picture.info
    most = MOST_MOVING if frames > 1 else MOST_OF_JPEG if plain_jpeg else MOST_PIXELS
    if picture.width * picture.height * frames > most:
        raise Refused("huge")


def _still(picture: Image.Image, kind: Kind) -> tuple[bytes, Kind]:
    side = max(picture.size)
    if kind is JPEG and side > LONGEST_SIDE:
        # It can be decoded at a half or a quarter, if that is not much smaller than wanted.
        width, height = (length * SMALLER_SIDE // side for length in picture.size)
        picture.draft(None, (max(1, width), max(1, height)))
    picture.load()
    if side > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = _upright(picture)
    profile = upright.info.get("icc_profile")
    upright.info = {name: upright.info[name] for name in ("transparency",) if name in upright.info}
    kind = BECOMES.get(kind, kind)
    made = _saved(upright, kind, profile)
    if len(made) > MOST_BYTES:
        kind, made = JPEG, _saved(upright, JPEG, profile)
    if len(made) > MOST_BYTES:
        raise Refused("huge")
    return made, kind


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as it says that it wants to be; as it is when it says that in no readable way."""
    try:
        turn = TURNS.get(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - whatever is written there, the picture itself is whole
        turn = None
    return picture if turn is None else picture.transpose(turn)


def _saved(picture: Image.Image, kind: Kind, profile: bytes | None) -> bytes:
    modes = MODES.get(FORMATS[kind])
    if modes is not None and picture.mode not in modes:
        see_through = "RGBA" in modes and picture.has_transparency_data
        picture = picture.convert("RGBA" if see_through else "RGB")
    options: dict[str, Any] = {"exif": b""} if kind is not GIF else {}
    if kind in {JPEG, WEBP}:
        options["quality"] = QUALITY
    if kind is PNG:
        options["compress_level"] = PNG_EFFORT
    if profile and len(profile) <= LONGEST_PROFILE and kind is not GIF:
        options["icc_profile"] = profile
    out = io.BytesIO()
    picture.save(out, FORMATS[kind], **options)
    return out.getvalue()


def _moving(picture: Image.Image, kind: Kind) -> bytes:
    """All frames, each as long as it was."""
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        frame.load()
        times.append(int(frame.info.get("duration") or FRAME_MILLISECONDS))
        bare = frame.convert("RGBA")
        bare.info = {}
        frames.append(bare)
    loop = {"loop": int(picture.info["loop"])} if "loop" in picture.info else {}
    out = io.BytesIO()
    first, *others = frames
    first.save(out, FORMATS[kind], save_all=True, append_images=others, duration=times, **loop)
    if out.tell() > MOST_BYTES:
        raise Refused("huge")
    return out.getvalue()
