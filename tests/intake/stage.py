"""Files for the stories of the importers: small CSV texts and real workbooks, made in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from gulir.core.problems import Finding

__all__ = ["csv_of", "found", "workbook"]


OPTIONS = {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}


def csv_of(headings: str, *rows: str, mark: str = ",") -> bytes:
    """A CSV file from lines written with commas."""
    return "\r\n".join(line.replace(",", mark) for line in (headings, *rows, "")).encode()


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    sheets: Sequence[tuple[str, Sequence[Sequence[Any]]]] = (),
    more: Callable[[Any, Any], None] | None = None,
    name: str = "Lembar1",
) -> bytes:
    """An XLSX whose first sheet holds these rows; `more(book, sheet)` may write whatever else."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}
    )
    first = book.add_worksheet(name)
    _fill(first, rows)
    for other, cells in sheets:
        _fill(book.add_worksheet(other), cells)
    if more:
        more(book, first)
    book.close()
    return out.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, place, cell)


def found(findings: Sequence[Finding]) -> list[tuple[str, str, int | None, str | None]]:
    """Findings as (code, level, row, column)."""
    return [(f.code, f.level, f.row, f.column) for f in findings]
