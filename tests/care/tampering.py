"""Someone with the database in hand: guards off, a row changed, guards forgotten. Only the check can still tell."""

from __future__ import annotations

from typing import Any

from django.db import connection

__all__ = ["tamper"]


def tamper(statement: str, *values: Any) -> int:
    """Run one statement on a table whose triggers and checks were taken away first; gives how many rows it touched."""
    words = statement.split()
    table = words[1] if words[0] == "UPDATE" else words[2]
    plain = [getattr(value, "hex", value) if connection.vendor == "sqlite" else value for value in values]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(statement, plain)
        touched = int(cursor.rowcount)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    return touched
