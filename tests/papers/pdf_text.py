"""What a PDF set by Typst says, page by page: its own text, read back through each font's table of signs.

Small on purpose: it reads the plain objects that Typst writes (no object streams, two-byte signs, `Tj` and `TJ`), and
complains about anything else. A word may be told in pieces; whoever compares takes the spaces out (`squeezed`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

__all__ = ["pages", "squeezed"]

OBJECT = re.compile(rb"\n(\d+) 0 obj\s")
LENGTH = re.compile(rb"/Length (\d+)")
CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
FONT_OR_TEXT = re.compile(rb"/(f\d+) [\d.]+ Tf|/(?:Lang|Alt) ?\(|/(ActualText) ?\(|\(|<([0-9A-Fa-f]+)>")
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> list[str]:
    """The text of each page, in the order in which it was set."""
    objects = dict(_objects(pdf))
    found = [body for _, body in sorted(objects.items()) if re.search(rb"/Type\s*/Page\b", body)]
    kids = next(body for body in objects.values() if re.search(rb"/Type\s*/Pages\b", body))
    order = [int(n) for n in re.findall(rb"(\d+) 0 R", kids.partition(b"/Kids")[2].partition(b"]")[0])]
    assert len(order) == len(found), "a tree of pages"
    return [_page(objects[number], objects) for number in order]


def squeezed(text: str) -> str:
    """The text without any space, for comparing what may be broken over lines or kerned apart."""
    return re.sub(r"[\s\u200b]+", "", text)


def _objects(pdf: bytes) -> Iterator[tuple[int, bytes]]:
    """Each object whole: one with a stream is as long as it says, whatever signs stand in it."""
    at = 0
    while found := OBJECT.search(pdf, at):
        end, stream = pdf.index(b"endobj", found.end()), pdf.find(b"stream\n", found.end())
        if -1 < stream < end:
            length = LENGTH.search(pdf, found.end(), stream)
            assert length is not None, "a stream that says how long it is"
            end = stream + len(b"stream\n") + int(length[1])
        yield int(found[1]), pdf[found.end() : end]
        at = end


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    own = _following(page, rb"/Resources", objects)
    fonts = {name: _signs(objects[int(n)], objects) for name, n in re.findall(rb"/(f\d+) (\d+) 0 R", own)}
    content = _stream(_following(page, rb"/Contents", objects))
    said, signs, at = [], dict[int, str](), 0
    while found := FONT_OR_TEXT.search(content, at):
        at = found.end()
        if found[1]:
            signs = fonts[found[1]]
            continue
        if found[3]:
            raw = bytes.fromhex(found[3].decode())
        else:
            end = _closing(content, at)
            raw, at = _unescaped(content[at:end]), end + 1
        if found[2]:
            said.append(raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1"))
            at = content.index(b"EMC", at)
            continue
        if found[0].startswith(b"/"):
            continue
        said += [signs.get(int.from_bytes(raw[i : i + 2], "big"), "") for i in range(0, len(raw), 2)]
    return "".join(said)


def _closing(content: bytes, at: int) -> int:
    """Where a text in parentheses ends: pairs of them inside it need no escape."""
    depth = 1
    while depth:
        sign = content[at : at + 1]
        assert sign, "a text that ends"
        depth += (sign == b"(") - (sign == b")")
        at += 2 if sign == b"\\" else 1
    return at - 1


def _following(body: bytes, key: bytes, objects: dict[int, bytes]) -> bytes:
    found = re.search(key + rb"\s*(\d+) 0 R", body)
    assert found is not None, key
    return objects[int(found[1])]


def _stream(body: bytes) -> bytes:
    head, _, content = body.partition(b"stream\n")
    return zlib.decompress(content) if b"FlateDecode" in head else content


def _signs(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    table = _stream(_following(font, rb"/ToUnicode", objects))
    signs: dict[int, str] = {}
    for block in CHARS.findall(table):
        signs |= {int(code, 16): _text(to) for code, to in PAIR.findall(block)}
    for block in RANGES.findall(table):
        for low, high, to in TRIPLE.findall(block):
            for step, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                signs[code] = chr(int(to, 16) + step)
    return signs


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _unescaped(text: bytes) -> bytes:
    return ESCAPE.sub(lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() else NAMED.get(m[1], m[1]), text)
