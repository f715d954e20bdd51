"""Plain SQL as an attacker would write it, and the protection taken away for the negative control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction

__all__ = ["drop_constraint", "drop_trigger", "try_sql"]


def try_sql(statement: str, values: Sequence[Any] = ()) -> str:
    """The database's refusal, or nothing when it let the statement through (which is then taken back)."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement, list(values))
                if connection.vendor == "postgresql":
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as refusal:
        return str(refusal)
    return ""


def drop_trigger(name: str, table: str) -> None:
    """The trigger gone, on either engine."""
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        if on:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER {name}{on}")


def drop_constraint(name: str, table: str, *, side_table: str = "") -> None:
    """The protection gone: a trigger of this name on SQLite, a constraint of this name on PostgreSQL."""
    if connection.vendor == "sqlite":
        drop_trigger(name, table)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {side_table or table} DROP CONSTRAINT {name}")
