"""Whoever writes past the acts: rows of mentoring put straight into their tables, guards taken away one by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection, transaction

__all__ = ["drop", "plain", "write"]


def plain(value: Any) -> Any:
    """A value as this engine's plain SQL takes it."""
    return value.hex if connection.vendor == "sqlite" and isinstance(value, UUID) else value


def write(table: str, **values: Any) -> None:
    """One row into a table of mentoring, alone in its savepoint."""
    names = ", ".join(f'"{name}"' for name in values)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO mentoring_{table} ({names}) VALUES ({', '.join(['%s'] * len(values))})",
            [plain(value) for value in values.values()],
        )


def drop(guard: str, table: str) -> None:
    """A trigger taken away."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {guard}" + (f" ON mentoring_{table}" if connection.vendor != "sqlite" else ""))
