"""The first sheet of an XLSX or XLS file as rows, with what a reader of values alone would swallow told as findings.

A formula whose result was never saved and a cell that shows an error both come out of any reader as an empty cell;
an empty credit would then be a zero. So the sheet's own text is asked where formulas stand without values.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, load_workbook

from gulir.core.problems import Finding
from gulir.core.problems.intake import FileLocked, FileTooLarge, FileUnreadable, FormulaFailed, FormulaWithoutValue
from gulir.intake.sheet import MEGABYTE, FileBad, NumberedRow, Sheet

__all__ = ["LARGEST_UNPACKED", "looks_like_workbook", "other_sheets", "read_workbook"]

LARGEST_UNPACKED = 400 * MEGABYTE
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SEALED = "EncryptedPackage".encode("utf-16-le")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def looks_like_workbook(content: bytes) -> bool:
    """Whether the first bytes are those of an XLSX or an old XLS."""
    return content.startswith((ZIP, OLD))


def read_workbook(content: bytes) -> Sheet:
    """The rows of the first sheet, with empty rows kept out and every row carrying the number people see."""
    try:
        return _first(content)
    except (CalamineError, zipfile.BadZipFile, zlib.error, ET.ParseError, EOFError, NotImplementedError, ValueError):
        raise FileBad(FileUnreadable(found=_named(content))) from None


def _first(content: bytes) -> Sheet:
    book = _open(content)
    sheet = book.get_sheet_by_index(0)
    merged = tuple((top + 1, left, right) for (top, left), (_, right) in sheet.merged_cell_ranges or () if right > left)
    findings = tuple(_swallowed(content)) if content.startswith(ZIP) else ()
    return Sheet(rows=_rows(sheet), workbook=True, name=sheet.name, merged=merged, findings=findings)


def other_sheets(content: bytes) -> Iterator[tuple[str, Iterator[NumberedRow]]]:
    """The sheets behind the first one, by name: the headings may stand there."""
    book = _open(content)
    for name in book.sheet_names[1:]:
        yield name, _rows(book.get_sheet_by_name(name))


def _open(content: bytes) -> CalamineWorkbook:
    if content.startswith(ZIP):
        _unpacks_small(content)
    try:
        book = load_workbook(io.BytesIO(content))
    except PasswordError:
        raise FileBad(FileLocked()) from None
    except CalamineError:
        if content.startswith(OLD) and SEALED in content:
            raise FileBad(FileLocked()) from None
        raise FileBad(FileUnreadable(found=_named(content))) from None
    if not book.sheet_names:
        raise FileBad(FileUnreadable(found="workbook without sheets"))
    return book


def _unpacks_small(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError):
        raise FileBad(FileUnreadable(found="zip")) from None
    if size > LARGEST_UNPACKED:
        raise FileBad(FileTooLarge(megabytes=size // MEGABYTE, limit=LARGEST_UNPACKED // MEGABYTE))


def _named(content: bytes) -> str:
    return "zip" if content.startswith(ZIP) else "ole"


def _rows(sheet: CalamineSheet) -> Iterator[NumberedRow]:
    """Rows with the number people see; the sheet's data may begin further down, columns always begin at A."""
    if sheet.start is None:
        return
    rows = sheet.iter_rows() if sheet.start == (0, 0) else iter(sheet.to_python(skip_empty_area=False))
    for number, cells in enumerate(rows, start=1):
        yield number, list(cells)


# ---------------------------------------------------------------- what a reader of values swallows


def _swallowed(content: bytes) -> Iterator[Finding]:
    """A finding for each formula without a saved value, and for each cell that shows an error."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = _first_sheet(archive)
        if name is None:
            return
        raw = archive.read(name)
    if b"<f" not in raw and b't="e"' not in raw:
        return
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise FileBad(FileUnreadable(found="xml with entities"))
    for _, cell in ET.iterparse(io.BytesIO(raw)):  # noqa: S314  (no entities: refused above)
        if cell.tag == f"{MAIN}c":
            yield from _swallowed_by(cell)
            cell.clear()


def _swallowed_by(cell: ET.Element) -> Iterator[Finding]:
    place, value = cell.get("r") or "", cell.findtext(f"{MAIN}v") or ""
    column, row = re.sub(r"[0-9]", "", place), int(re.sub(r"[^0-9]", "", place) or 0) or None
    if cell.get("t") == "e":
        yield Finding.of(FormulaFailed(cell=place, text=value[:40]), row=row, column=column)
    elif cell.find(f"{MAIN}f") is not None and not value and cell.get("t") != "str":
        yield Finding.of(FormulaWithoutValue(cell=place), row=row, column=column)


def _first_sheet(archive: zipfile.ZipFile) -> str | None:
    """The archive's name of the first sheet, by the workbook's own list."""
    try:
        book, relations = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return None
    if any(b"<!DOCTYPE" in raw or b"<!ENTITY" in raw for raw in (book, relations)):
        raise FileBad(FileUnreadable(found="xml with entities"))
    sheet = ET.fromstring(book).find(f"{MAIN}sheets/{MAIN}sheet")  # noqa: S314  (no entities: refused above)
    wanted = sheet.get(RELATION) if sheet is not None else None
    for relation in ET.fromstring(relations):  # noqa: S314  (no entities: refused above)
        if relation.get("Id") == wanted:
            target = relation.get("Target") or ""
            name = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
            return name if name in archive.namelist() else None
    return None
