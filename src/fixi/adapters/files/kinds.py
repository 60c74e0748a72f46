"""What a file is, by its first bytes. The list is closed: whatever is not on it is not taken.

A library that guesses among thousands of types answers another question: here a wrong yes is what hurts. So markup,
programs, scripts, archives, plain text and documents with macros are no types at all.
"""

import io
import zipfile
from dataclasses import dataclass

from fixi.domain.errors import Refused
from fixi.domain.values import MediaKind


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file."""

    kind: MediaKind
    mime: str
    extension: str


JPEG = Kind(MediaKind.IMAGE, "image/jpeg", "jpg")
PNG = Kind(MediaKind.IMAGE, "image/png", "png")
GIF = Kind(MediaKind.IMAGE, "image/gif", "gif")
WEBP = Kind(MediaKind.IMAGE, "image/webp", "webp")
HEIC = Kind(MediaKind.IMAGE, "image/heic", "heic")
AVIF = Kind(MediaKind.IMAGE, "image/avif", "avif")
OGG = Kind(MediaKind.VOICE, "audio/ogg", "ogg")
MP3 = Kind(MediaKind.VOICE, "audio/mpeg", "mp3")
AAC = Kind(MediaKind.VOICE, "audio/aac", "aac")
M4A = Kind(MediaKind.VOICE, "audio/mp4", "m4a")
AMR = Kind(MediaKind.VOICE, "audio/amr", "amr")
WAV = Kind(MediaKind.VOICE, "audio/wav", "wav")
MP4 = Kind(MediaKind.VIDEO, "video/mp4", "mp4")
MOV = Kind(MediaKind.VIDEO, "video/quicktime", "mov")
THREE_GP = Kind(MediaKind.VIDEO, "video/3gpp", "3gp")
WEBM = Kind(MediaKind.VIDEO, "video/webm", "webm")
PDF = Kind(MediaKind.DOCUMENT, "application/pdf", "pdf")

# Where a file begins so, it is that; the dots are any byte.
BEGINNINGS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"#!AMR\n", AMR),
    (b"#!AMR-WB\n", AMR),
    (b"ID3", MP3),
    (b"%PDF-", PDF),
)
RIFFS = {b"WEBP": WEBP, b"WAVE": WAV}
CODECS_OF_OGG = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
# The first four letters of `ftyp` say what kind of box file this is; two are enough for the families.
BRANDS: tuple[tuple[bytes, Kind], ...] = (
    (b"hei", HEIC),
    (b"hev", HEIC),
    (b"mif1", HEIC),
    (b"msf1", HEIC),
    (b"avi", AVIF),
    (b"M4A", M4A),
    (b"M4B", M4A),
    (b"3g", THREE_GP),
    (b"qt  ", MOV),
    (b"iso", MP4),
    (b"mp4", MP4),
    (b"avc1", MP4),
    (b"M4V", MP4),
    (b"MSNV", MP4),
    (b"dash", MP4),
)
OOXML = "application/vnd.openxmlformats-officedocument"
OFFICE = {
    "word/": Kind(MediaKind.DOCUMENT, f"{OOXML}.wordprocessingml.document", "docx"),
    "xl/": Kind(MediaKind.DOCUMENT, f"{OOXML}.spreadsheetml.sheet", "xlsx"),
    "ppt/": Kind(MediaKind.DOCUMENT, f"{OOXML}.presentationml.presentation", "pptx"),
}
ODF = "application/vnd.oasis.opendocument"
OPEN_OFFICE = {
    f"{ODF}.text": Kind(MediaKind.DOCUMENT, f"{ODF}.text", "odt"),
    f"{ODF}.spreadsheet": Kind(MediaKind.DOCUMENT, f"{ODF}.spreadsheet", "ods"),
    f"{ODF}.presentation": Kind(MediaKind.DOCUMENT, f"{ODF}.presentation", "odp"),
}
MACROS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/")
MOST_PARTS = 10_000


def kind_of(content: bytes) -> Kind:
    """The type of these bytes. Raises Refused: type."""
    known = next((kind for start, kind in BEGINNINGS if content.startswith(start)), None)
    if known is None and content.startswith(b"RIFF"):
        known = RIFFS.get(content[8:12])
    if known is None and content.startswith(b"OggS") and any(codec in content[:128] for codec in CODECS_OF_OGG):
        known = OGG
    if known is None and content[4:8] == b"ftyp":
        known = next((kind for brand, kind in BRANDS if content[8:12].startswith(brand)), None)
    if known is None and content.startswith(b"\x1aE\xdf\xa3") and b"\x42\x82\x84webm" in content[:64]:
        known = WEBM
    if known is None and content.startswith(b"PK\x03\x04"):
        known = _office(content)
    known = known or _frames(content)
    if known is None:
        raise Refused("type")
    return known


def _frames(content: bytes) -> Kind | None:
    """Sound that begins with its first frame, without a word about itself."""
    if len(content) < 4 or content[0] != 0xFF:
        return None
    if content[1] in {0xF0, 0xF1, 0xF8, 0xF9}:
        return AAC
    layer_three = content[1] & 0xE6 == 0xE2 and content[1] & 0x18 != 0x08
    sane = content[2] >> 4 not in {0, 15} and content[2] & 0x0C != 0x0C
    return MP3 if layer_three and sane else None


def _office(content: bytes) -> Kind | None:
    """A document of an office program without macros; any other archive is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > MOST_PARTS or any(part in name.lower() for name in names for part in MACROS):
                return None
            if "[Content_Types].xml" in names:
                return next((kind for folder, kind in OFFICE.items() if any(n.startswith(folder) for n in names)), None)
            if names and names[0] == "mimetype":
                with archive.open(names[0]) as said:
                    return OPEN_OFFICE.get(said.read(100).decode("ascii", "replace"))
    except Exception:  # noqa: BLE001 - whatever a library says to the bytes of a stranger, it is no document
        return None
    return None
