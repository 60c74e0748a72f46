"""Pictures of kinds that Gemini does not take, as one that it does."""

import asyncio
import io

from PIL import Image

JPEG = "image/jpeg"
CONVERTED = {"image/gif": "GIF", "image/avif": "AVIF", "image/bmp": "BMP", "image/tiff": "TIFF"}
LARGEST = 25_000_000  # pixels; what is kept was looked at before, this is a second lock
QUALITY = 85


async def taken(content: bytes, mime: str) -> tuple[bytes, str] | None:
    """The picture as it is, or its first frame as a JPEG; None when it cannot be made one."""
    kind = CONVERTED.get(mime)
    return (content, mime) if kind is None else await asyncio.to_thread(_jpeg, content, kind)


def _jpeg(content: bytes, kind: str) -> tuple[bytes, str] | None:
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > LARGEST:
                return None
            out = io.BytesIO()
            picture.convert("RGB").save(out, "JPEG", quality=QUALITY)
            return out.getvalue(), JPEG
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):  # all that a broken file raises
        return None
