"""From the bytes of a file to a table whose columns are known, or to the one finding that says why not.

The first sheet is read. Titles may stand above the headings: the first row within twenty that has every heading
needed is the row of headings. Nothing here knows the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice

from gulir.core.dates import parse_date
from gulir.core.problems import Finding, Problem
from gulir.core.problems.intake import (
    ColumnUnknown,
    FileEmpty,
    FileTooLarge,
    FileUnreadable,
    HeadingMerged,
    HeadingsMissing,
    HeadingTwice,
    RowTooLong,
    SheetWrong,
)
from gulir.intake.cells import Cell, plain_word, text_of
from gulir.intake.columns import Form
from gulir.intake.sheet import MEGABYTE, FileBad, NumberedRow, Sheet
from gulir.intake.table import Table
from gulir.intake.text_file import read_text
from gulir.intake.workbook import looks_like_workbook, other_sheets, read_workbook

__all__ = ["LARGEST", "read_table"]

LARGEST = 64 * MEGABYTE
TITLE_ROWS = 20
STRANGERS = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"{\\rtf": "RTF", b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip", b"\x1f\x8b": "gzip", b"SQLite format 3": "SQLite",
}  # fmt: skip


def read_table(content: bytes, form: Form) -> Table:
    """The table of a file; `FileBad` carries the finding when it cannot be read at all."""
    sheet = _sheet(content)
    top = list(islice(sheet.rows, TITLE_ROWS))
    if not any(_filled(cells) for _, cells in top) and not (top := _further(sheet.rows)):
        raise FileBad(_elsewhere(content, form, sheet) or FileEmpty())
    index = _heading_row(top, form)
    if index is None:
        raise FileBad(_elsewhere(content, form, sheet) or _missing(top, form), row=_first_filled(top))
    number, headings = top[index]
    table = _table(form, number, headings, sheet)
    table.rows = _body(chain(top[index + 1 :], sheet.rows), len(headings), table)
    return table


def _sheet(content: bytes) -> Sheet:
    if not content.strip(b" \t\r\n\x00;,\xef\xbb\xbf"):
        raise FileBad(FileEmpty())
    if len(content) > LARGEST:
        raise FileBad(FileTooLarge(megabytes=len(content) // MEGABYTE, limit=LARGEST // MEGABYTE))
    if looks_like_workbook(content):
        return read_workbook(content)
    for first, name in STRANGERS.items():
        if content.startswith(first):
            raise FileBad(FileUnreadable(found=name))
    if content.lstrip()[:200].lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise FileBad(FileUnreadable(found="HTML/XML"))
    return read_text(content)


def _further(rows: Iterator[NumberedRow]) -> list[NumberedRow]:
    """Headings may stand below many empty rows."""
    for row in rows:
        if _filled(row[1]):
            return [row, *islice(rows, TITLE_ROWS)]
    return []


def _filled(cells: Iterable[Cell]) -> bool:
    return any(cell != "" and text_of(cell) for cell in cells)


def _first_filled(rows: list[NumberedRow]) -> int | None:
    return next((number for number, cells in rows if _filled(cells)), None)


# ---------------------------------------------------------------- headings


def _names(cells: list[Cell], form: Form) -> list[str | None]:
    """What each heading means, in order of the columns."""
    return [form.headings.get(plain_word(text_of(cell))) if cell != "" else None for cell in cells]


def _heading_row(rows: list[NumberedRow], form: Form) -> int | None:
    wanted = set(form.required)
    return next((i for i, (_, cells) in enumerate(rows) if wanted <= set(_names(cells, form))), None)


def _missing(rows: list[NumberedRow], form: Form) -> HeadingsMissing:
    """What is missing in the row that comes nearest to being the headings."""
    found: set[str | None] = max((set(_names(cells, form)) for _, cells in rows), key=len, default=set())
    return HeadingsMissing(missing=", ".join(name for name in form.required if name not in found))


def _elsewhere(content: bytes, form: Form, sheet: Sheet) -> Problem | None:
    if not sheet.workbook:
        return None
    for name, rows in other_sheets(content):
        if _heading_row(list(islice(rows, TITLE_ROWS)), form) is not None:
            return SheetWrong(sheet=sheet.name, other=name)
    return None


def _table(form: Form, number: int, cells: list[Cell], sheet: Sheet) -> Table:
    """The places of the columns; what is doubled, merged or unknown becomes a finding."""
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    balances: dict[date, int] = {}
    table = Table(places=places, headings=headings, rows=iter(()), workbook=sheet.workbook, balances=balances)
    for place, (cell, name) in enumerate(zip(cells, _names(cells, form), strict=True)):
        heading = text_of(cell)
        if not heading:
            continue
        day = _balance_day(heading) if form.kind == "loans" else None
        if day is not None:
            balances[day] = place
            headings[f"balance_{day.isoformat()}"] = heading
        elif name is None:
            table.note(ColumnUnknown(heading=heading[:60]), row=number, column=heading[:60], level="warning")
        elif name in places:
            table.note(HeadingTwice(heading=heading[:60], other=headings[name][:60]), row=number, column=heading[:60])
        else:
            places[name], headings[name] = place, heading
        _merged(table, sheet, number, place, heading)
    table.findings += [_named_by_heading(f, cells) for f in sheet.findings if f.row is None or f.row > number]
    return table


def _merged(table: Table, sheet: Sheet, number: int, place: int, heading: str) -> None:
    for row, left, right in sheet.merged:
        if row == number and left <= place <= right:
            table.note(HeadingMerged(heading=heading[:60]), row=number, column=heading[:60])


def _balance_day(heading: str) -> date | None:
    """The day of a column such as `balance_2022-12-31` or `saldo 31/12/2022`."""
    word, _, rest = heading.strip().replace("_", " ").partition(" ")
    if word.lower() not in {"balance", "saldo"} or not rest:
        return None
    try:
        return parse_date(rest.strip().removeprefix("per "))
    except Problem:
        return None


def _named_by_heading(finding: Finding, cells: list[Cell]) -> Finding:
    """A finding by letter of column (`D`) told by the heading above it."""
    place = -1
    for letter in finding.column or "":
        place = (place + 1) * 26 + ord(letter) - ord("A")
    heading = text_of(cells[place]) if 0 <= place < len(cells) else ""
    return Finding(
        code=finding.code, level=finding.level, row=finding.row, column=heading or finding.column, facts=finding.facts
    )


# ---------------------------------------------------------------- rows


def _body(rows: Iterator[NumberedRow], width: int, table: Table) -> Iterator[NumberedRow]:
    """The rows below the headings: empty ones left out, too long ones told and left out."""
    for number, cells in rows:
        if len(cells) > width and _filled(cells[width:]):
            table.note(RowTooLong(cells=len(cells), headings=width), row=number)
            continue
        first = cells[0] if cells else ""
        if (type(first) is str and first.strip()) or _filled(cells):
            yield number, cells
