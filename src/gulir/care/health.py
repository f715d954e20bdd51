"""Whether the house can work: the database answers, fits this version, and has room to write."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from gulir.base.keys import field_key, index_key
from gulir.base.reference import ReferenceBroken, check_reference
from gulir.core.problems.care import DatabaseNewer, DatabaseNotReady, ReferenceUnsound

__all__ = ["ready", "require_ready", "require_sound_reference", "unknown_changes", "waiting_changes"]

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
    """Pass, or refuse with `DatabaseNewer` or `DatabaseNotReady`."""
    unknown = unknown_changes()
    if unknown:
        raise DatabaseNewer(unknown=unknown[-1])
    waiting = waiting_changes()
    if waiting:
        raise DatabaseNotReady(waiting=len(waiting))


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
    """Room on the disk where a SQLite database lies."""
    if connection.vendor != "sqlite":
        return []
    folder = Path(str(connection.settings_dict["NAME"])).parent
    free = shutil.disk_usage(folder).free if folder.is_dir() else LEAST_ROOM
    return [{"code": "DiskFull", "facts": {"free": free}}] if free < LEAST_ROOM else []


def _keys() -> list[dict[str, Any]]:
    """The keys that seal NIK and phone can be read."""
    try:
        whole = len(field_key()) == len(index_key()) == 32
    except OSError:
        whole = False
    return [] if whole else [{"code": "KeysUnreadable", "facts": {}}]


def _clock(at: datetime) -> list[dict[str, Any]]:
    """The last thing recorded does not lie in the future: acts would be refused (`ClockBehind`)."""
    from gulir.base.commands import CLOCK_TOLERANCE
    from gulir.base.models import Book

    latest = Book.objects.filter(recorded_at__gt=at + CLOCK_TOLERANCE).order_by("-recorded_at").first()
    if latest is None or latest.recorded_at is None:
        return []
    return [{"code": "ClockBehind", "facts": {"recorded_on": latest.recorded_at.date().isoformat()}}]
