"""Taking a copy of a running database and putting one back, on both engines."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, connections

from gulir.care.place import Place
from gulir.core.problems.care import BackupDamaged, ToolFailed, ToolMissing

__all__ = ["copy_database", "is_there", "put_back"]


def copy_database(place: Place, into: Path) -> None:
    """A consistent copy of the database while others work in it: SQLite's backup API, or `pg_dump`."""
    if place.engine == "sqlite":
        with sqlite3.connect(f"file:{place.file}?mode=ro", uri=True) as source, sqlite3.connect(into) as target:
            source.backup(target)
        target.close()
        source.close()
        return
    _tool(place, ["pg_dump", "--no-owner", "--no-privileges", "--no-comments", "--file", str(into)])


def is_there(place: Place) -> bool:
    """Whether there is a database of ours in this place."""
    if place.engine == "sqlite" and not place.file.exists():
        return False
    return "base_book" in connection.introspection.table_names()


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
    source = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
    try:
        said = source.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError:
        said = "unreadable"
    finally:
        source.close()
    if said != "ok":
        raise BackupDamaged(part=0)


def _put_dump(place: Place, copy: Path) -> None:
    """Everything this user owns goes and comes back from the dump, in one transaction."""
    connections.close_all()
    script = copy.with_suffix(".script.sql")
    with script.open("wb") as out, copy.open("rb") as dump:
        out.write(b"DROP OWNED BY CURRENT_USER CASCADE;\n")
        shutil.copyfileobj(dump, out)
    _tool(
        place,
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--file", str(script)],
    )


def _tool(place: Place, words: Sequence[str]) -> None:
    """Run one of PostgreSQL's own programs."""
    program = shutil.which(words[0], path=place.environment.get("PATH"))
    if program is None:
        raise ToolMissing(tool=words[0])
    done = subprocess.run(  # noqa: S603  (a fixed program with fixed words; the address is in its environment)
        [program, *words[1:]], env=place.tools, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:]
        raise ToolFailed(tool=words[0], said=said or str(done.returncode))
