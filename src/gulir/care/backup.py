"""One sealed file that holds the whole house: database, attachments, field and index keys."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from gulir.base.models import Book, Fact
from gulir.care.engines import copy_database, require_sound
from gulir.care.place import KEPT_FOLDERS, Place, workroom, writing
from gulir.care.sealing import Sealer

__all__ = ["DATABASE", "MANIFEST", "books_here", "make_backup"]

DATABASE, MANIFEST = "database", "manifest.json"


def make_backup(
    place: Place, file: Path | None, *, passphrase: str, version: str, at: datetime, chance: Callable[[int], bytes]
) -> dict[str, Any]:
    """Write the backup to `file` (or standard output); gives its SHA-256, size and how many facts it holds.

    It is written beside its name, brought safely to the disk, and then moved there, so that a half one never bears the
    name. Refused: `PassphraseShort`, `ToolMissing`, `ToolFailed`, `CannotWrite`, and `DatabaseUnsound` when the engine
    finds its own copy broken: such a backup could never be brought back.
    """
    with writing(), workroom(place, at=at) as folder:
        copy = folder / DATABASE
        books = books_here()
        copy_database(place, copy)
        require_sound(place, copy)
        facts = sum(book["facts"] for book in books.values())
        told = {"version": version, "engine": place.engine, "made_at": at.isoformat(), "facts": facts}
        if file is None:
            done = _seal(sys.stdout.buffer, place, copy, books, told, passphrase, chance)
            sys.stdout.buffer.flush()
            return {**done, "facts": facts}
        half = file.with_name(f"{file.name}.part")
        try:
            with half.open("wb") as out:
                done = _seal(out, place, copy, books, told, passphrase, chance)
                out.flush()
                os.fsync(out.fileno())
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)
    return {**done, "facts": facts}


def books_here() -> dict[str, dict[str, Any]]:
    """Each book by id: how many facts it has, and the digest of the last one's leaf."""
    found = {}
    for book in Book.objects.order_by("id"):
        last = Fact.objects.filter(book=book, sequence=book.facts).values_list("leaf", flat=True).first()
        found[str(book.pk)] = {"facts": book.facts, "last": hashlib.sha256((last or "").encode()).hexdigest()}
    return found


def _seal(
    out: BinaryIO,
    place: Place,
    copy: Path,
    books: dict[str, dict[str, Any]],
    told: dict[str, Any],
    passphrase: str,
    chance: Callable[[int], bytes],
) -> dict[str, Any]:
    """A tar of everything, with a manifest of digests in front, through the sealer."""
    sealer = Sealer(out, passphrase, told, chance=chance)
    members = [(DATABASE, copy), *_kept(place)]
    manifest = {"books": books, "files": {name: _digest(path) for name, path in members}}
    with tarfile.open(fileobj=cast("Any", sealer), mode="w|") as tar:
        raw = json.dumps(manifest, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(raw)
        tar.addfile(entry, io.BytesIO(raw))
        for name, path in members:
            entry = tarfile.TarInfo(name)
            entry.size = path.stat().st_size
            with path.open("rb") as content:
                tar.addfile(entry, content)
    return {"sha256": sealer.close(), "bytes": sealer.size}


def _kept(place: Place) -> Iterator[tuple[str, Path]]:
    """The files of the folders that travel with the database."""
    for folder in KEPT_FOLDERS:
        base = place.home / folder
        for path in sorted(base.rglob("*")) if base.is_dir() else ():
            if path.is_file():
                yield f"{folder}/{path.relative_to(base).as_posix()}", path


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
