"""Looking into files: what they are, what is taken out, and what a stranger may put into them."""

import asyncio
import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image, ImageOps

from fixi.adapters.files.cleaner import ContentCleaner, cleaned
from fixi.adapters.files.pictures import LONGEST_SIDE, prepare
from fixi.domain.errors import Refused
from fixi.domain.values import MediaKind
from fixi.ports.media import Clean
from tests.support import pictures
from tests.support.pictures import HEIC, PDF, SECRETS, VOICE, box, office, painted, video

prepare()


def opened(clean: Clean) -> Image.Image:
    return Image.open(io.BytesIO(clean.content))


def assert_tells_nothing(content: bytes) -> None:
    for secret in SECRETS:
        assert secret not in content


# Pictures


@pytest.mark.parametrize(
    ("content", "extension"),
    [(pictures.jpeg(), "jpg"), (pictures.png(), "png"), (pictures.webp(), "webp"), (pictures.gif(), "gif")],
)
def test_a_picture_tells_nothing_but_its_colours(content: bytes, extension: str) -> None:
    assert any(secret in content for secret in SECRETS)
    clean = cleaned(content)
    assert (clean.kind, clean.extension) == (MediaKind.IMAGE, extension)
    assert clean.mime == f"image/{extension.replace('jpg', 'jpeg')}"
    assert_tells_nothing(clean.content)
    picture = opened(clean)
    assert not picture.getexif()
    assert picture.size == (40, 20)
    red, green, blue = picture.convert("RGB").getpixel((5, 10))  # type: ignore[misc]
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


@pytest.mark.parametrize("content", [pictures.webp(4), pictures.gif(4)])
def test_what_moves_goes_on_moving(content: bytes) -> None:
    clean = cleaned(content)
    assert_tells_nothing(clean.content)
    picture = opened(clean)
    assert picture.n_frames == 4  # type: ignore[attr-defined]
    times = []
    for number in range(4):
        picture.seek(number)
        picture.load()
        times.append(picture.info["duration"])
    assert times == [100, 200, 300, 400]


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_picture_stands_upright_without_being_told_to(orientation: int) -> None:
    picture = opened(cleaned(pictures.jpeg(orientation))).convert("RGB")
    assert picture.size == ((40, 20) if orientation == 3 else (20, 40))
    red_corner = {3: (35, 10), 6: (10, 5), 8: (10, 35)}[orientation]
    red, _, blue = picture.getpixel(red_corner)  # type: ignore[misc]
    assert (red > 200, blue < 60) == (True, True)


def test_a_thumbnail_and_a_second_picture_go_as_well() -> None:
    second = io.BytesIO()
    painted().save(
        second, "MPO", save_all=True, append_images=[Image.new("RGB", (30, 30), "green")], exif=pictures.gps()
    )
    clean = cleaned(second.getvalue())
    assert clean.extension == "jpg"
    assert clean.content.count(b"\xff\xd8\xff") == 1
    assert_tells_nothing(clean.content)


def test_what_hangs_on_behind_a_picture_is_cut_off() -> None:
    for behind in (b"<script>SecretWords</script>", office("SecretWords"), b"\x7fELF SecretWords"):
        assert b"SecretWords" not in cleaned(pictures.jpeg() + behind).content


def test_a_very_large_picture_is_made_smaller() -> None:
    clean = cleaned(pictures.jpeg(6, LONGEST_SIDE + 1000, 1000))
    assert opened(clean).size == (804, LONGEST_SIDE)


def test_the_profile_of_colours_may_stay() -> None:
    out = io.BytesIO()
    painted().save(out, "JPEG", icc_profile=b"profile" * 20)
    assert opened(cleaned(out.getvalue())).info["icc_profile"] == b"profile" * 20


