"""Reports as workbooks: real numbers, identifiers as text, no cell that could run as a formula."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from gulir.papers.text import BELOW, shown
from gulir.papers.values import RUPIAH, Amount, Column, Report, Row, Section, Value

__all__ = ["as_xlsx"]

MONEY = "#,##0;(#,##0);0"
RUPIAHS = '"Rp"#,##0;("Rp"#,##0);"Rp"0'
WIDTHS = {"code": 12, "money": 18, "number": 10, "decimal": 12, "percent": 14, "date": 13, "text": 24}
WIDE, AMOUNT = 40, 18
LONGEST = 32_767
"""No cell holds more characters; the library would leave a longer text out without a word."""
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(report: Report) -> bytes:
    """One sheet per report: heading, sections one below the other, frozen under nothing, ready to filter and print."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        styles = _Styles(book, report.heading.language)
        sheet = book.add_worksheet(report.heading.title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
        if report.landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        row = _heading(sheet, report, styles)
        for section in report.sections:
            row = _section(sheet, section, row, styles)
        for note in report.notes:
            sheet.write_string(row, 0, note, styles("note"))
            row += 1
        _widths(sheet, report)
    return out.getvalue()


LOOKS: dict[str, dict[str, Any]] = {
    "board": {"bold": True, "font_size": 14},
    "title": {"bold": True, "font_size": 12},
    "note": {"italic": True, "font_color": "#5B645F"},
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "head_right": {"bold": True, "bottom": 1, "text_wrap": True, "align": "right", "valign": "bottom"},
    "text": {"num_format": "@"},
    "money": {"num_format": MONEY},
    "number": {"num_format": "0"},
    "date": {"num_format": "dd-mm-yyyy", "align": "left"},
    "said": {"num_format": "@", "align": "right"},
}


class _Styles:
    """The formats of one workbook, each made when it is first needed."""

    def __init__(self, book: Any, language: str) -> None:
        self.language = language
        self._book = book
        self._made: dict[tuple[str, bool, str], Any] = {}

    def __call__(self, name: str, *, total: bool = False, form: str = "") -> Any:
        """How `name` looks; `total` is a sum under its line, `form` another form of number."""
        key = (name, total, form)
        if key not in self._made:
            look = {**LOOKS[name], **({"num_format": form} if form else {})}
            self._made[key] = self._book.add_format({**look, **({"bold": True, "top": 1} if total else {})})
        return self._made[key]


def _heading(sheet: Any, report: Report, styles: _Styles) -> int:
    head = report.heading
    for row, (text, style) in enumerate(((head.board, "board"), (head.title, "title"), (head.period, "note"))):
        sheet.write_string(row, 0, text, styles(style))
    return 4


def _section(sheet: Any, section: Section, row: int, styles: _Styles) -> int:
    if section.title:
        sheet.write_string(row, 0, section.title, styles("title"))
        row += 1
    for index, column in enumerate(section.columns):
        sheet.write_string(row, index, column.label, styles("head_right" if column.right else "head"))
    if not section.rows and section.empty:
        row += 1
        sheet.write_string(row, 0, section.empty, styles("note"))
    for values in section.rows:
        row += 1
        _row(sheet, row, values, section, styles)
    if section.total:
        row += 1
        _row(sheet, row, section.total, section, styles, total=True)
    return row + 2


def _row(sheet: Any, row: int, values: Row, section: Section, styles: _Styles, *, total: bool = False) -> None:
    for index, (value, column) in enumerate(zip(values, section.columns, strict=True)):
        _cell(sheet, row, index, value, column, styles, total=total)


def _cell(sheet: Any, row: int, index: int, value: Value, column: Column, styles: _Styles, *, total: bool) -> None:
    """One value: a figure as a number in the form of its own unit, everything else as text."""
    if isinstance(value, Amount):
        form = RUPIAHS if value.unit == RUPIAH else f'#,##0" {value.unit}"'
        sheet.write_number(row, index, value.value, styles("number", total=total, form=form))
    elif isinstance(value, date):
        sheet.write_datetime(row, index, value, styles("date", total=total))
    elif isinstance(value, int) and column.kind in ("money", "number"):
        sheet.write_number(row, index, value, styles(column.kind, total=total))
    elif column.kind in ("percent", "decimal"):
        _decimal(sheet, row, index, value, column, styles, total=total)
    elif value is None:
        plain = column.kind in ("text", "code")
        sheet.write_blank(row, index, None, styles("text" if plain else column.kind, total=total))
    else:
        sheet.write_string(row, index, _fitting(str(value)), styles("text", total=total))


def _decimal(sheet: Any, row: int, index: int, value: Value, column: Column, styles: _Styles, *, total: bool) -> None:
    """A number with as many places as it was rounded to; what was only said to be below stays in words."""
    if not value:
        sheet.write_blank(row, index, None, styles("said", total=total))
    elif str(value).startswith(BELOW):
        sheet.write_string(row, index, shown(value, column, styles.language), styles("said", total=total))
    else:
        places = len(str(value).partition(".")[2])
        form = ("0." + "0" * places if places else "0") + ('"%"' if column.kind == "percent" else "")
        sheet.write_number(row, index, Decimal(str(value)), styles("number", total=total, form=form))


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _widths(sheet: Any, report: Report) -> None:
    widest = max(len(section.columns) for section in report.sections)
    for index in range(widest):
        columns = [(s.columns[index], s) for s in report.sections if index < len(s.columns)]
        sheet.set_column(index, index, max(_width(column, section, index) for column, section in columns))


def _width(column: Column, section: Section, index: int) -> int:
    if column.wide:
        return WIDE
    return AMOUNT if any(isinstance(row[index], Amount) for row in section.rows) else WIDTHS[column.kind]
