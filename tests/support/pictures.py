"""Files as phones make them, with everything in them that nobody should see."""

import base64
import io
import struct
import zipfile

from PIL import Image, PngImagePlugin

SECRETS = (b"SecretPhone", b"SecretWords", b"32.0853", b"SecretXmp")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>SecretXmp 32.0853</rdf></x:xmpmeta>'


def gps(orientation: int = 1) -> bytes:
    """EXIF of a phone: make, orientation, words and the place."""
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif[0x0112] = orientation
    exif[0x010E] = "SecretWords 32.0853"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (32.0, 5.0, 7.08)
    place[3], place[4] = "E", (34.0, 46.0, 54.1)
    return exif.tobytes()


def painted(width: int = 40, height: int = 20) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    return picture


def jpeg(orientation: int = 1, width: int = 40, height: int = 20) -> bytes:
    """A photo with the place where it was made."""
    out = io.BytesIO()
    painted(width, height).save(out, "JPEG", quality=95, exif=gps(orientation), comment=b"SecretWords", xmp=XMP)
    return out.getvalue()


def png() -> bytes:
    """A picture with words in it."""
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "SecretWords 32.0853")
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    out = io.BytesIO()
    painted().save(out, "PNG", pnginfo=words, exif=gps())
    return out.getvalue()


def webp(frames: int = 1) -> bytes:
    """A picture, or a moving one."""
    out = io.BytesIO()
    others = [Image.new("RGB", (40, 20), color) for color in ("green", "white", "black")][: frames - 1]
    more = {"save_all": True, "append_images": others, "duration": [100, 200, 300, 400][:frames]} if others else {}
    painted().save(out, "WEBP", exif=gps(), xmp=XMP, **more)
    return out.getvalue()


def gif(frames: int = 1) -> bytes:
    """A picture, or a moving one."""
    out = io.BytesIO()
    others = [Image.new("RGB", (40, 20), color) for color in ("green", "white", "black")][: frames - 1]
    more = {"save_all": True, "append_images": others, "duration": [100, 200, 300, 400][:frames], "loop": 0}
    painted().save(out, "GIF", comment=b"SecretWords 32.0853", **(more if others else {}))
    return out.getvalue()


def box(name: bytes, *inside: bytes) -> bytes:
    """A box of a video."""
    content = b"".join(inside)
    return struct.pack(">I4s", 8 + len(content), name) + content


def video(brand: bytes = b"isom", *, telling: bool = True) -> bytes:
    """Boxes as a phone writes them: not to be played, but in the right order."""
    shown = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"vide", bytes(12))), box(b"udta", b"SecretWords"))
    told = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"meta", bytes(12)), b""), box(b"meta", b"SecretXmp"))
    udta = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+32.0853+034.7818/"))
    meta = box(b"meta", bytes(4), b"com.apple.quicktime.make SecretPhone")
    moov = box(b"moov", box(b"mvhd", bytes(100)), shown, *((told, udta, meta) if telling else ()))
    return box(b"ftyp", brand, bytes(4), b"isomiso2") + moov + box(b"uuid", XMP) + box(b"mdat", b"what it shows" * 20)


def office(*names: str) -> bytes:
    """An archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return out.getvalue()


VOICE = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(range(256)) * 4
PDF = b"%PDF-1.7\n%made up\n" + b"x" * 100

# A picture of 64 by 32 as newer phones make them, with all of the above in it; nothing here could make it.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAghtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "AEZpbG9jAAAAAERAAAMAAQAAAAACLAABAAAAAAAAAIcAAgAAAAACswABAAAAAAAAAM4AAwAAAAADgQABAAAAAAAAAEwAAABiaWlu"
    "ZgAAAAAAAwAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAACppbmZlAgAAAQADAABtaW1lAGFwcGxp"
    "Y2F0aW9uL3JkZit4bWwAAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAA"
    "DwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAA"
    "AwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAIAAA"
    "AAEAAAAAAAAAAv///+AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAAChpcmVmAAAAAAAAAA5j"
    "ZHNjAAIAAQABAAAADmNkc2MAAwABAAEAAAGpbWRhdAAAAIMoAa8J4D3zIv//8j83//ywzsv7xcRXv//HW8O/1JYP/+QVemEoMCuH"
    "yWTlfzo7r03tJ80UixelV0TlLH8leWBNHc+UnDyrtJO5q0eWZtN6zvJW8qRU6sTsOXrb2NYclSdmFsRTMVpIhAh1OhPLe/2l6wuo"
    "P6cN/fmqivlBc9jI+4aHjgAAAAZFeGlmAABNTQAqAAAACAAEAQ4AAgAAABQAAAA+AQ8AAgAAAAwAAABSARIAAwAAAAEAAQAAiCUA"
    "BAAAAAEAAABeAAAAAFNlY3JldFdvcmRzIDMyLjA4NTMAU2VjcmV0UGhvbmUAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAAJQAAwAC"
    "AAAAAkUAAAAABAAFAAAAAwAAAKwAAAAAAAAAIAAAAAEAAAAFAAAAAQAAALEAAAAZAAAAIgAAAAEAAAAuAAAAAQAAAh0AAAAKPHg6"
    "eG1wbWV0YSB4bWxuczp4PSJhZG9iZTpuczptZXRhLyI+PHJkZj5TZWNyZXRYbXAgMzIuMDg1MzwvcmRmPjwveDp4bXBtZXRhPg=="
)
