"""The database's own guards: every trigger of this version is there and awake (`reference/guards/ENGINE.txt`).

The list is written by `python -m tools.guards` from a freshly migrated database; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from gulir.base.reference import reference_folder
from gulir.core.problems import Finding
from gulir.core.problems.care import GuardMissing

__all__ = ["check_guards", "guards_here", "guards_listed"]

SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
POSTGRES = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' ORDER BY tgname"


def guards_here() -> list[str]:
    """The names of the triggers that are awake in this database."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRES)
        return sorted({str(row[0]) for row in cursor.fetchall()})


def guards_listed(engine: str) -> list[str]:
    """The names of the triggers that this version has on an engine (`sqlite`, `postgresql`)."""
    text = (reference_folder() / "guards" / f"{engine}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def check_guards() -> Iterator[Finding]:
    """One finding for each guard that is gone or asleep."""
    here = set(guards_here())
    for name in guards_listed("sqlite" if connection.vendor == "sqlite" else "postgresql"):
        if name not in here:
            yield Finding.of(GuardMissing(guard=name))
