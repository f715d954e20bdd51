"""How a law asks the rows themselves, in plain SQL."""

from __future__ import annotations

from typing import Any

from gulir.base.rows import ask
from tests.machine.town import Town, bound

__all__ = ["nothing", "rows"]


def rows(town: Town, statement: str) -> list[Any]:
    """What a statement gives; `%(book)s` is this board's book."""
    return [tuple(row) for row in ask(*bound(statement, town.book))]


def nothing(town: Town, statement: str, what: str) -> None:
    """The statement looks for rows that break a law."""
    found = rows(town, statement)
    assert not found, f"{what}: {found[:3]}"
