"""Rows read and written by plain statements: what the acts of every day do, without the mapper's share of the time.

The rows meet the same constraints and triggers as any others. PostgreSQL plans such a statement once for each
connection and keeps the plan (`prepare_threshold` in the settings), so a statement's text is always the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg import Cursor
from psycopg.types.numeric import Int8

__all__ = [
    "Row", "among", "as_json", "ask", "carry", "day_of", "id_of", "ids_text", "in_few_messages", "insert_rows",
    "json_of", "over_the_wire",
]  # fmt: skip

Row = Sequence[Any]


def over_the_wire() -> bool:
    """True where a statement is a message to a server, so that fewer statements are much less time: PostgreSQL."""
    return bool(connections[DEFAULT_DB_ALIAS].vendor == "postgresql")


def ask(statement: str, values: Sequence[Any]) -> list[Row]:
    """The rows that a statement gives, in the transaction that is running; values are always bound, never written in.

    It goes straight to the driver, for the mapper's cursors cost more than the statement; whoever watches statements
    (a test that counts them, a log of queries) is told of every one all the same.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]
    with here.wrap_database_errors:
        return list(_carried_out(here, statement, values).fetchall())


def carry(statement: str, values: Sequence[Any]) -> None:
    """Carry out a statement that gives no rows, or none that matter."""
    here: Any = connections[DEFAULT_DB_ALIAS]
    with here.wrap_database_errors:
        _carried_out(here, statement, values)


def _carried_out(here: Any, statement: str, values: Sequence[Any]) -> Any:
    here.ensure_connection()
    server = here.vendor == "postgresql"
    ways = FOR_POSTGRES if server else FOR_SQLITE
    bound = [way(value) if (way := ways.get(type(value))) else value for value in values]
    if here.execute_wrappers or here.queries_logged:
        cursor = here.make_debug_cursor(Cursor(here.connection)) if server else here.cursor()
        cursor.execute(statement, bound)
        return cursor
    here.validate_no_broken_transaction()
    cursor = Cursor(here.connection) if server else here.connection.cursor()
    cursor.execute(statement if server else _question_marks(statement), bound)
    return cursor


@contextmanager
def in_few_messages() -> Iterator[None]:
    """A transaction whose BEGIN goes with its first statement and COMMIT with its last, where they go over a wire.

    What fails then fails at the latest when this ends, with the transaction undone. Elsewhere, and inside a
    transaction that is running already, it is `transaction.atomic`.
    """
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    if here.vendor != "postgresql" or here.in_atomic_block:
        with transaction.atomic():
            yield
        return
    wire = here.connection
    here.autocommit = False  # as far as Django knows: the driver would wait for an answer at every change of it
    try:
        with here.wrap_database_errors, wire.pipeline():
            Cursor(wire).execute("BEGIN")
            with transaction.atomic(savepoint=False):
                yield
            Cursor(wire).execute("ROLLBACK" if here.needs_rollback else "COMMIT")
    except BaseException:
        try:
            wire.rollback()
        except psycopg.Error:
            here.close()  # the server went away: the next act opens a new connection
        raise
    finally:
        here.autocommit, here.needs_rollback = True, False


@cache
def _question_marks(statement: str) -> str:
    """The statement as SQLite's driver takes it; no statement of ours holds a percent sign of its own."""
    return statement.replace("%s", "?")


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of a table in one statement; names are constants of the caller, values are always bound."""
    values = [value for row in rows for value in row]
    carry(_statement(table, tuple(columns), len(values) // len(columns)), values)


@cache
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    marks = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([marks] * rows)}"  # noqa: S608


# ---------------------------------------------------------------- one value, as each engine takes and gives it


def among(column: str) -> str:
    """The condition that a column of ids is among those of one bound value, `ids_text`: one text for any number."""
    if over_the_wire():
        return f"{column} = ANY(%s::uuid[])"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608  (the name is a constant of the caller)


def ids_text(ids: Iterable[UUID]) -> str:
    """Ids as the one value that `among` binds."""
    if over_the_wire():
        return f"{{{','.join(map(str, ids))}}}"
    return as_json([one.hex for one in ids])


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
    """The text of a JSON column; days, instants and ids inside it are written as people write them."""
    return WRITER.encode(value)


WRITER = json.JSONEncoder(default=str)

FOR_POSTGRES: dict[type, Callable[[Any], Any]] = {int: Int8, dict: as_json, list: as_json}
"""A whole number goes as eight bytes, whatever its size: the type belongs to the statement that is planned once."""

FOR_SQLITE: dict[type, Callable[[Any], Any]] = {
    UUID: attrgetter("hex"),
    date: date.isoformat,
    datetime: lambda at: str(at.astimezone(UTC).replace(tzinfo=None)),
    dict: as_json,
    list: as_json,
}
"""A value as Django keeps it there: SQLite has no UUID and no date of its own."""
