"""Whole files that cannot be brought in, of every kind there is, each with the code that answers it.

They are made from the good sheets of `bad_cells`: what people really send when they mean a list of loans, from the
picture of a list to the workbook whose list stands on the second sheet.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping

from gulir.intake.columns import form
from tests.intake.bad_cells import SHEETS
from tests.intake.stage import workbook

__all__ = ["STORIES", "bad_files", "good_file"]

Rows = list[list[str]]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def rows_of(kind: str) -> Rows:
    """The good sheet of a kind."""
    return [line.split(";") for line in SHEETS[kind]]


def text(rows: Rows) -> str:
    """A sheet as CSV."""
    return "\n".join(";".join(row) for row in rows) + "\n"


def good_file(kind: str) -> bytes:
    """The file in which nothing is wrong."""
    return text(rows_of(kind)).encode()


def with_cell(kind: str, word: str) -> Rows:
    """The good sheet with one word in the first cell of its third row."""
    rows = rows_of(kind)
    rows[2][0] = word
    return rows


def zipped() -> bytes:
    """A zip that is no workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("daftar.txt", "pinjaman")
    return out.getvalue()


def formula(kind: str, value: str | None) -> bytes:
    """A workbook with a formula in the third row whose result was never saved, or is an error."""

    def write(book: object, sheet: object) -> None:
        sheet.write_formula(2, 0, "=B1&B2", None, value if value is not None else "")  # type: ignore[attr-defined]

    return workbook(rows_of(kind), more=write)


def merged(kind: str) -> bytes:
    """A heading that lies over two columns."""
    rows = rows_of(kind)

    def write(book: object, sheet: object) -> None:
        sheet.merge_range(0, 0, 0, 1, rows[0][0])  # type: ignore[attr-defined]

    return workbook(rows, more=write)


STORIES: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    "nothing": ("FileEmpty", lambda kind: b""),
    "the mark of UTF-8 alone": ("FileEmpty", lambda kind: b"\xef\xbb\xbf"),
    "blank lines": ("FileEmpty", lambda kind: b"\r\n \r\n;;;\r\n"),
    "headings alone": ("NothingToBringIn", lambda kind: text(rows_of(kind)[:1]).encode()),
    "headings and empty rows": (
        "NothingToBringIn", lambda kind: text([*rows_of(kind)[:1], [""] * len(rows_of(kind)[0])]).encode(),
    ),
    "no headings": ("HeadingsMissing", lambda kind: text(rows_of(kind)[1:]).encode()),
    "a heading twice": ("HeadingTwice", lambda kind: text([[*row, row[0]] for row in rows_of(kind)]).encode()),
    "UTF-16": ("EncodingUnclear", lambda kind: text(rows_of(kind)).encode("utf-16")),
    "letters of Windows": ("EncodingUnclear", lambda kind: text(with_cell(kind, "Desa R\xe9jo")).encode("cp1252")),
    "letters of a Mac": ("EncodingUnclear", lambda kind: text(with_cell(kind, "Desa R\xe9jo")).encode("mac-roman")),
    "half a letter at the end": ("EncodingUnclear", lambda kind: good_file(kind).rstrip() + "é".encode()[:1]),
    "a picture": ("FileUnreadable", lambda kind: PNG),
    "a PDF": ("FileUnreadable", lambda kind: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"),
    "a zip of something": ("FileUnreadable", lambda kind: zipped()),
    "half a workbook": ("FileUnreadable", lambda kind: workbook(rows_of(kind))[:3000]),
    "a page of the web": ("FileUnreadable", lambda kind: b"<!doctype html>\n<html><body>Masuk dulu</body></html>\n"),
    "JSON": ("HeadingsMissing", lambda kind: b'[{"code": "11010", "name": "Kas"}]\n'),
    "a quote that never ends": ("QuoteUnclosed", lambda kind: text(with_cell(kind, '"terbuka')).encode()),
    "a cell too many": (
        "RowTooLong", lambda kind: text([*rows_of(kind)[:2], [*rows_of(kind)[2], "000"]]).encode(),
    ),
    "a zero byte": ("TextUnreadable", lambda kind: text(with_cell(kind, "a\x00b")).encode()),
    "the list on the second sheet": (
        "SheetWrong", lambda kind: workbook([["Catatan rapat"]], sheets=[("Daftar", rows_of(kind))]),
    ),
    "an empty sheet before the list": ("SheetWrong", lambda kind: workbook([], sheets=[("Daftar", rows_of(kind))])),
    "an empty workbook": ("FileEmpty", lambda kind: workbook([])),
    "a formula that was never worked out": ("FormulaWithoutValue", lambda kind: formula(kind, None)),
    "a formula that failed": ("FormulaFailed", lambda kind: formula(kind, "#REF!")),
    "a heading over two columns": ("HeadingMerged", merged),
}  # fmt: skip


def without(kind: str, column: str) -> bytes:
    """The good sheet without one column."""
    rows = rows_of(kind)
    at = rows[0].index(column)
    return text([row[:at] + row[at + 1 :] for row in rows]).encode()


def needed(kind: str) -> list[str]:
    """The columns a kind cannot do without."""
    return [column.name for column in form(kind).columns if column.required]


def bad_files() -> Iterator[tuple[str, str, bytes, str]]:
    """Every bad file: its kind, its story, its bytes, the code that answers."""
    for kind in SHEETS:
        for story, (code, make) in STORIES.items():
            yield kind, story, make(kind), code
        for column in needed(kind):
            yield kind, f"no column {column}", without(kind, column), "HeadingsMissing"
