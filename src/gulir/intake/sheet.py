"""What a file is before its columns are known: rows of cells with the numbers people see beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gulir.core.problems import Finding, Problem
from gulir.intake.cells import Cell

__all__ = ["MEGABYTE", "FileBad", "NumberedRow", "Sheet"]

MEGABYTE = 1024 * 1024
NumberedRow = tuple[int, list[Cell]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Rows as they come; `merged` are the heading cells that lie over several columns: (row, first column, last)."""

    rows: Iterator[NumberedRow]
    workbook: bool
    name: str = ""
    merged: tuple[tuple[int, int, int], ...] = ()
    findings: tuple[Finding, ...] = ()


class FileBad(Exception):
    """The file cannot be read on: the one finding that says why."""

    def __init__(self, problem: Problem, *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(problem.code)
        self.finding = Finding.of(problem, row=row, column=column)
