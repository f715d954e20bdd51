r"""A stream of bytes sealed with a passphrase: AES-256-GCM in parts, each bound to its place and to the header.

    GULIR-BACKUP 1\n | length of header (4) | header (JSON) | SHA-256 of all before (32) | parts
    part = length (4) | ciphertext with tag        nonce = 7 bytes of the header | number (4) | 1 for the last, else 0

A part that is changed, moved, left out or added does not open; a file that is cut off lacks its last part. The header
says how the key was stretched (scrypt) and is itself bound to every part.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from gulir.core.problems.care import BackupDamaged, BackupNotOurs, BackupPassphraseWrong, PassphraseShort

__all__ = ["LEAST_PASSPHRASE", "Opener", "Sealer", "read_header"]

MAGIC = b"GULIR-BACKUP 1\n"
PART = 1024 * 1024
LEAST_PASSPHRASE = 12
COST = {"n": 2**16, "r": 8, "p": 1}
LARGEST_HEADER, LARGEST_COST = 64 * 1024, 2**20


def _key(passphrase: str, kdf: Mapping[str, Any]) -> bytes:
    """The key that a passphrase gives; a header that asks for absurd work is a damaged one."""
    n, r, p = (kdf.get(name) for name in ("n", "r", "p"))
    if not (type(n) is int and 2**10 <= n <= LARGEST_COST and n & (n - 1) == 0 and r == 8 and p == 1):
        raise BackupDamaged(part=0)
    stretch = Scrypt(salt=bytes.fromhex(str(kdf.get("salt", ""))), length=32, n=n, r=8, p=1)
    return stretch.derive(passphrase.encode())


def _mark(key: bytes) -> str:
    """Tells a wrong passphrase from a damaged file."""
    return hmac.new(key, b"gulir backup key", hashlib.sha256).hexdigest()


class Sealer:
    """Write to it as to a file; `close` seals the last part."""

    def __init__(
        self, out: BinaryIO, passphrase: str, told: Mapping[str, Any], *, chance: Callable[[int], bytes]
    ) -> None:
        if len(passphrase) < LEAST_PASSPHRASE:
            raise PassphraseShort(least=LEAST_PASSPHRASE)
        kdf = {**COST, "salt": chance(16).hex()}
        key = _key(passphrase, kdf)
        prefix = chance(7)
        header = {**told, "kdf": kdf, "prefix": prefix.hex(), "mark": _mark(key)}
        raw = json.dumps(header, sort_keys=True).encode()
        head = MAGIC + struct.pack(">I", len(raw)) + raw
        self._out, self._cipher, self._prefix = out, AESGCM(key), prefix
        self._bound = hashlib.sha256(head).digest()
        self._digest = hashlib.sha256()
        self._number, self._buffer, self.size = 0, bytearray(), 0
        self._emit(head + self._bound)

    def write(self, data: bytes) -> int:
        """Take bytes; whole parts are sealed and written at once."""
        self._buffer += data
        while len(self._buffer) > PART:
            self._part(bytes(self._buffer[:PART]), last=False)
            del self._buffer[:PART]
        return len(data)

    def close(self) -> str:
        """Seal the last part; gives the SHA-256 of the whole file."""
        self._part(bytes(self._buffer), last=True)
        return self._digest.hexdigest()

    def _part(self, data: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._prefix, self._number, last=last), data, self._bound)
        self._number += 1
        self._emit(struct.pack(">I", len(sealed)) + sealed)

    def _emit(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self.size += len(data)


class Opener:
    """Read from it as from a file; everything it gives was checked. `finish` makes sure that nothing is missing."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self.told, self._bound = read_header(source)
        try:
            key = _key(passphrase, self.told["kdf"])
            self._prefix = bytes.fromhex(self.told["prefix"])
            mark = str(self.told["mark"])
        except (KeyError, TypeError, ValueError):
            raise BackupDamaged(part=0) from None
        if not hmac.compare_digest(mark, _mark(key)):
            raise BackupPassphraseWrong
        self._source, self._cipher = source, AESGCM(key)
        self._number, self._buffer, self._last = 0, bytearray(), False

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for, or what is left."""
        while not self._last and (size < 0 or len(self._buffer) < size):
            self._next()
        size = len(self._buffer) if size < 0 else size
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def finish(self) -> None:
        """Read to the end; a file that stops early, or goes on after its end, is damaged."""
        while not self._last:
            self._next()
        if self._source.read(1):
            raise BackupDamaged(part=self._number)

    def _next(self) -> None:
        length = self._source.read(4)
        if len(length) < 4:
            raise BackupDamaged(part=self._number)
        size = struct.unpack(">I", length)[0]
        sealed = self._source.read(size) if size <= PART + 64 else b""
        if not sealed or len(sealed) < size:
            raise BackupDamaged(part=self._number)
        for last in (False, True):
            try:
                self._buffer += self._cipher.decrypt(_nonce(self._prefix, self._number, last=last), sealed, self._bound)
            except InvalidTag:
                continue
            self._last = last
            self._number += 1
            return
        raise BackupDamaged(part=self._number)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, last)


def read_header(source: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """What the file says about itself, and what every part is bound to. Refused: `BackupNotOurs`, `BackupDamaged`."""
    if source.read(len(MAGIC)) != MAGIC:
        raise BackupNotOurs
    length = source.read(4)
    size = struct.unpack(">I", length)[0] if len(length) == 4 else 0
    if not 0 < size <= LARGEST_HEADER:
        raise BackupDamaged(part=0)
    raw, bound = source.read(size), source.read(32)
    if hashlib.sha256(MAGIC + length + raw).digest() != bound:
        raise BackupDamaged(part=0)
    try:
        header = json.loads(raw)
    except ValueError:
        raise BackupDamaged(part=0) from None
    if not isinstance(header, dict):
        raise BackupDamaged(part=0)
    return header, bound
