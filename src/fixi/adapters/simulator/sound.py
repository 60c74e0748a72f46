"""Voice notes without a voice: an Ogg file of Opus silence whose words stand in its comment."""

import struct

SERIAL = 0x0F1C1
RATE = 48_000
SILENCE = b"\xf8\xff\xfe"  # 20 ms of nothing
FRAME = 960
MOST_FRAMES = 250  # five seconds: one page of Ogg holds 255 of them
PER_CHARACTER = 3  # frames; people say about sixteen signs in a second
WORDS = b"WORDS="
BEGINS, ENDS = 2, 4
FULL = 255  # of a packet in one piece, of pieces on one page
COMMENTS = 2  # the packet they are in


def spoken(words: str) -> bytes:
    """A voice note that says this, as long as it takes, five seconds at most."""
    vendor = b"fixi town"
    said = WORDS + words.encode("utf-8", "replace")
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<II", 1, len(said)) + said
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, RATE, 0, 0)
    frames = min(max(len(words) * PER_CHARACTER, 1), MOST_FRAMES)
    pages, number = [_page(BEGINS, 0, 0, _laced(head), head)], 1
    lacing = _laced(tags)
    for start in range(0, len(lacing), FULL):
        part = lacing[start : start + FULL]
        body = tags[start * FULL : start * FULL + sum(part)]
        pages.append(_page(1 if start else 0, 0, number, part, body))
        number += 1
    sound = SILENCE * frames
    pages.append(_page(ENDS, frames * FRAME, number, bytes([len(SILENCE)] * frames), sound))
    return b"".join(pages)


def words_of(content: bytes) -> str | None:
    """What a voice note of the town says; None for any other file."""
    packet = _second_packet(content)
    if packet is None or not packet.startswith(b"OpusTags"):
        return None
    at = 8
    vendor = int.from_bytes(packet[at : at + 4], "little")
    at += 4 + vendor + 4
    length = int.from_bytes(packet[at : at + 4], "little")
    said = packet[at + 4 : at + 4 + length]
    return said.removeprefix(WORDS).decode("utf-8", "replace") if said.startswith(WORDS) else None


def _second_packet(content: bytes) -> bytes | None:
    """The packet that the comments are in."""
    at, packets, open_packet = 0, 0, b""
    while content[at : at + 4] == b"OggS":
        count = content[at + 26]
        lacing, body = content[at + 27 : at + 27 + count], at + 27 + count
        for size in lacing:
            open_packet += content[body : body + size]
            body += size
            if size < FULL:
                packets += 1
                if packets == COMMENTS:
                    return open_packet
                open_packet = b""
        at = body
    return None


def _laced(packet: bytes) -> bytes:
    """How long a packet is, as Ogg writes it."""
    return b"\xff" * (len(packet) // FULL) + bytes([len(packet) % FULL])


def _page(flags: int, position: int, number: int, lacing: bytes, body: bytes) -> bytes:
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, SERIAL, number, 0, len(lacing)) + lacing
    whole = head + body
    return whole[:22] + struct.pack("<I", _checksum(whole)) + whole[26:]


def _checksum(data: bytes) -> int:
    """The CRC of Ogg: 0x04C11DB7, from the highest bit, beginning with nothing."""
    crc = 0
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = ((crc << 1) ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
    return crc
