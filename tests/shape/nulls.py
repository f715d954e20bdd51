"""What every CHECK says when something is missing: asked of the database itself, over a grid of values.

A CHECK that is neither true nor false lets a row pass. So each CHECK that reads a column which may be empty is
tried with that column empty, beside every mixture of the values its own sentence names; the answer must never be
"unknown".
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, Field, Model, Q
from django.db.models.expressions import F, Value

__all__ = ["checks", "read", "verdicts"]

DAYS = [date(2026, 1, day) for day in (1, 2, 3)]
INSTANTS = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2)]
KEYS = [UUID(int=1), UUID(int=2)]
SAYS = {True: "fits", False: "refused", None: "UNKNOWN"}


def checks() -> Iterator[tuple[type[Model], CheckConstraint]]:
    """Every CHECK of the house that reads a column which may be empty."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint) and any(field.null for field in read(model, constraint)):
                yield model, constraint


def read(model: type[Model], constraint: CheckConstraint) -> dict[Field[Any, Any], set[Any]]:
    """The columns a CHECK reads, each with the values it is compared with."""
    found: dict[Field[Any, Any], set[Any]] = {}
    for name, value in _leaves(constraint.condition):
        found.setdefault(cast("Field[Any, Any]", model._meta.get_field(name)), set()).update(value)
    return found


def _leaves(part: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Names of columns and what each is compared with, in every branch of a condition."""
    if isinstance(part, Q):
        for child in part.children:
            yield from _leaves(child)
    elif isinstance(part, tuple):
        name, _, lookup = part[0].partition("__")
        if hasattr(part[1], "resolve_expression"):
            yield name, ()
            yield from _leaves(part[1])
        else:
            yield name, () if lookup == "isnull" else tuple(part[1]) if lookup == "in" else (part[1],)
    elif isinstance(part, F):
        yield str(part.name).partition("__")[0], ()  # type: ignore[attr-defined]  # the stubs forget it
    elif hasattr(part, "get_source_expressions") and not isinstance(part, Value):
        for source in part.get_source_expressions():
            yield from _leaves(source)


def values(field: Field[Any, Any], compared: set[Any]) -> list[Any]:
    """What a column is tried with: what it is compared with and its neighbours, and nothing where it may be empty."""
    kind = field.get_internal_type()
    if field.is_relation or kind == "UUIDField":
        some: list[Any] = list(KEYS)
    elif kind == "DateField":
        some = list(DAYS)
    elif kind == "DateTimeField":
        some = list(INSTANTS)
    elif kind == "BooleanField":
        some = [True, False]
    elif kind in ("CharField", "TextField"):
        some = sorted({"", "else", *(value for value in compared if isinstance(value, str))})
    else:
        near = {value + step for value in compared if isinstance(value, int) for step in (-1, 0, 1)}
        some = sorted(near | {0, 1, 2})
    return [*some, None] if field.null else some


def verdicts(model: type[Model], constraint: CheckConstraint) -> dict[tuple[str, ...], str]:
    """For every choice of empty columns: `fits` when some row with them passes, `refused`, or `UNKNOWN`."""
    fields = read(model, constraint)
    empty = [field for field in fields if field.null]
    told: dict[tuple[str, ...], set[Any]] = {}
    for *missing, said in _asked(model, constraint, {field: values(field, fields[field]) for field in fields}, empty):
        names = tuple(sorted(field.name for field, gone in zip(empty, missing, strict=True) if gone))
        told.setdefault(names, set()).add(said if said is None else bool(said))
    del told[()]
    return {names: SAYS[None if None in found else True in found] for names, found in sorted(told.items())}


def _asked(
    model: type[Model], constraint: CheckConstraint, grid: Mapping[Field[Any, Any], list[Any]], empty: list[Any]
) -> list[tuple[Any, ...]]:
    """The answers of the database to the condition on every row of the grid."""
    condition = cast("Any", constraint)._get_check_sql(model, connection.schema_editor(collect_sql=True))
    sources, given = [], []
    for number, (field, some) in enumerate(grid.items()):
        cell = "%s" if connection.vendor == "sqlite" else f"CAST(%s AS {field.db_type(connection)})"
        rows = " UNION ALL ".join(f'SELECT {cell} AS "{field.column}"' for _ in some)
        sources.append(f"({rows}) AS t{number}")
        given += [
            None if value is None else field.get_db_prep_value(value, connection, prepared=False) for value in some
        ]
    missing = [f'"{field.column}" IS NULL' for field in empty]
    with connection.cursor() as cursor:
        condition = condition.replace("%", "%%")
        cursor.execute(
            f"SELECT DISTINCT {', '.join([*missing, f'({condition})'])} FROM {' CROSS JOIN '.join(sources)}", given
        )
        return list(cursor.fetchall())


def all_subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of at least one name."""
    for count in range(1, len(names) + 1):
        yield from itertools.combinations(names, count)
