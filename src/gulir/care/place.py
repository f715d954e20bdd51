"""Where the house stands: its folder, its database, the environment its tools run in. Made at the door."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from gulir.core.problems.care import CannotWrite

__all__ = ["FULL", "KEPT_FOLDERS", "Place", "workroom", "writing"]

KEPT_FOLDERS = ("attachments", "keys")
"""What lies in the folder beside the database and travels with it. Signer and witness state never do."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One installation. `database` is Django's own entry: NAME, USER, PASSWORD, HOST, PORT."""

    home: Path
    engine: Literal["sqlite", "postgresql"]
    database: Mapping[str, Any]
    environment: Mapping[str, str]

    @property
    def file(self) -> Path:
        """The file of a SQLite database."""
        return Path(str(self.database["NAME"]))

    @property
    def tools(self) -> dict[str, str]:
        """The environment for PostgreSQL's own tools; the password travels here, never on a command line."""
        names = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
        given = {tool: str(self.database.get(name) or "") for name, tool in names.items()}
        return {**self.environment, **{name: value for name, value in given.items() if value}}


WORKROOM = ".working-"
ABANDONED = timedelta(days=1)
FULL = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")
STUCK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOENT,
         errno.ENOTDIR, errno.EISDIR, errno.ENODEV, errno.ENXIO}  # fmt: skip


@contextmanager
def workroom(place: Place, *, at: datetime) -> Iterator[Path]:
    """A folder for what is unsealed while one works on it: inside the house, where the same things lie anyway.

    It goes when the work ends, also by Ctrl-C. What a power cut left behind goes with the next work, after a day.
    """
    place.home.mkdir(parents=True, exist_ok=True)
    for old in place.home.glob(f"{WORKROOM}*"):
        if old.is_dir() and old.stat().st_mtime < (at - ABANDONED).timestamp():
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=WORKROOM, dir=place.home, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def writing() -> Iterator[None]:
    """A disk that is full, read-only or gone is a refusal (`CannotWrite`), not a fault of the program."""
    try:
        yield
    except OSError as error:
        if error.errno not in STUCK:
            raise
        raise CannotWrite(said=f"{error.filename or ''}: {error.strerror}".removeprefix(": ")) from error
    except sqlite3.OperationalError as error:
        if not getattr(error, "sqlite_errorname", "").startswith(FULL):
            raise
        raise CannotWrite(said=str(error)) from error
