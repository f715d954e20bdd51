"""The file as a table whose columns are known: rows that are read cell by cell, each bad cell a finding of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from gulir.core.problems import Finding, Level, Problem
from gulir.core.problems.intake import CellMissing, DateFromNumber
from gulir.core.problems.money import AmountMissing
from gulir.intake.cells import (
    Cell,
    amount_of,
    choice_of,
    date_of,
    from_serial,
    limited,
    text_of,
    whole_of,
)
from gulir.intake.sheet import NumberedRow

__all__ = ["Row", "Table"]

T = TypeVar("T")
EARLIEST = date(1990, 1, 1)


@dataclass(kw_only=True)
class Table:
    """Columns by name with their place and heading in the file, rows as they come, and the findings so far."""

    places: Mapping[str, int]
    headings: Mapping[str, str]
    rows: Iterator[NumberedRow]
    workbook: bool
    balances: Mapping[date, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def __iter__(self) -> Iterator[Row]:
        for number, cells in self.rows:
            self.count += 1
            yield Row(self, number, cells)

    def seen(self, column: str) -> str:
        """The column as the file's own heading calls it."""
        return self.headings.get(column, column)

    def note(
        self, problem: Problem, *, row: int | None = None, column: str | None = None, level: Level = "error"
    ) -> None:
        """Add a finding; its column is named as the file names it."""
        self.findings.append(Finding.of(problem, row=row, column=self.seen(column) if column else None, level=level))


class Row:
    """One row. Each reading gives the value, or notes a finding and gives nothing."""

    __slots__ = ("_cells", "number", "table", "wrong")

    def __init__(self, table: Table, number: int, cells: list[Cell]) -> None:
        self.table, self.number, self._cells = table, number, cells
        self.wrong = False

    def cell(self, column: str) -> Cell:
        """The bare cell; empty when the column is absent or the row ends before it."""
        place = self.table.places.get(column, -1)
        return self._cells[place] if 0 <= place < len(self._cells) else ""

    def at(self, place: int) -> Cell:
        """The bare cell at a place of the row."""
        return self._cells[place] if place < len(self._cells) else ""

    def says(self, column: str) -> bool:
        """Whether the cell says anything."""
        cell = self.cell(column)
        return bool(cell.strip()) if type(cell) is str else True

    def note(self, problem: Problem, column: str | None = None, *, level: Level = "error") -> None:
        """Add a finding of this row."""
        self.wrong = self.wrong or level == "error"
        self.table.note(problem, row=self.number, column=column, level=level)

    def read(self, column: str, reading: Callable[[Cell], T]) -> T | None:
        """The cell by any reading that refuses with a `Problem`."""
        try:
            return reading(self.cell(column))
        except AmountMissing:
            self.note(CellMissing(), column)
        except Problem as problem:
            self.note(problem, column)
        return None

    def text(self, column: str, *, limit: int, required: bool = True) -> str:
        """Text up to `limit` characters; an empty one is a finding where it has to say something."""
        text = text_of(self.cell(column))
        if text:
            if len(text) <= limit and text.isprintable():
                return text
            try:
                return limited(text, limit)
            except Problem as problem:
                self.note(problem, column)
        elif required:
            self.note(CellMissing(), column)
        return ""

    def amount(self, column: str, *, required: bool = True) -> int:
        """Whole rupiah; 0 when the cell is empty and may be, or was noted as wrong."""
        cell = self.cell(column)
        if not required and (cell == "" or (type(cell) is str and cell.strip() in {"", "-"})):
            return 0
        return self.read(column, amount_of) or 0

    def day(self, column: str, *, latest: date, earliest: date = EARLIEST, required: bool = True) -> date | None:
        """A day up to `latest`; a bare spreadsheet number is read as a day with a warning, in a workbook only."""
        if not required and not self.says(column):
            return None
        cell = self.cell(column)
        day = self.read(column, lambda c: date_of(c, earliest=earliest, latest=latest))
        if day is not None and self.table.workbook and from_serial(cell) is not None:
            self.note(DateFromNumber(text=text_of(cell), on=day), column, level="warning")
        return day

    def whole(self, column: str, *, least: int, most: int, otherwise: int | None = None) -> int:
        """A count between its limits, or `otherwise` when the cell is empty and may be."""
        if otherwise is not None and not self.says(column):
            return otherwise
        return self.read(column, lambda c: whole_of(c, least=least, most=most)) or 0

    def choice(self, column: str, words: Mapping[str, str], *, otherwise: str | None = None) -> str:
        """The value a word stands for, or `otherwise` when the cell is empty and may be."""
        if otherwise is not None and not self.says(column):
            return otherwise
        return self.read(column, lambda c: choice_of(c, words)) or ""
