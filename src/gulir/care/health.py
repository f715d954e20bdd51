"""Whether the house can work: the database answers, fits this version, and has room to write."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from gulir.base.fields import SealBroken
from gulir.base.keys import NAMES, field_key, index_key, keys_folder
from gulir.base.reference import ReferenceBroken, check_reference
from gulir.care.place import FULL
from gulir.community.models import Person
from gulir.community.people import nik_of, phone_of
from gulir.core.problems import Problem
from gulir.core.problems.care import (
    CannotWrite,
    DatabaseNewer,
    DatabaseNotReady,
    DatabaseSilent,
    DatabaseUnsound,
    KeysUnreadable,
    ReferenceUnsound,
)

__all__ = [
    "explain", "ready", "require_keys", "require_ready", "require_sound_reference", "unknown_changes",
    "waiting_changes",
]  # fmt: skip

LEAST_ROOM = 64 * 1024 * 1024


def waiting_changes() -> list[str]:
    """The migrations of this version that the database does not have yet, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_changes() -> list[str]:
    """Migrations of Gulir that the database has and this version does not know: a newer one was here."""
    loader = MigrationExecutor(connection).loader
    ours = loader.migrated_apps
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in loader.disk_migrations
    )


def require_ready() -> None:
    """Pass, or refuse with `DatabaseNewer`, `DatabaseNotReady` or `KeysUnreadable`."""
    unknown = unknown_changes()
    if unknown:
        raise DatabaseNewer(unknown=unknown[-1])
    waiting = waiting_changes()
    if waiting:
        raise DatabaseNotReady(waiting=len(waiting))
    require_keys()


def require_keys() -> None:
    """Pass, or refuse with `KeysUnreadable`: where something is sealed, nobody makes new keys in silence."""
    if "community_person" in connection.introspection.table_names() and not _keys_fit():
        raise KeysUnreadable


def explain(error: Exception) -> Problem | None:
    """What a database's answer means for people; nothing when it is a fault of the program."""
    cause = error.__cause__ or error
    name, state = getattr(cause, "sqlite_errorname", "") or "", getattr(cause, "sqlstate", None)
    said = " ".join(str(error).split())[:300]
    if name.startswith(FULL) or state in {"53100", "25006"}:  # disk full, read only
        return CannotWrite(said=said)
    if name in {"SQLITE_CORRUPT", "SQLITE_NOTADB"} or state in {"XX001", "XX002"}:
        return DatabaseUnsound(said=said)
    if connection.vendor == "postgresql" and isinstance(error, (OperationalError, InterfaceError)) and state is None:
        return DatabaseSilent(said=said)
    return None


def require_sound_reference() -> None:
    """Pass, or refuse with `ReferenceUnsound`: nobody works by a rulebook or a chart that contradicts itself."""
    try:
        check_reference()
    except ReferenceBroken as broken:
        raise ReferenceUnsound(said=str(broken)) from broken


def ready(at: datetime) -> list[dict[str, Any]]:
    """What keeps the house from working now, as codes with facts; empty when nothing does.

    `at` is the moment of asking; it comes back with the clock finding when the database's clock is far from it.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        found = _changes()
    except DatabaseError as error:
        return [{"code": "DatabaseSilent", "facts": {"said": type(error).__name__}}]
    return [*found, *_room(), *_keys(), *_clock(at)]


def _changes() -> list[dict[str, Any]]:
    waiting, unknown = waiting_changes(), unknown_changes()
    found: list[dict[str, Any]] = []
    if unknown:
        found.append({"code": "DatabaseNewer", "facts": {"unknown": unknown[-1]}})
    if waiting:
        found.append({"code": "DatabaseNotReady", "facts": {"waiting": len(waiting)}})
    return found


def _room() -> list[dict[str, Any]]:
    """Room on the disk where the house lies, and on that of a SQLite database; and leave to write there."""
    folders = {keys_folder().parent}
    if connection.vendor == "sqlite":
        folders.add(Path(str(connection.settings_dict["NAME"])).parent)
    there = sorted(folder for folder in folders if folder.is_dir())
    if any(not os.access(folder, os.W_OK) for folder in there):
        return [{"code": "CannotWrite", "facts": {"said": "read-only"}}]
    free = min((shutil.disk_usage(folder).free for folder in there), default=LEAST_ROOM)
    return [{"code": "DiskFull", "facts": {"free": free}}] if free < LEAST_ROOM else []


def _keys() -> list[dict[str, Any]]:
    """The keys that seal NIK and phone can be read, and open what is sealed."""
    try:
        fit = _keys_fit()
    except DatabaseError:  # told as changes that wait
        fit = True
    return [] if fit else [{"code": "KeysUnreadable", "facts": {}}]


def _keys_fit() -> bool:
    """Both keys lie in their place and open the last sealed number; a house without any may still make its keys."""
    sealed = Person.objects.exclude(nik="", phone="").order_by("-pk").first()
    if sealed is not None and not all((keys_folder() / name).is_file() for name in NAMES):
        return False
    try:
        if not len(field_key()) == len(index_key()) == 32:
            return False
        if sealed is not None:
            nik_of(sealed)
            phone_of(sealed)
    except (OSError, SealBroken, ValueError):
        return False
    return True


def _clock(at: datetime) -> list[dict[str, Any]]:
    """The last thing recorded does not lie in the future: acts would be refused (`ClockBehind`)."""
    from gulir.base.commands import CLOCK_TOLERANCE
    from gulir.base.models import Book

    latest = Book.objects.filter(recorded_at__gt=at + CLOCK_TOLERANCE).order_by("-recorded_at").first()
    if latest is None or latest.recorded_at is None:
        return []
    return [{"code": "ClockBehind", "facts": {"recorded_on": latest.recorded_at.date().isoformat()}}]
