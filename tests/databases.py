"""Databases for tests: one migrated template, and as many fresh copies as there are tests that commit.

A test that commits, or that races, gets a database of its own, copied from the template (SQLite: a file; PostgreSQL:
`CREATE DATABASE … TEMPLATE`). Nothing is ever flushed: the books refuse to be emptied, and that refusal is tested too.
"""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections

from tests import templates

__all__ = ["ENGINES", "TEMPLATE", "copy_template", "current", "drop", "engine", "let_go", "make_template", "use"]

ENGINES = ("sqlite", "postgres")
TEMPLATE = "gulir_template"
_numbers = itertools.count(1)


def engine() -> str:
    """The engine of this run: `sqlite` unless `GULIR_TEST_ENGINE` says `postgres`."""
    chosen = os.environ.get("GULIR_TEST_ENGINE", "sqlite")
    if chosen not in ENGINES:
        raise ValueError(f"GULIR_TEST_ENGINE is one of {ENGINES}, not {chosen!r}")
    return chosen


def folder() -> Path:
    """The folder of this test run, shared by all its workers."""
    return Path(os.environ["GULIR_TEST_FOLDER"])


def make_template() -> str:
    """Make the template once per run, by migrating or from what was kept: the first worker does it, the others wait."""
    import fcntl

    done = folder() / "template.done"
    with (folder() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            if engine() == "postgres":
                _administer(f'CREATE DATABASE "{TEMPLATE}"')
            place = url(TEMPLATE) if engine() == "postgres" else str(path_of(TEMPLATE))
            use(TEMPLATE)
            if not templates.fetch(engine(), place):
                call_command("migrate", verbosity=0, interactive=False)
                let_go()
                templates.keep(engine(), place)
            done.touch()
    return TEMPLATE


def copy_template(name: str = "") -> str:
    """A fresh copy of the template; gives back its name, for `use`."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = name or f"fresh_{worker}_{next(_numbers)}"
    if engine() == "postgres":
        _administer(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"')
    else:
        shutil.copyfile(path_of(TEMPLATE), path_of(name))
    return name


def drop(name: str) -> None:
    """Remove a copy; whoever is still connected loses the connection."""
    if engine() == "postgres":
        _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    else:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{path_of(name)}{suffix}").unlink(missing_ok=True)


def use(name: str) -> None:
    """Point Django at a database: this thread, every thread to come, and the address that child processes inherit."""
    let_go()
    connections.settings["default"]["NAME"] = name if engine() == "postgres" else str(path_of(name))
    os.environ["GULIR_DATABASE"] = url(name)


def let_go() -> None:
    """Close this thread's connection, and the pool behind it where there is one."""
    connection: Any = connections["default"]
    connection.close()
    if getattr(connection, "pool", None):
        connection.close_pool()


def current() -> str:
    """The name of the database in use."""
    return Path(str(connections.settings["default"]["NAME"])).stem


def path_of(name: str) -> Path:
    """The file of a SQLite database."""
    return folder() / f"{name}.sqlite3"


def url(name: str) -> str:
    """The address of a database as `GULIR_DATABASE` takes it."""
    if engine() == "postgres":
        return os.environ["GULIR_TEST_POSTGRES"].rpartition("/")[0] + f"/{name}"
    return f"sqlite:///{path_of(name)}"


def _administer(statement: str) -> None:
    with psycopg.connect(os.environ["GULIR_TEST_POSTGRES"], autocommit=True) as connection:
        connection.execute(statement.encode())
