"""Rows read and written by plain statements: what the acts of every day do, without the mapper's share of the time.

The rows meet the same constraints and triggers as any others. PostgreSQL plans such a statement once for each
connection and keeps the plan (`prepare_threshold` in the settings), so a statement's text is always the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

__all__ = ["as_json", "ask", "day_of", "id_of", "insert_rows", "json_of", "on_postgres"]

Row = tuple[Any, ...]


def on_postgres() -> bool:
    """True on PostgreSQL, false on SQLite."""
    return bool(connection.vendor == "postgresql")


def ask(statement: str, values: Sequence[Any]) -> list[Row]:
    """The rows a statement gives; values are always bound. What stands for a rule of ours is checked by the caller."""
    if on_postgres():
        with _planned_once() as cursor:
            cursor.execute(statement, [_for_postgres(value) for value in values])
            return list(cursor.fetchall()) if cursor.description else []
    with connection.cursor() as cursor:
        cursor.execute(statement, [_for_sqlite(value) for value in values])
        return list(cursor.fetchall()) if cursor.description else []


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of a table in one statement; names are constants of the caller, values are always bound."""
    values = [value for row in rows for value in row]
    ask(_statement(table, tuple(columns), len(values) // len(columns)), values)


@cache
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    marks = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([marks] * rows)}"  # noqa: S608


def _planned_once() -> Any:
    """A cursor that binds its values on the server; Django's own writes them into the text, which is planned anew."""
    from psycopg import Cursor

    connection.ensure_connection()
    cursor: Any = Cursor(connection.connection)
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


# ---------------------------------------------------------------- one value, as each engine takes and gives it


def _for_postgres(value: Any) -> Any:
    """A whole number as eight bytes, whatever its size: the type belongs to the statement that is planned once."""
    if type(value) is int:
        from psycopg.types.numeric import Int8

        return Int8(value)
    return value


def _for_sqlite(value: Any) -> Any:
    """A value as Django keeps it there: SQLite has no UUID and no date of its own."""
    kind = type(value)
    if kind is UUID:
        return value.hex
    if kind is date:
        return value.isoformat()
    return connection.ops.adapt_datetimefield_value(value) if kind is datetime else value


def day_of(value: date | str) -> date:
    """A day read back: SQLite and JSON hand over text, PostgreSQL a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def id_of(value: UUID | str) -> UUID:
    """An id read back: SQLite and JSON hand over text, PostgreSQL a UUID."""
    return UUID(value) if isinstance(value, str) else value


def json_of(value: Any) -> Any:
    """A JSON column read back: both engines hand over its text, JSON in JSON is there already."""
    return json.loads(value) if isinstance(value, str) else value


def as_json(value: Any) -> str:
    """The text of a JSON column."""
    return json.dumps(value)
