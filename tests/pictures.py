"""Photos as a phone writes them: a small real JPEG and PNG, and what phones put beside the picture."""

from __future__ import annotations

from base64 import b64decode
from zlib import compress, crc32

__all__ = ["COMMENT", "HEAD", "JPEG", "PLACE", "PNG", "chunk", "exif", "part", "photo"]

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI//////////////////////////////////////////"
    "//////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAI"
    "ABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAMF/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAAC/8"
    "QAFREBAQAAAAAAAAAAAAAAAAAAAAL/2gAMAwEAAhEDEQA/AItMBMv/2Q=="
)
"""Sixteen pixels by eight, the left half green."""
HEAD = JPEG[:20]
"""Start of image and JFIF head."""
PLACE = b"S 7.5592 E 110.8243 Jebres"
"""What must not be kept: where the photo was taken."""
COMMENT = b"Rumah Bu Yuni, foto oleh Bayu"


def part(marker: int, body: bytes) -> bytes:
    """One part of a JPEG."""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def exif(*, up: int = 1, order: str = "little") -> bytes:
    """An Exif part with the way up, as the second of three lines, and the place behind them."""
    lines = [(0x010F, 2, 4), (0x0112, 3, up), (0x8825, 4, 50)]

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, "little" if order == "little" else "big")

    start = b"II*\x00" if order == "little" else b"MM\x00*"
    rows = b"".join(
        number(tag, 2)
        + number(kind, 2)
        + number(1, 4)
        + (number(value, 2) + b"\0\0" if kind == 3 else number(value, 4))
        for tag, kind, value in lines
    )
    return start + number(8, 4) + number(len(lines), 2) + rows + number(0, 4) + PLACE


def photo(*, up: int = 1, order: str = "little") -> bytes:
    """A JPEG as it comes from a phone: place, words, a preview behind its end."""
    beside = part(0xE1, b"Exif\0\0" + exif(up=up, order=order)) + part(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE)
    return HEAD + beside + part(0xFE, COMMENT) + JPEG[20:] + PLACE + JPEG


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return len(body).to_bytes(4, "big") + name + body + crc32(name + body).to_bytes(4, "big")


def _png() -> bytes:
    head = (2).to_bytes(4, "big") + (2).to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    drawn = chunk(b"IDAT", compress(b"\0\x10\x20\0\x30\x40"))
    told = chunk(b"tEXt", b"Comment\0" + COMMENT) + chunk(b"eXIf", exif(up=6))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + told + drawn + chunk(b"IEND", b"")


PNG = _png()
"""Four grey pixels, lying on their side, with a comment and the place."""
