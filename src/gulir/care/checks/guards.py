"""The database's own guards: every trigger and constraint of this version is there and awake.

They are listed in `reference/guards/ENGINE.txt`, written by `python -m tools.guards` from a freshly migrated
database; a test compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from gulir.base.reference import reference_folder
from gulir.core.problems import Finding
from gulir.core.problems.care import GuardMissing

__all__ = ["check_guards", "guards_here", "guards_listed"]

SQLITE = "SELECT tbl_name, type, name, coalesce(sql, '') FROM sqlite_master"
NAMED = re.compile(r'CONSTRAINT "(\w+)"')
POSTGRES = """
SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
UNION ALL
SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype IN ('c', 'u', 'x', 'f') AND k.convalidated
UNION ALL
SELECT c.relname, i.relname
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indisunique AND x.indisvalid AND x.indpred IS NOT NULL
"""


def guards_here() -> list[str]:
    """The triggers that are awake and the constraints that hold in the tables of Gulir, each as `table.name`."""
    ours = tuple(f"{app.label}_" for app in apps.get_app_configs() if app.name.startswith("gulir."))
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRES)
        rows = [row for row in cursor.fetchall() if str(row[0]).startswith(ours)]
    if connection.vendor == "sqlite":
        return sorted({f"{row[0]}.{name}" for row in rows for name in _named(*row)})
    return sorted({f"{table}.{name}" for table, name in rows})


def _named(_: str, kind: str, name: str, sql: str) -> Iterator[str]:
    """What one entry of SQLite's schema guards: a trigger, the constraints of a table, an index that holds once."""
    if kind == "trigger" or (kind == "index" and sql.startswith("CREATE UNIQUE INDEX")):
        yield name
    elif kind == "table":
        yield from NAMED.findall(sql)


def guards_listed(engine: str) -> list[str]:
    """The triggers and constraints that this version has on an engine (`sqlite`, `postgresql`)."""
    text = (reference_folder() / "guards" / f"{engine}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def check_guards() -> Iterator[Finding]:
    """One finding for each guard that is gone or asleep."""
    here = set(guards_here())
    for name in guards_listed("sqlite" if connection.vendor == "sqlite" else "postgresql"):
        if name not in here:
            yield Finding.of(GuardMissing(guard=name))
