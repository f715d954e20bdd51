"""Reports for a terminal and for plain-text printers, and as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date

from gulir.core.money import rupiah
from gulir.papers.values import Column, Report, Row, Section, Value

__all__ = ["as_csv", "as_text", "shown"]

GAP = "  "
RISKY = ("=", "+", "-", "@", "\t", "\r")


def shown(value: Value, column: Column) -> str:
    """One cell as people read it: money with its thousands dots, negative money in parentheses.

    >>> shown(1_250_000, Column(label="Saldo", kind="money")), shown(-5_000, Column(label="Saldo", kind="money"))
    ('1.250.000', '(5.000)')
    """
    if value is None:
        return ""
    if column.kind == "money" and isinstance(value, int):
        figure = rupiah(abs(value)).removeprefix("Rp")
        return f"({figure})" if value < 0 else figure
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    return str(value)


def as_text(report: Report) -> str:
    """The report as fixed-width lines, at most as wide as its contents."""
    head = report.heading
    lines = [head.board, head.title, head.period, ""]
    for section in report.sections:
        lines += _section(section)
    lines += [f"* {note}" for note in report.notes]
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> list[str]:
    lines = [section.title] if section.title else []
    if not section.rows:
        return [*lines, section.empty, ""]
    table = [[shown(v, c) for v, c in zip(row, section.columns, strict=True)] for row in section.rows]
    total = [[shown(v, c) for v, c in zip(section.total, section.columns, strict=True)]] if section.total else []
    heads = [c.label for c in section.columns]
    widths = [max(len(line[i]) for line in [heads, *table, *total]) for i in range(len(heads))]

    def line(cells: list[str]) -> str:
        parts = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(cells, widths, section.columns, strict=True)
        ]
        return GAP.join(parts).rstrip()

    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    lines += [line(heads), rule, *(line(cells) for cells in table)]
    if total:
        lines += [rule, line(total[0])]
    return [*lines, ""]


def as_csv(report: Report) -> str:
    """The rows of every section as CSV with plain figures; a text that a spreadsheet would run is quoted harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for section in report.sections:
        writer.writerow([c.label for c in section.columns])
        writer.writerows([_bare(v) for v in row] for row in _rows(section))
    return out.getvalue()


def _rows(section: Section) -> list[Row]:
    return [*section.rows, section.total] if section.total else list(section.rows)


def _bare(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value
