"""A CSV file as rows: UTF-8 with or without its mark, `;` or `,`, quotes closed, no stray control characters."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from gulir.core.problems.intake import CellTooLong, EncodingUnclear, QuoteUnclosed, TextUnreadable
from gulir.intake.cells import Cell
from gulir.intake.sheet import FileBad, NumberedRow, Sheet

__all__ = ["read_text"]

MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
LONGEST_CELL = 10_000


def read_text(content: bytes) -> Sheet:
    """The rows of a CSV file; `FileBad` names the row and column of the first byte that is no UTF-8."""
    text = _decoded(content)
    return Sheet(rows=_rows(text, _delimiter(text)), workbook=False)


def _decoded(content: bytes) -> str:
    for mark, name in MARKS.items():
        if content.startswith(mark):
            raise FileBad(EncodingUnclear(found=name), row=1)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, column = _place(content, error.start)
        raise FileBad(EncodingUnclear(found=f"0x{content[error.start]:02X}"), row=row, column=column) from None
    if (at := text.find("\x00")) >= 0:
        raise FileBad(TextUnreadable(found="U+0000"), row=text.count("\n", 0, at) + 1)
    return text


def _place(content: bytes, at: int) -> tuple[int, str]:
    """The row, and the heading of the column, in which a byte lies."""
    row = content.count(b"\n", 0, at) + 1
    first = content.split(b"\n", 1)[0].decode("latin-1").strip("\r")
    mark = _delimiter(first)
    before = content[content.rfind(b"\n", 0, at) + 1 : at]
    index = before.count(mark.encode())
    headings = first.removeprefix("\xef\xbb\xbf").split(mark)
    return row, headings[index].strip().strip('"') if index < len(headings) else ""


def _delimiter(text: str) -> str:
    """Whichever of the two stands more often in the first line that has either."""
    for line in _lines(text):
        if ";" in line or "," in line:
            return ";" if line.count(";") >= line.count(",") else ","
    return ","


def _rows(text: str, delimiter: str) -> Iterator[NumberedRow]:
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = 1
    while True:
        try:
            cells: list[Cell] = list(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            problem = CellTooLong(length=LONGEST_CELL, limit=LONGEST_CELL) if "limit" in str(error) else QuoteUnclosed()
            raise FileBad(problem, row=number) from None
        yield number, cells
        number = reader.line_num + 1


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, so that a quoted cell may hold a line break; no copy of the whole text."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end
