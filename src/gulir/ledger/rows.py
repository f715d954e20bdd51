"""Rows written by one plain statement: what posting does on every act, without the mapper's share of the time.

The rows meet the same constraints and triggers as any others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

__all__ = ["insert_rows"]


def _for_sqlite(value: Any) -> Any:
    """A value as Django keeps it there: SQLite has no UUID and no date of its own."""
    kind = type(value)
    if kind is UUID:
        return value.hex
    if kind is date:
        return value.isoformat()
    return connection.ops.adapt_datetimefield_value(value) if kind is datetime else value


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of a table in one statement; names are constants of the caller, values are always bound."""
    values = [value for row in rows for value in row]
    if connection.vendor == "sqlite":
        values = [_for_sqlite(value) for value in values]
    with connection.cursor() as cursor:
        cursor.execute(_statement(table, tuple(columns), len(values) // len(columns)), values)


@cache
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    marks = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([marks] * rows)}"  # noqa: S608
