"""Where the demonstration lives: a folder of its own with a mark in it, built once, used again at every later start.

While it is built this one connection does not wait for the disk after each act (`synchronous = OFF`): should the
machine fall over half-way, the mark still says that it is being built, and the next start begins anew. Before anyone
works in it everything is written to the disk, and every later connection waits as always.

An older one is built anew by itself only while its database is, byte for byte, what the build left behind: then nobody
ever logged in, let alone worked in it. Any other is kept; it is brought up to the tables of this version where they
fit, and refused as it was where they do not.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.models import QuerySet

from gulir.base.keys import make_keys
from gulir.base.messages import sentence
from gulir.care.calendar import turn_back_to_the_world
from gulir.care.health import unknown_changes, waiting_changes
from gulir.cli.demo.build import EDITION, DemoMade, build
from gulir.cli.words import LANGUAGE, text
from gulir.community.queries import boards
from gulir.core.problems import Problem
from gulir.core.problems.demo import DemoNeedsOwnPlace, DemoOfOtherEdition, DemoOfOtherVersion

__all__ = ["MARK", "prepare"]

MARK = "demo.json"
"""The file that says: this folder holds a demonstration. It is made before the first table."""
PATIENCE = 600.0
"""Seconds to wait for another start."""
Say = Callable[[str], None]


def prepare(home: Path, *, say: Say) -> dict[str, Any]:
    """The demonstration in `home`, built unless it is there; an older one that nobody used is built anew.

    Tells `home`, `board`, `open_day`, `acts`, `logins` and whether it is `new`. Two starts at once build it once.
    Refused with `DemoNeedsOwnPlace` when the database holds anything else, and with `DemoOfOtherVersion` when an older
    one that may have been used does not fit this version: it stays as it is.
    """
    with _one_at_a_time(home):
        mark = home / MARK
        state = _read(mark)
        if state.get("state") != "ready" or not _database(home).exists():
            return _anew(home, mark, state, say)
        untouched = _untouched(home, state)
        if state.get("edition") == EDITION and not waiting_changes() and not unknown_changes():
            return _again(home, state)
        if untouched:
            say(text(
                f"Peragaan di {home} dari versi lain dan belum pernah dipakai; dibuat lagi dari awal.",
                f"The demonstration in {home} is of another version and was never used; it is built anew.",
            ))  # fmt: skip
            return _anew(home, mark, {"state": "building"}, say)
        _upgrade(home)
        if state.get("edition") != EDITION:
            say(_sentence(DemoOfOtherEdition(place=str(home))))
        return _again(home, state)


def _again(home: Path, state: dict[str, Any]) -> dict[str, Any]:
    return {**state["told"], "home": str(home), "new": False}


def _anew(home: Path, mark: Path, state: dict[str, Any], say: Say) -> dict[str, Any]:
    """A new demonstration in an empty place."""
    started = time.monotonic()
    if state.get("state") == "building":
        _write(mark, {"state": "building", "edition": EDITION})
        _clear(home)
    _require_empty(home)
    turn_back_to_the_world(home)
    _write(mark, {"state": "building", "edition": EDITION})
    made = _build(home, say)
    told = _told(made)
    _write(mark, {"state": "ready", "edition": EDITION, "told": told, "database": _digest(home)})
    seconds = f"{time.monotonic() - started:.1f}"
    say(text(f"Peragaan siap dalam {seconds} detik.", f"The demonstration is ready after {seconds} seconds."))
    return {**told, "home": str(home), "new": True}


def _upgrade(home: Path) -> None:
    """Bring the tables up to this version; where that cannot be, refuse and leave it as it was."""
    if unknown_changes():
        raise DemoOfOtherVersion(place=str(home))
    kept = home / "before-upgrade.sqlite3"
    with closing(sqlite3.connect(_database(home))) as now, closing(sqlite3.connect(kept)) as copy:
        now.backup(copy)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        _require_columns()
    except (DatabaseError, InconsistentMigrationHistory) as error:
        _clear(home)
        kept.replace(_database(home))
        raise DemoOfOtherVersion(place=str(home)) from error
    kept.unlink()


def _require_columns() -> None:
    """Ask every table for every column that this version reads: its migrations may have been written anew."""
    for model in apps.get_models():
        QuerySet(model).order_by().explain()


def _build(home: Path, say: Say) -> DemoMade:
    make_keys(home)
    with _in_a_hurry():
        say(text("Menyiapkan basis data …", "Preparing the database …"))
        call_command("migrate", verbosity=0, interactive=False)
        return build(say)


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Do not wait for the disk meanwhile; at the end write everything down and close the connection."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _told(made: DemoMade) -> dict[str, Any]:
    return {
        "board": made.board,
        "open_day": made.open_day.isoformat(),
        "acts": made.acts,
        "logins": [{"desk": one.desk, "login": one.login, "password": one.password} for one in made.logins],
    }


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    """Wait for another start that builds here; the lock of a database file ends with its process, on every system."""
    lock = sqlite3.connect(home / "demo.lock", timeout=PATIENCE, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


# ---------------------------------------------------------------- the mark and the database


def _database(home: Path) -> Path:
    return home / "gulir.sqlite3"


def _digest(home: Path) -> str:
    with _database(home).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _untouched(home: Path, state: dict[str, Any]) -> bool:
    """Whether the database is what the build left; asked before this start opens it. Older marks cannot say so."""
    beside = Path(f"{_database(home)}-wal")
    waits = beside.exists() and beside.stat().st_size > 0
    return not waits and state.get("database") == _digest(home)


def _require_empty(home: Path) -> None:
    """Pass when the database in use is this folder's own and holds no board."""
    own = connection.vendor == "sqlite" and Path(str(connection.settings_dict["NAME"])) == _database(home)
    tables = connection.introspection.table_names() if own else []
    if not own or (tables and ("community_board" not in tables or boards())):
        raise DemoNeedsOwnPlace(place=str(home))


def _clear(home: Path) -> None:
    """Take a database away that is half-built or was never used, or stands in the way of its own copy."""
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{_database(home)}{suffix}").unlink(missing_ok=True)


def _read(mark: Path) -> dict[str, Any]:
    try:
        found = json.loads(mark.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(mark: Path, state: dict[str, Any]) -> None:
    mark.write_text(json.dumps(state, indent=1), encoding="utf-8")


def _sentence(problem: Problem) -> str:
    return sentence(problem.code, problem.facts, LANGUAGE)
