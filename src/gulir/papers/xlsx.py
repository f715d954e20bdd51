"""Reports as workbooks: real numbers, identifiers as text, no cell that could run as a formula."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter

from gulir.papers.values import Column, Report, Row, Section, Value

__all__ = ["as_xlsx"]

MONEY = "#,##0;(#,##0);0"
WIDTHS = {"code": 12, "money": 18, "number": 10, "percent": 12, "date": 13, "text": 24}
LONGEST = 32_767
"""No cell holds more characters; the library would leave a longer text out without a word."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(report: Report) -> bytes:
    """One sheet per report: heading, sections one below the other, frozen under nothing, ready to filter and print."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        styles = _styles(book)
        sheet = book.add_worksheet(report.heading.title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
        if report.landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        row = _heading(sheet, report, styles)
        for section in report.sections:
            row = _section(sheet, section, row, styles)
        for note in report.notes:
            sheet.write_string(row, 0, note, styles["note"])
            row += 1
        _widths(sheet, report)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    made: dict[str, dict[str, Any]] = {
        "board": {"bold": True, "font_size": 14},
        "title": {"bold": True, "font_size": 12},
        "note": {"italic": True, "font_color": "#5B645F"},
        "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
        "head_right": {"bold": True, "bottom": 1, "text_wrap": True, "align": "right", "valign": "bottom"},
        "text": {"num_format": "@"},
        "money": {"num_format": MONEY},
        "number": {"num_format": "0"},
        "date": {"num_format": "dd-mm-yyyy", "align": "left"},
        "percent": {"align": "right"},
    }
    made |= {f"total_{name}": {**made[name], "bold": True, "top": 1} for name in ("text", "money", "number", "percent")}
    made["total_date"] = {**made["date"], "bold": True, "top": 1}
    return {name: book.add_format(made[name]) for name in made}


def _heading(sheet: Any, report: Report, styles: dict[str, Any]) -> int:
    head = report.heading
    for row, (text, style) in enumerate(((head.board, "board"), (head.title, "title"), (head.period, "note"))):
        sheet.write_string(row, 0, text, styles[style])
    return 4


def _section(sheet: Any, section: Section, row: int, styles: dict[str, Any]) -> int:
    if section.title:
        sheet.write_string(row, 0, section.title, styles["title"])
        row += 1
    for index, column in enumerate(section.columns):
        sheet.write_string(row, index, column.label, styles["head_right" if column.right else "head"])
    for values in section.rows:
        row += 1
        _row(sheet, row, values, section, styles, "")
    if section.total:
        row += 1
        _row(sheet, row, section.total, section, styles, "total_")
    return row + 2


def _row(sheet: Any, row: int, values: Row, section: Section, styles: dict[str, Any], prefix: str) -> None:
    for index, (value, column) in enumerate(zip(values, section.columns, strict=True)):
        _cell(sheet, row, index, value, column, styles, prefix)


def _cell(sheet: Any, row: int, index: int, value: Value, column: Column, styles: dict[str, Any], prefix: str) -> None:
    style = styles[prefix + ("text" if column.kind == "code" else column.kind)]
    if value is None:
        sheet.write_blank(row, index, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, index, value, styles[prefix + "date"])
    elif isinstance(value, int) and column.kind in ("money", "number"):
        sheet.write_number(row, index, value, style)
    else:
        plain = isinstance(value, str) and column.kind != "percent"
        sheet.write_string(row, index, _fitting(str(value)), styles[prefix + "text"] if plain else style)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _widths(sheet: Any, report: Report) -> None:
    widest = max(len(section.columns) for section in report.sections)
    for index in range(widest):
        columns = [s.columns[index] for s in report.sections if index < len(s.columns)]
        sheet.set_column(index, index, max(40 if c.wide else WIDTHS[c.kind] for c in columns))
