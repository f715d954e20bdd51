"""Reports for a terminal and for plain-text printers, and as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date

from gulir.core.money import marked, rupiah
from gulir.papers.values import RUPIAH, Amount, Column, Report, Row, Section, Value
from gulir.papers.words import Words

__all__ = ["BELOW", "as_csv", "as_text", "cells", "shown"]

GAP = "  "
BELOW = "<"
RISKY = ("=", "+", "-", "@", "\t", "\r")


def shown(value: Value, column: Column, language: str = "id") -> str:
    """One cell as people read it: thousands dots, negative money in parentheses, the decimal mark of the language.

    >>> shown(1_250_000, Column(label="Saldo", kind="money")), shown(-5_000, Column(label="Saldo", kind="money"))
    ('1.250.000', '(5.000)')
    >>> shown(Amount(value=1_250_000, unit=RUPIAH), Column(label="Yang dihitung", kind="number"))
    'Rp1.250.000'
    >>> nilai = Column(label="Nilai %", kind="percent")
    >>> shown("5.56", nilai), shown("5.56", nilai, "en"), shown("<0.1", nilai)
    ('5,56%', '5.56%', 'di bawah 0,1%')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, Amount):
        return _with_unit(value)
    if column.kind == "money" and isinstance(value, int):
        figure = rupiah(abs(value)).removeprefix("Rp")
        return f"({figure})" if value < 0 else figure
    if column.kind in ("percent", "decimal") and isinstance(value, str):
        return _decimal(value, language) + ("%" if column.kind == "percent" else "")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    return str(value)


def _with_unit(amount: Amount) -> str:
    figure = rupiah(abs(amount.value))
    if amount.unit == RUPIAH:
        return f"({figure})" if amount.value < 0 else figure
    sign = "-" if amount.value < 0 else ""
    return f"{sign}{figure.removeprefix('Rp')} {amount.unit}"


def _decimal(text: str, language: str) -> str:
    """A decimal number of the machine with the marks of the language; one that was only said to be below says so."""
    below = f"{Words(language)('below')} " if text.startswith(BELOW) else ""
    return below + marked(text.removeprefix(BELOW), language)


def as_text(report: Report) -> str:
    """The report as fixed-width lines, at most as wide as its contents."""
    head = report.heading
    lines = [head.board, head.title, head.period, ""]
    for section in report.sections:
        lines += _section(section, head.language)
    lines += [f"* {note}" for note in report.notes]
    return "\n".join(lines).rstrip() + "\n"


def cells(row: Row, section: Section, language: str) -> list[str]:
    """A row as people read it."""
    return [shown(value, column, language) for value, column in zip(row, section.columns, strict=True)]


def _section(section: Section, language: str) -> list[str]:
    lines = [section.title] if section.title else []
    if not section.rows:
        return [*lines, section.empty, ""]
    table = [cells(row, section, language) for row in section.rows]
    total = [cells(section.total, section, language)] if section.total else []
    heads = [c.label for c in section.columns]
    widths = [max(len(line[i]) for line in [heads, *table, *total]) for i in range(len(heads))]

    def line(texts: list[str]) -> str:
        parts = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(texts, widths, section.columns, strict=True)
        ]
        return GAP.join(parts).rstrip()

    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    lines += [line(heads), rule, *(line(texts) for texts in table)]
    if total:
        lines += [rule, line(total[0])]
    return [*lines, ""]


def as_csv(report: Report) -> str:
    """The rows of every section as CSV with plain figures; a text that a spreadsheet would run is quoted harmless.

    Where the rows of a column count different things, their unit stands in a last column of its own.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    unit = Words(report.heading.language).column("unit")
    for section in report.sections:
        units = [_unit(row) for row in _rows(section)]
        last = [[one] for one in units] if any(units) else [[] for _ in units]
        writer.writerow([c.label for c in section.columns] + ([unit] if any(units) else []))
        writer.writerows([*(_bare(v) for v in row), *end] for row, end in zip(_rows(section), last, strict=True))
    return out.getvalue()


def _rows(section: Section) -> list[Row]:
    return [*section.rows, section.total] if section.total else list(section.rows)


def _unit(row: Row) -> str:
    """The one unit of a row's figures; nothing where the head of the column says it."""
    return next((value.unit for value in row if isinstance(value, Amount)), "")


def _bare(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, Amount):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value
