"""A workbook read back by two others: every value is what it was, whatever it says, and looks as it should."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from gulir.papers.values import RUPIAH, Amount, Column, Heading, Report, Section
from gulir.papers.xlsx import LONGEST, MONEY, RUPIAHS, as_xlsx

COLUMNS = (
    Column(label="Kode", kind="code"),
    Column(label="Nama", wide=True),
    Column(label="Tanggal", kind="date"),
    Column(label="Saldo", kind="money"),
    Column(label="Kali", kind="number"),
    Column(label="Bagian", kind="percent"),
)
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY = date(2026, 11, 24)
ROW = ("0101", "Melati", DAY, -5_000, 12, "15.0")
HARD = (
    "=HYPERLINK(1)", "+62812", "-2", "@SUM(A1)", "0007", "1e5", "2026-11-24", "TRUE", "#N/A", "https://a.b", "a@b.c",
    "A & B", "<b>x</b>", "]]>", '"', "'", " di tepi ", "\tdi tepi\n", "dua\nbaris", "_x0041_", "x_x000D_y",
    "a\x00b\x1fc", "é–ñ", "ꦱꦸ", "💰", "&amp;",
)  # fmt: skip


def book_of(rows, *, total=None, title="Uji", sections=1, notes=()):
    heading = Heading(board="BKM & Karang <Anyar>", place="Jakarta", title=title, period="Per 24", language="id")
    made = [Section(columns=COLUMNS, rows=rows, total=total, title=f"Bagian {n}") for n in range(sections)]
    return as_xlsx(Report(name="uji", heading=heading, sections=made, data={}, notes=notes))


def read(content):
    """The cells as openpyxl has them, by row and column from 1."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def names_of(texts):
    """The names as the file holds them, its spelled-out signs read as a spreadsheet reads them."""
    content = book_of([("x", text, None, None, None, None) for text in texts])
    parts = zipfile.ZipFile(io.BytesIO(content))
    kept = ["".join(t.text or "" for t in text.iter(f"{NS}t")) for text in ET.fromstring(parts.read(STRINGS))]
    cells = ET.fromstring(parts.read(SHEET)).iter(f"{NS}c")
    names = [cell for cell in cells if cell.get("r")[0] == "B" and int(cell.get("r")[1:]) >= 7]
    return [unescape(kept[int(cell.findtext(f"{NS}v"))]) for cell in names], content


def test_every_kind_of_value_is_what_it_was():
    sheet = read(book_of([ROW]))
    cells = [cell.value for cell in sheet[7]]
    assert (*cells[:2], cells[2].date(), *cells[3:]) == (*ROW[:5], 15)
    assert [cell.data_type for cell in sheet[7]] == ["s", "s", "d", "n", "n", "n"]


def test_every_kind_of_value_looks_as_it_should():
    sheet = read(book_of([ROW], total=(None, "Jumlah", None, 7, 12, None)))
    assert [cell.number_format for cell in sheet[7]] == ["@", "@", "dd-mm-yyyy", MONEY, "0", '0.0"%"']
    assert [cell.alignment.horizontal for cell in sheet[7]] == [None, None, "left", None, None, None]
    assert all(cell.font.bold and cell.border.top.style == "thin" for cell in sheet[8])
    assert all(cell.font.bold and cell.border.bottom.style == "thin" for cell in sheet[6])
    assert not any(cell.font.bold for cell in sheet[7])
    assert [sheet.column_dimensions[letter].width > 30 for letter in "AB"] == [False, True]


def test_a_figure_with_its_own_unit_is_a_number_that_shows_it():
    amounts = [Amount(value=18, unit="KSM"), Amount(value=142_345_517, unit=RUPIAH)]
    sheet = read(book_of([("x", "y", DAY, 1, amount, "<0.1") for amount in amounts]))
    assert [(sheet.cell(row, 5).value, sheet.cell(row, 5).number_format) for row in (7, 8)] == [
        (18, '#,##0" KSM"'), (142_345_517, RUPIAHS),
    ]  # fmt: skip
    assert sheet.cell(7, 6).value == "di bawah 0,1%"


def test_what_is_not_shown_says_why():
    section = Section(columns=COLUMNS, rows=[], empty="Terlalu sedikit orang.")
    heading = Heading(board="B", place="", title="Uji", period="Per 24", language="id")
    assert read(as_xlsx(Report(name="uji", heading=heading, sections=[section], data={}))).cell(6, 1).value == (
        "Terlalu sedikit orang."
    )


def test_sections_stand_below_one_another_with_a_row_left_free():
    sheet = read(book_of([ROW, ROW], total=ROW, sections=2, notes=("Catatan",)))
    first = [sheet.cell(n, 1).value for n in range(1, 20)]
    section = ["0101", "0101", "0101", None]
    assert first == [
        "BKM & Karang <Anyar>", "Uji", "Per 24", None, "Bagian 0", "Kode", *section, "Bagian 1", "Kode", *section,
        "Catatan", None, None,
    ]  # fmt: skip


def test_a_report_without_rows_is_a_workbook():
    assert read(book_of([], total=ROW)).cell(7, 1).value == "0101"
    assert read(book_of([])).max_row == 6


def test_text_is_text_whatever_it_says():
    found, content = names_of(HARD)
    assert found == list(HARD)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read(SHEET)


def test_another_reader_finds_the_same():
    plain = [
        text for text in HARD if "_x" not in text and "\x00" not in text
    ]  # this reader leaves the escapes of spreadsheets as they are
    content = book_of([("x", text, DAY, 7, 1, "1.0") for text in plain])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[-len(plain) :]
    assert [row[1].strip() for row in rows] == [text.strip() for text in plain]
    assert {(row[2], row[3]) for row in rows} == {(DAY, 7)}


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=40), min_size=1, max_size=5))
def test_no_text_breaks_a_workbook(texts):
    found, content = names_of(texts)
    ET.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(SHEET))
    assert [text.replace("\r\n", "\n").replace("\r", "\n") for text in found] == [
        text.replace("\r\n", "\n").replace("\r", "\n") for text in texts
    ]


def test_text_too_long_for_a_cell_is_cut_and_shows_it():
    (found,), _ = names_of(["x" * (LONGEST + 1)])
    assert (len(found), found[-1]) == (LONGEST, "…")


@pytest.mark.parametrize("day", [date(1900, 2, 28), date(1900, 3, 1), date(1999, 12, 31), date(2100, 1, 1)])
def test_a_day_is_that_day_or_its_own_words(day):
    value = read(book_of([("x", "y", day, 1, 1, "")])).cell(7, 3).value
    assert value == day.isoformat() or value.date() == day


def test_a_hundred_thousand_rows_are_all_there():
    content = book_of([(f"{n:06d}", "x", DAY, n, 1, "") for n in range(100_000)])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[3] for row in rows[6:]] == list(range(100_000))


def test_a_row_of_another_width_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        book_of([ROW[:-1]])
