"""Bringing a backup back: checked whole before anything is touched, never over something newer by accident."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tarfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, cast

from gulir.care.backup import DATABASE, MANIFEST, books_here
from gulir.care.engines import is_there, put_back, require_quiet
from gulir.care.place import KEPT_FOLDERS, Place, workroom, writing
from gulir.care.sealing import Opener, read_header
from gulir.core.problems.care import BackupDamaged, BackupNewer, BackupOfOtherEngine, BackupOlder

__all__ = ["restore_backup"]


def restore_backup(
    place: Place, file: Path, *, passphrase: str, version: str, replace: bool, at: datetime
) -> dict[str, Any]:
    """Put a backup in the place of what is here; gives what the backup says of itself.

    Refused, with nothing changed: `BackupNotOurs`, `BackupDamaged` (changed, cut off), `BackupPassphraseWrong`,
    `BackupNewer` (made by a newer version), `BackupOfOtherEngine`, `BackupOlder` when facts here are not in the
    backup, unless `replace`; and whatever `replace` says, `HouseInUse` and `CannotWrite`.
    """
    with file.open("rb") as source:
        told, _ = read_header(source)
    _fits(told, version, place)
    with writing(), workroom(place, at=at) as folder:
        with file.open("rb") as source:
            opener = Opener(source, passphrase)
            manifest = _unpack(opener, folder)
            opener.finish()
        _whole(folder, manifest)
        if is_there(place):
            if not replace:
                _newer_than_here(manifest["books"])
            require_quiet(place)
        put_back(place, folder / DATABASE)
        _put_folders(place, folder)
    return {"made_at": told["made_at"], "version": told["version"], "facts": told["facts"], "sha256": _digest(file)}


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _fits(told: dict[str, Any], version: str, place: Place) -> None:
    """Made by this version or an older one, on this engine."""
    made_by = str(told.get("version", ""))
    if not re.match(r"\d+(\.\d+)*", made_by):
        raise BackupDamaged(part=0)
    if _numbers(made_by) > _numbers(version):
        raise BackupNewer(made_by=made_by, here=version)
    if told.get("engine") != place.engine:
        raise BackupOfOtherEngine(there=str(told.get("engine")), here=place.engine)


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, so that 0.10 comes after 0.9."""
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))


def _unpack(opener: Opener, folder: Path) -> dict[str, Any]:
    """Write every member that may be in a backup; anything else in it means it is not whole."""
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(fileobj=cast("Any", opener), mode="r|") as tar:
            for entry in tar:
                content = tar.extractfile(entry) if entry.isreg() else None
                if content is None or not _allowed(entry.name):
                    raise BackupDamaged(part=0)
                if entry.name == MANIFEST:
                    manifest = json.load(content)
                    continue
                target = folder / entry.name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as out:
                    shutil.copyfileobj(content, out)
    except (tarfile.TarError, ValueError):
        raise BackupDamaged(part=0) from None
    return manifest


def _allowed(name: str) -> bool:
    """Only what a backup of ours holds, and never a path that leads out of its folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return False
    return name in {DATABASE, MANIFEST} or (path.parts[0] in KEPT_FOLDERS and len(path.parts) > 1)


def _whole(folder: Path, manifest: dict[str, Any]) -> None:
    """Every file of the manifest is there with its digest."""
    files = manifest.get("files", {})
    if DATABASE not in files or "books" not in manifest:
        raise BackupDamaged(part=0)
    for name, digest in files.items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise BackupDamaged(part=0)


def _newer_than_here(there: dict[str, dict[str, Any]]) -> None:
    """Refuse when some book here has facts that the backup lacks, or another history of the same length."""
    here = books_here()
    ours, theirs = (sum(book["facts"] for book in books.values()) for books in (here, there))
    for book, known in here.items():
        other = there.get(book)
        if known["facts"] == 0:
            continue
        if other is None or known["facts"] > other["facts"]:
            raise BackupOlder(here=ours, there=theirs)
        if known["facts"] == other["facts"] and known["last"] != other["last"]:
            raise BackupOlder(here=ours, there=theirs)


def _put_folders(place: Place, folder: Path) -> None:
    """Keys and attachments as they were; what was here stays beside, under another name.

    They lie on the same disk already, so they only change their names: a full disk cannot stop this half way.
    """
    for name in KEPT_FOLDERS:
        source, target = folder / name, place.home / name
        if not source.is_dir():
            continue
        for path in source.rglob("*") if name == "keys" else ():
            path.chmod(0o600 if path.is_file() else 0o700)
        before = place.home / f"{name}.before-restore"
        shutil.rmtree(before, ignore_errors=True)
        if target.exists():
            target.rename(before)
        source.rename(target)
