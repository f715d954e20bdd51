"""One value, one byte string: canonical bytes v1, for fingerprints, commitments and leaves.

Our own bytes, not a JSON encoder's. Each value carries its type, each length stands before what it measures, so two
different values never give the same bytes:

    null  n        true/false  t f        whole number  i<decimal>e
    text  s<bytes in UTF-8>:<NFC text>    list  l<values>e    mapping  d<text key><value>...e, sorted by key bytes

Binary fractions are refused: no figure of ours is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from gulir.core.problems.books import ValueNotCanonical

__all__ = ["VERSION", "canonical_bytes", "fingerprint"]

VERSION = b"gulir-canon/v1\n"
DEEPEST = 64


def canonical_bytes(value: Any) -> bytes:
    r"""The canonical bytes v1 of text, whole numbers, truth values, null, lists and mappings with text keys.

    Refused with the path of the place: floats, unpaired surrogates, other types, two keys that are one in NFC, and
    more than 64 levels (`ValueNotCanonical`).

    >>> canonical_bytes({"b": [1, True, None], "a": "Siti"})
    b'gulir-canon/v1\nds1:as4:Sitis1:bli1etnee'
    >>> canonical_bytes({"rate": 1.5})
    Traceback (most recent call last):
    gulir.core.problems.books.ValueNotCanonical: ValueNotCanonical {'path': 'rate', 'found': 'float'}
    """
    if type(value) is str:
        return VERSION + _text(value, "")
    parts: list[bytes] = [VERSION]
    _write(value, "", parts, 0)
    return b"".join(parts)


def fingerprint(command: str, body: Mapping[str, Any], person: str) -> str:
    """The mark of a command: SHA-256 (hex) over its name, its body and the natural person, without the time.

    >>> same = fingerprint("ledger.post", {"amount": 1}, "p1")
    >>> same == fingerprint("ledger.post", {"amount": 1}, "p1"), same == fingerprint("ledger.post", {"amount": 2}, "p1")
    (True, False)
    """
    return hashlib.sha256(canonical_bytes({"command": command, "body": body, "person": person})).hexdigest()


def _write(value: Any, path: str, parts: list[bytes], depth: int) -> None:
    if depth > DEEPEST:
        raise ValueNotCanonical(path=path[:80], found="too deep")
    if value is None:
        parts.append(b"n")
    elif type(value) is bool:
        parts.append(b"t" if value else b"f")
    elif type(value) is int:
        parts.append(b"i%de" % value)
    elif type(value) is str:
        parts.append(_text(value, path))
    elif isinstance(value, (list, tuple)):
        parts.append(b"l")
        for index, item in enumerate(value):
            _write(item, f"{path}[{index}]", parts, depth + 1)
        parts.append(b"e")
    elif isinstance(value, Mapping):
        _mapping(value, path, parts, depth)
    else:
        raise ValueNotCanonical(path=path, found=type(value).__name__)


def _text(value: str, path: str) -> bytes:
    try:
        raw = value.encode() if value.isascii() else normalize("NFC", value).encode()
    except UnicodeEncodeError:
        raise ValueNotCanonical(path=path, found="unreadable text") from None
    return b"s%d:%s" % (len(raw), raw)


def _mapping(value: Mapping[Any, Any], path: str, parts: list[bytes], depth: int) -> None:
    entries: dict[bytes, tuple[str, Any]] = {}
    for key, item in value.items():
        if type(key) is not str:
            raise ValueNotCanonical(path=path, found=f"key of type {type(key).__name__}")
        here = f"{path}.{key}" if path else key
        raw = _text(key, path)
        if raw in entries:
            raise ValueNotCanonical(path=path, found="two keys that are one")
        entries[raw] = (here, item)
    parts.append(b"d")
    for raw in sorted(entries, key=lambda k: k.partition(b":")[2]):
        parts.append(raw)
        _write(entries[raw][1], entries[raw][0], parts, depth + 1)
    parts.append(b"e")
