"""A whole house for backups: a board, a person whose NIK is sealed, a kept file; and what is done with it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gulir.base.models import Actor, Fact
from gulir.care.backup import make_backup
from gulir.care.place import Place
from gulir.care.restore import restore_backup
from gulir.community.queries import founding_actor, installation_book
from gulir.community.services import add_area
from gulir.core.problems import Problem
from gulir.ledger.models import Account
from gulir.version import VERSION

__all__ = ["AT", "NIK", "PASSPHRASE", "bring_back", "make", "more_work", "refused", "state"]

PASSPHRASE = "empat kata mudah diingat"
AT = datetime(2026, 4, 2, 5, 0, tzinfo=UTC)
NIK = "3372015203800001"


def make(place: Place, file: Path, *, version: str = VERSION) -> dict[str, Any]:
    """Back the house up."""
    return make_backup(place, file, passphrase=PASSPHRASE, version=version, at=AT, chance=secrets.token_bytes)


def bring_back(
    place: Place, file: Path, *, passphrase: str = PASSPHRASE, replace: bool = False, version: str = VERSION
) -> dict[str, Any]:
    """Bring a backup back."""
    return restore_backup(place, file, passphrase=passphrase, version=version, replace=replace, at=AT)


def refused(place: Place, file: Path) -> type[Problem] | None:
    """How a file is refused, even with `--replace`; nothing when it was taken."""
    try:
        bring_back(place, file, replace=True)
    except Problem as problem:
        return type(problem)
    return None


def more_work(times: int = 1) -> None:
    """Something that the last backup does not know."""
    for n in range(times):
        add_area(
            book=installation_book().pk, key=f"area{n}", actor=founding_actor(), at=AT, code=f"33.7{n}", name="Kota",
            level="city",
        )  # fmt: skip


def state(place: Place) -> tuple[Any, ...]:
    """What a refusal must not change."""
    return (
        Fact.objects.count(), Actor.objects.count(), Account.objects.count(),
        sorted((str(p), p.read_bytes()) for p in place.home.rglob("*") if p.is_file() and "keys" in p.parts),
        sorted(p.name for p in place.home.iterdir() if not p.name.startswith("gulir.sqlite3")),
    )  # fmt: skip
