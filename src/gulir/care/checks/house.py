"""The house: the database engine's own opinion, the reference, the seals, the files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from gulir.base.fields import SealBroken
from gulir.base.models import Attachment
from gulir.base.reference import ReferenceBroken, check_reference
from gulir.care.checks.guards import check_guards
from gulir.community.models import Person
from gulir.community.people import nik_of, phone_of
from gulir.core.problems import Finding
from gulir.core.problems.care import (
    AttachmentChanged,
    AttachmentMissing,
    DatabaseUnsound,
    ReferenceUnsound,
    SealsBroken,
)

__all__ = ["attachment_path", "check_whole_house"]

MOST = 20


def check_whole_house(home: Path) -> Iterator[Finding]:
    """What concerns no single board."""
    yield from _engine()
    yield from check_guards()
    yield from _reference()
    yield from _seals()
    yield from _files(home)


def _engine() -> Iterator[Finding]:
    """SQLite looks over its own file; on PostgreSQL no constraint was left unproven."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            cursor.execute("PRAGMA foreign_key_check")
            said += [f"{row[0]} {row[1]} -> {row[2]}" for row in cursor.fetchall()]
        else:
            cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
            said = [row[0] for row in cursor.fetchall()]
    for words in said[:MOST]:
        yield Finding.of(DatabaseUnsound(said=words))


def _reference() -> Iterator[Finding]:
    try:
        check_reference()
    except ReferenceBroken as broken:
        yield Finding.of(ReferenceUnsound(said=str(broken)))


def _seals() -> Iterator[Finding]:
    """Every sealed number opens with the keys there are; nobody is told any of them."""
    broken = 0
    for person in Person.objects.exclude(nik="", phone="").iterator():
        try:
            nik_of(person)
            phone_of(person)
        except (SealBroken, ValueError):
            broken += 1
    if broken:
        yield Finding.of(SealsBroken(people=broken))


def _files(home: Path) -> Iterator[Finding]:
    """Every attachment lies in its place and is what it was."""
    for row in Attachment.objects.order_by("sha256").iterator():
        path = attachment_path(home, row.sha256)
        if not path.is_file():
            yield Finding.of(AttachmentMissing(name=row.name, sha256=row.sha256))
            continue
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != row.sha256:
                yield Finding.of(AttachmentChanged(name=row.name, sha256=row.sha256))


def attachment_path(home: Path, sha256: str) -> Path:
    """Where a kept file lies: by its digest, in a folder of the first two signs."""
    return home / "attachments" / sha256[:2] / sha256
