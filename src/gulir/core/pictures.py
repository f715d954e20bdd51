"""A photo without what it tells beside the picture: where it was taken, when, with which phone, and its small preview.

A phone writes the place of a house into every photo of the business in it. What is kept is the picture alone: of a JPEG
the parts that draw it, its colour profile and which way is up; of a PNG the chunks that draw it. The pixels are not
touched. Sources: ITU-T T.81 (JPEG), Exif 2.32 (orientation, tag 0x0112), W3C PNG.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

__all__ = ["NotAPicture", "Picture", "bare"]

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
SOI, EOI = b"\xff\xd8", b"\xff\xd9"
EXIF, PROFILE, ADOBE, JFIF = b"Exif\x00\x00", b"ICC_PROFILE\x00", b"Adobe", b"JFIF\x00"
APP0, APP1, APP2, APP14, START_OF_SCAN, END = 0xE0, 0xE1, 0xE2, 0xEE, 0xDA, 0xD9
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
DRAWING = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF})
ORIENTATION = 0x0112
SHORT = 3
KEPT_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
)


class NotAPicture(ValueError):
    """The bytes are no JPEG or PNG that can be read from its beginning to its end."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture and nothing beside it."""

    media_type: str
    content: bytes


def bare(content: bytes) -> Picture:
    """The same picture without its words; done twice it is the same as done once. Else `NotAPicture`.

    >>> bare(b"<script>alert(1)</script>")
    Traceback (most recent call last):
    ...
    gulir.core.pictures.NotAPicture: neither JPEG nor PNG
    """
    if content.startswith(JPEG):
        return Picture(media_type="image/jpeg", content=b"".join(_jpeg(content)))
    if content.startswith(PNG):
        return Picture(media_type="image/png", content=b"".join(_png(content)))
    raise NotAPicture("neither JPEG nor PNG")


# ---------------------------------------------------------------- JPEG


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The parts that are kept, in their order; which way is up comes after the first head, in a fresh Exif part."""
    parts = list(_segments(content))
    if not {marker for marker, _body, _scan in parts} & FRAMES or not any(scan for _marker, _body, scan in parts):
        raise NotAPicture("a JPEG without a picture")
    up = next((found for marker, body, _scan in parts if marker == APP1 and (found := _orientation(body))), 1)
    yield SOI
    if parts[0][0] == APP0 and parts[0][1].startswith(JFIF):
        yield _part(APP0, _without_preview(parts[0][1]))
    if up != 1:
        yield _part(APP1, EXIF + _only_orientation(up))
    for marker, body, scan in parts:
        if marker in DRAWING or (marker == APP2 and body.startswith(PROFILE)):
            yield _part(marker, body) + scan
        elif marker == APP14 and body.startswith(ADOBE):
            yield _part(marker, body)
    yield EOI


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each part: its marker, its body, and, after a start of scan, the picture's own data up to the next part.

    A photo that breaks off inside its picture is kept as far as it goes; whatever follows its end is not read.
    """
    at = len(SOI)
    while at < len(content):
        if content[at] != 0xFF:
            raise NotAPicture("a JPEG whose parts do not follow each other")
        while at < len(content) and content[at] == 0xFF:
            at += 1
        marker = content[at] if at < len(content) else END
        if marker == END:
            return
        size = int.from_bytes(content[at + 1 : at + 3], "big")
        body = content[at + 3 : at + 1 + size]
        if size < 2 or len(body) != size - 2 or marker < 0xC0 or 0xD0 <= marker <= 0xD8:
            raise NotAPicture("a JPEG with a broken part")
        at += 1 + size
        scan = b""
        if marker == START_OF_SCAN:
            scan = content[at : _scan_end(content, at)]
            at += len(scan)
        yield marker, body, scan


def _scan_end(content: bytes, at: int) -> int:
    """Where the picture's data ends: at the first marker that neither restarts it nor is a stuffed byte."""
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        after = content[at + 1]
        if after not in (0x00, 0xFF) and not 0xD0 <= after <= 0xD7:
            return at
        at += 1 if after == 0xFF else 2
    return len(content)


def _part(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def _without_preview(body: bytes) -> bytes:
    """The head of a JFIF file: version and density, no small picture."""
    if len(body) < 14:
        raise NotAPicture("a JPEG with a broken head")
    return body[:12] + b"\x00\x00"


def _orientation(body: bytes) -> int | None:
    """Which way is up, 1 to 8, if an Exif part says so."""
    return _up(body[len(EXIF) :]) if body.startswith(EXIF) else None


def _up(tiff: bytes) -> int | None:
    if tiff[:4] not in (b"II*\x00", b"MM\x00*"):
        return None

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if tiff.startswith(b"II") else "big")

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * number(first, 2), 12):
        if entry + 12 > len(tiff):
            return None
        if number(entry, 2) == ORIENTATION and number(entry + 2, 2) == SHORT:
            found = number(entry + 8, 2)
            return found if 1 <= found <= 8 else None
    return None


def _only_orientation(up: int) -> bytes:
    """An Exif directory of one line."""
    line = ORIENTATION.to_bytes(2, "big") + SHORT.to_bytes(2, "big") + (1).to_bytes(4, "big")
    return b"MM\x00*" + (8).to_bytes(4, "big") + b"\x00\x01" + line + up.to_bytes(2, "big") + bytes(6)


# ---------------------------------------------------------------- PNG


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks that draw the picture, and which way is up."""
    chunks = list(_chunks(content))
    names = [name for name, _body in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise NotAPicture("a PNG without a picture")
    up = next((found for name, body in chunks if name == b"eXIf" and (found := _up(body))), 1)
    yield PNG
    for name, body in chunks:
        if name == b"IDAT" and up != 1:
            yield _chunk(b"eXIf", _only_orientation(up))
            up = 1
        if name in KEPT_CHUNKS:
            yield _chunk(name, body)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if len(name) != 4 or len(body) != size:
            raise NotAPicture("a PNG that breaks off")
        if content[at + 8 + size : at + 12 + size] != _check(name + body):
            raise NotAPicture("a PNG with a broken part")
        yield name, body
        if name == b"IEND":
            return
        at += 12 + size


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + _check(name + body)


def _check(content: bytes) -> bytes:
    return crc32(content).to_bytes(4, "big")
