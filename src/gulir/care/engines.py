"""Taking a copy of a running database and putting one back, on both engines."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import DatabaseError, OperationalError, connection, connections

from gulir.care.place import Place
from gulir.core.problems.care import BackupDamaged, DatabaseUnsound, HouseInUse, ToolFailed, ToolMissing

__all__ = ["copy_database", "is_there", "put_back", "require_quiet", "require_sound"]


def copy_database(place: Place, into: Path) -> None:
    """A consistent copy of the database while others work in it: SQLite's backup API, or `pg_dump`."""
    if place.engine == "sqlite":
        here = sqlite3.connect(f"file:{place.file}?mode=ro", uri=True)
        with closing(here) as source, closing(sqlite3.connect(into)) as target:
            try:
                source.backup(target)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:
                raise DatabaseUnsound(said=str(error)) from error
        return
    _tool(place, ["pg_dump", "--no-owner", "--no-privileges", "--no-comments", "--file", str(into)])


def is_there(place: Place) -> bool:
    """Whether there is a database of ours in this place that can still be read."""
    if place.engine == "sqlite" and not place.file.exists():
        return False
    try:
        return "base_book" in connection.introspection.table_names()
    except OperationalError:
        raise
    except DatabaseError:  # SQLite cannot make anything of the file: the very day for a restore
        return False


def require_sound(place: Place, copy: Path) -> None:
    """Pass, or refuse with `DatabaseUnsound`: SQLite finds its own copy broken (a dump is whole by being made)."""
    said = _opinion(copy) if place.engine == "sqlite" else "ok"
    if said != "ok":
        raise DatabaseUnsound(said=said)


def require_quiet(place: Place) -> None:
    """Pass, or refuse with `HouseInUse` while another process has the database open."""
    connections.close_all()
    if place.engine == "sqlite":
        busy = place.file.exists() and _held(place.file)
    else:
        pooled: Any = connection
        if getattr(pooled, "pool", None):
            pooled.close_pool()
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        busy = _tool(place, ["psql", *QUIETLY, "--tuples-only", "--command", f"{others} AND {CLIENTS}"]).strip() != "0"
    if busy:
        raise HouseInUse


QUIETLY = ("--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1")
CLIENTS = "backend_type = 'client backend'"


def _held(file: Path) -> bool:
    """Whether another process has this SQLite file open: only the last one may leave the write-ahead log."""
    there = sqlite3.connect(file, timeout=1)
    try:
        return bool(there.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete")
    except sqlite3.OperationalError as error:
        return getattr(error, "sqlite_errorname", "") in {"SQLITE_BUSY", "SQLITE_LOCKED"}
    except sqlite3.DatabaseError:  # so broken that nobody can work in it
        return False
    finally:
        there.close()


def put_back(place: Place, copy: Path) -> None:
    """Put a checked copy in the place of the database, all at once."""
    if place.engine == "sqlite":
        _put_file(place, copy)
    else:
        _put_dump(place, copy)


def _put_file(place: Place, copy: Path) -> None:
    """The new file takes the old one's name in one step; what SQLite kept beside the old one goes."""
    _sound(copy)
    connections.close_all()
    place.file.parent.mkdir(parents=True, exist_ok=True)
    waiting = place.file.with_name(f"{place.file.name}.new")
    shutil.copyfile(copy, waiting)
    with waiting.open("rb+") as written:
        os.fsync(written.fileno())
    for suffix in ("-wal", "-shm", "-journal"):
        place.file.with_name(f"{place.file.name}{suffix}").unlink(missing_ok=True)
    waiting.replace(place.file)


def _sound(copy: Path) -> None:
    """SQLite itself finds nothing wrong with the file."""
    if _opinion(copy) != "ok":
        raise BackupDamaged(part=0)


def _opinion(copy: Path) -> str:
    """What SQLite says of a file: `ok`, or what is wrong with it."""
    source = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
    try:
        return str(source.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        source.close()


def _put_dump(place: Place, copy: Path) -> None:
    """Everything this user owns goes and comes back from the dump, in one transaction."""
    connections.close_all()
    script = copy.with_suffix(".script.sql")
    with script.open("wb") as out, copy.open("rb") as dump:
        out.write(b"DROP OWNED BY CURRENT_USER CASCADE;\n")
        shutil.copyfileobj(dump, out)
    _tool(place, ["psql", *QUIETLY, "--single-transaction", "--file", str(script)])


def _tool(place: Place, words: Sequence[str]) -> str:
    """Run one of PostgreSQL's own programs; gives what it wrote."""
    program = shutil.which(words[0], path=place.environment.get("PATH"))
    if program is None:
        raise ToolMissing(tool=words[0])
    done = subprocess.run(  # noqa: S603  (a fixed program with fixed words; the address is in its environment)
        [program, *words[1:]], env=place.tools, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:]
        raise ToolFailed(tool=words[0], said=said or str(done.returncode))
    return done.stdout