def test_a_transparent_picture_stays_transparent() -> None:
    for form in ("PNG", "WEBP"):
        out = io.BytesIO()
        Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, form)
        assert opened(cleaned(out.getvalue())).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_odd_colours_are_taken_too() -> None:
    for mode, form in (("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("I;16", "PNG")):
        out = io.BytesIO()
        Image.new(mode, (10, 10)).save(out, form)
        assert opened(cleaned(out.getvalue())).size == (10, 10)


def test_a_heic_becomes_what_every_phone_can_show() -> None:
    assert b"SecretPhone" in HEIC
    clean = cleaned(HEIC)
    assert (clean.mime, clean.extension) == ("image/jpeg", "jpg")
    assert opened(clean).size == (64, 32)
    assert_tells_nothing(clean.content)
    with pytest.raises(Refused, match="broken"):
        cleaned(HEIC[:200])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_others_turn_it(orientation: int) -> None:
    content = pictures.jpeg(orientation)
    theirs = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    ours = opened(cleaned(content)).convert("RGB")
    assert ours.size == theirs.size
    for spot in ((2, 2), (ours.width - 3, ours.height - 3)):
        assert (ours.getpixel(spot)[0] > 127) == (theirs.getpixel(spot)[0] > 127)  # type: ignore[index]


def test_an_avif_becomes_what_every_phone_can_show() -> None:
    out = io.BytesIO()
    painted().save(out, "AVIF", exif=pictures.gps())
    clean = cleaned(out.getvalue())
    assert (clean.mime, clean.extension) == ("image/jpeg", "jpg")
    assert_tells_nothing(clean.content)


def test_the_same_picture_gives_the_same_file() -> None:
    assert cleaned(pictures.jpeg()) == cleaned(pictures.jpeg())


def test_what_is_clean_stays_what_it_is() -> None:
    once = cleaned(pictures.jpeg())
    assert cleaned(once.content).mime == once.mime


# Pictures that mean harm


def bomb(width: int, height: int) -> bytes:
    """A small file that says that it is a huge picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(5001, 5000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_would_fill_the_memory_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="huge"):
        cleaned(bomb(*size))


def test_a_large_photo_is_taken_where_a_picture_that_must_be_unpacked_is_not() -> None:
    large = Image.new("L", (6500, 5000), 200)
    plain, packed = io.BytesIO(), io.BytesIO()
    large.save(plain, "JPEG")
    large.save(packed, "JPEG", progressive=True)
    assert opened(cleaned(plain.getvalue())).size == (3250, 2500)
    with pytest.raises(Refused, match="huge"):
        cleaned(packed.getvalue())


def test_frames_that_would_fill_the_memory_together_are_refused() -> None:
    out = io.BytesIO()
    frames = [Image.new("P", (3000, 3000), number) for number in range(3)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(Refused, match="huge"):
        cleaned(out.getvalue())


@pytest.mark.parametrize("form", [pictures.jpeg, pictures.png, pictures.webp, pictures.gif])
def test_a_picture_that_is_cut_off_is_refused_or_clean(form: object) -> None:
    whole = form()  # type: ignore[operator]
    for length in range(12, len(whole), max(1, len(whole) // 40)):
        try:
            clean = cleaned(whole[:length])
        except Refused:
            continue
        assert_tells_nothing(clean.content)


def test_broken_exif_does_no_harm() -> None:
    whole = pictures.jpeg()
    at = whole.index(b"Exif\0\0") + 6
    for noise in (b"\xff" * 12, b"II*\0\xff\xff\xff\xff" + bytes(4), b"MM\0*\0\0\0\x08\xff\xff\xff\xff"):
        clean = cleaned(whole[:at] + noise + whole[at + 12 :])
        assert opened(clean).size == (40, 20)
        assert_tells_nothing(clean.content)


def test_a_picture_of_noise_is_refused() -> None:
    for start in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x10\0\0\0WEBP"):
        with pytest.raises(Refused, match="broken"):
            cleaned(start + hashlib.sha256(start).digest() * 20)


# Voice, videos, documents


@pytest.mark.parametrize(
    ("content", "mime", "extension"),
    [
        (VOICE, "audio/ogg", "ogg"),
        (b"ID3\x04" + bytes(100), "audio/mpeg", "mp3"),
        (b"\xff\xfb\x90\x64" + bytes(100), "audio/mpeg", "mp3"),
        (b"\xff\xf1\x50\x80" + bytes(100), "audio/aac", "aac"),
        (b"#!AMR\n" + bytes(100), "audio/amr", "amr"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(30), "audio/wav", "wav"),
        (box(b"ftyp", b"M4A ", bytes(4)) + box(b"moov", box(b"udta", b"title")), "audio/mp4", "m4a"),
    ],
)
def test_a_voice_note_stays_as_it_came(content: bytes, mime: str, extension: str) -> None:
    assert cleaned(content) == Clean(content, MediaKind.VOICE, mime, extension)


@pytest.mark.parametrize(
    ("brand", "mime"),
    [(b"isom", "video/mp4"), (b"mp42", "video/mp4"), (b"3gp4", "video/3gpp"), (b"qt  ", "video/quicktime")],
)
def test_a_video_does_not_tell_where_it_was_made(brand: bytes, mime: str) -> None:
    content = video(brand)
    clean = cleaned(content)
    assert (clean.kind, clean.mime) == (MediaKind.VIDEO, mime)
    assert_tells_nothing(clean.content)
    assert len(clean.content) == len(content)
    assert clean.content.index(b"mdat") == content.index(b"mdat")
    assert b"vide" in clean.content
    assert cleaned(clean.content).content == clean.content


def test_a_video_with_nothing_to_tell_stays_as_it_is() -> None:
    content = box(b"ftyp", b"isom", bytes(4)) + box(b"moov", box(b"mvhd", bytes(100))) + box(b"mdat", b"shows" * 9)
    assert cleaned(content).content == content


def test_a_video_that_is_cut_off_is_refused_or_tells_nothing() -> None:
    whole = video()
    for length in range(12, len(whole)):
        try:
            clean = cleaned(whole[:length])
        except Refused:
            continue
        assert_tells_nothing(clean.content)


def test_boxes_that_lie_about_their_length_are_refused() -> None:
    start = box(b"ftyp", b"isom", bytes(4))
    deep = b"SecretWords"
    for _ in range(50):
        deep = box(b"moov", deep)
    for lie in (
        struct.pack(">I4s", 2**31, b"moov") + b"udta",
        struct.pack(">I4sQ", 1, b"moov", 2**63) + b"SecretWords",
        struct.pack(">I4s", 4, b"moov") + b"SecretWords",
        deep,
        b"SecretWords that are no box",
    ):
        with pytest.raises(Refused, match="broken"):
            cleaned(start + lie)


def test_documents_are_known_by_what_is_in_them() -> None:
    assert cleaned(PDF).extension == "pdf"
    for folder, extension in (("word/a.xml", "docx"), ("xl/a.xml", "xlsx"), ("ppt/a.xml", "pptx")):
        clean = cleaned(office("[Content_Types].xml", folder))
        assert (clean.kind, clean.extension) == (MediaKind.DOCUMENT, extension)
    assert cleaned(office("mimetype", "content.xml")).extension == "odt"


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script>",
        b"\xef\xbb\xbf<html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"<?xml version='1.0'?><svg/>",
        b"#!/bin/sh\nrm -rf /",
        b"MZ\x90\x00" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"\xca\xfe\xba\xbe" + bytes(200),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"Rar!\x1a\x07\x00",
        b"just words",
        b"\xff\xfewords in two bytes each",
        b"\x00" * 100,
        b"\n%PDF-1.7",
        b"<html>%PDF-1.7",
        b"BEGIN:VCARD\nEND:VCARD",
        b"OggS\x00\x02" + bytes(20) + b"\x80theora",
        b"\x1aE\xdf\xa3\x42\x82\x88matroska",
        b"",
        b"\xff",
        office("classes.dex", "AndroidManifest.xml"),
        office("run.exe"),
        office("[Content_Types].xml", "word/a.xml", "word/vbaProject.bin"),
        office("mimetype", "Basic/script.xml"),
        b"PK\x03\x04" + bytes(100),
        b"<html>" + office("[Content_Types].xml", "word/a.xml"),
    ],
)
def test_what_is_not_on_the_list_is_not_taken(content: bytes) -> None:
    with pytest.raises(Refused, match="type"):
        cleaned(content)


def test_what_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(Refused, match="too-large"):
        cleaned(b"OggS" + bytes(16 * 1024 * 1024))


async def test_the_loop_lives_while_a_picture_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner, beats = ContentCleaner(), 0
    work = asyncio.gather(*(cleaner.clean(pictures.jpeg(1, 3000, 2000)) for _ in range(3)))
    while not work.done():
        await asyncio.sleep(0)
        beats += 1
    assert beats > 10
    assert len(set(await work)) == 1
