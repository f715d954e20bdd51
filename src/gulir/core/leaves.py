r"""Leaf bytes v1 and the salted commitment of a fact (reliability 3.3).

A leaf is five lines of text that say what kind of thing happened, its number, the day it was recorded, and a
commitment to all its fields. The commitment hides them (amounts and dates can be guessed, so a bare hash would leak)
and yet lets one field be opened alone: with that field's own salt, and the digests of the others.

    salt_f     = HMAC-SHA-256(salt, name)
    d_f        = SHA-256("bkm-field/v1\n" || salt_f || canonical bytes of the value)
    commitment = SHA-256("bkm-komitmen/v1\n" || for each field, sorted by name: name || "\n" || d_f)

Destroying the salt makes every field unreadable for ever and changes no leaf.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from gulir.core.canon import canonical_bytes
from gulir.core.problems.books import LeafUnclear

__all__ = [
    "Leaf",
    "Opening",
    "commit",
    "commitment_of",
    "digest_field",
    "field_digests",
    "field_salt",
    "leaf_bytes",
    "leaf_hash",
    "open_field",
    "parse_leaf",
    "verify",
]

FIELD_TAG = b"bkm-field/v1\n"
COMMITMENT_TAG = b"bkm-komitmen/v1\n"
HASH_BYTES = 32
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z", re.ASCII)
KIND = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,59}\Z", re.ASCII)
LEAF = re.compile(
    r"bkm-leaf/v1\njenis (?P<kind>[A-Za-z][A-Za-z0-9-]{0,59})\nurut (?P<no>[1-9][0-9]{0,18})\n"
    r"dicatat (?P<on>[0-9]{4}-[0-9]{2}-[0-9]{2})\nkomitmen (?P<hash>[A-Za-z0-9+/]{43}=)\n\Z",
    re.ASCII,
)


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """What one leaf says."""

    kind: str
    sequence: int
    recorded_on: date
    commitment: bytes


@dataclass(frozen=True, kw_only=True)
class Opening:
    """One field shown: its name, its value, and the salt that belongs to it alone."""

    name: str
    value: Any
    salt: bytes


def field_salt(salt: bytes, name: str) -> bytes:
    """The salt of one field, made from the record's 32 random bytes; it tells nothing about the others."""
    if len(salt) != HASH_BYTES:
        raise LeafUnclear(what="salt")
    return hmac.digest(salt, _name(name), "sha256")


@lru_cache(maxsize=1024)
def _name(name: str) -> bytes:
    if not NAME.match(name):
        raise LeafUnclear(what=f"field {name[:40]}")
    return name.encode()


def digest_field(salt_of_field: bytes, value: Any) -> bytes:
    """The digest of one value under its own salt."""
    return hashlib.sha256(FIELD_TAG + salt_of_field + canonical_bytes(value)).digest()


def field_digests(salt: bytes, fields: Mapping[str, Any]) -> dict[str, bytes]:
    """The digest of every field, which may be shown to anyone."""
    return {name: digest_field(field_salt(salt, name), value) for name, value in fields.items()}


def commitment_of(digests: Mapping[str, bytes]) -> bytes:
    """The commitment over the digests of all fields."""
    body = b"".join(name.encode() + b"\n" + digests[name] for name in sorted(digests))
    return hashlib.sha256(COMMITMENT_TAG + body).digest()


def commit(salt: bytes, fields: Mapping[str, Any]) -> bytes:
    """The 32 bytes that bind all fields of a fact and show none of them.

    >>> commit(bytes(32), {"amount": 575_000, "group": "KSM 01"}).hex()[:16]
    '330a4e9bd1167baa'
    """
    return commitment_of(field_digests(salt, fields))


def open_field(salt: bytes, name: str, value: Any) -> Opening:
    """What a member shows to prove one field of a fact."""
    return Opening(name=name, value=value, salt=field_salt(salt, name))


def verify(commitment: bytes, digests: Mapping[str, bytes], *openings: Opening) -> bool:
    """Whether the openings are true: each value gives its digest, and the digests give the commitment.

    >>> salt, fields = bytes(32), {"amount": 575_000, "group": "KSM 01"}
    >>> digests, opened = field_digests(salt, fields), open_field(salt, "amount", 575_000)
    >>> verify(commit(salt, fields), digests, opened)
    True
    >>> verify(commit(salt, fields), digests, Opening(name="amount", value=575_001, salt=opened.salt))
    False
    """
    if not hmac.compare_digest(commitment_of(digests), commitment):
        return False
    return all(hmac.compare_digest(digests.get(o.name, b""), digest_field(o.salt, o.value)) for o in openings)


def leaf_bytes(*, kind: str, sequence: int, recorded_on: date, commitment: bytes) -> bytes:
    """The leaf of one fact: UTF-8, NFC, lines in a fixed order, each ended by a newline. `kind` is the fact's kind.

    >>> print(leaf_bytes(kind="jurnal", sequence=123, recorded_on=date(2027, 1, 31), commitment=bytes(32)).decode())
    bkm-leaf/v1
    jenis jurnal
    urut 123
    dicatat 2027-01-31
    komitmen AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
    """
    if not KIND.match(kind):
        raise LeafUnclear(what="jenis")
    if not 0 < sequence < 10**18:
        raise LeafUnclear(what="urut")
    if len(commitment) != HASH_BYTES:
        raise LeafUnclear(what="komitmen")
    lines = (
        "bkm-leaf/v1",
        f"jenis {kind}",
        f"urut {sequence}",
        f"dicatat {recorded_on.isoformat()}",
        f"komitmen {base64.b64encode(commitment).decode()}",
    )
    return normalize("NFC", "".join(f"{line}\n" for line in lines)).encode()


def parse_leaf(raw: bytes) -> Leaf:
    """A leaf read back; bytes that we would not have written ourselves are refused (`LeafUnclear`)."""
    try:
        match = LEAF.match(raw.decode("ascii"))
        if match is None:
            raise LeafUnclear(what="text")
        leaf = Leaf(
            kind=match["kind"],
            sequence=int(match["no"]),
            recorded_on=date.fromisoformat(match["on"]),
            commitment=base64.b64decode(match["hash"], validate=True),
        )
    except ValueError:
        raise LeafUnclear(what="text") from None
    written = leaf_bytes(
        kind=leaf.kind, sequence=leaf.sequence, recorded_on=leaf.recorded_on, commitment=leaf.commitment
    )
    if written != raw:
        raise LeafUnclear(what="text")
    return leaf


def leaf_hash(raw: bytes) -> bytes:
    """The hash of a leaf in the tree of RFC 6962: SHA-256 of a zero byte and the leaf."""
    return hashlib.sha256(b"\x00" + raw).digest()
