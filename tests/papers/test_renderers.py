"""One report, four renderings: none disagrees about a figure, none lets a name become a formula or markup."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from gulir.papers.text import as_csv, as_text
from gulir.papers.typeset import as_pdf, qr, typeset
from gulir.papers.values import Column, Heading, Report, Section
from gulir.papers.xlsx import as_xlsx

COLUMNS = (
    Column(label="Kode", kind="code"),
    Column(label="Nama", wide=True),
    Column(label="Tanggal", kind="date"),
    Column(label="Saldo", kind="money"),
)
DANGEROUS = ("=HYPERLINK(1)", "+1+1", "-2", "@SUM(A1)", "#emph[x]", "$x$", "]}; DROP")


def report(*, empty: bool = False) -> Report:
    rows = [("0101", name, date(2026, 11, 24), -5_000 * n) for n, name in enumerate(DANGEROUS)]
    section = Section(
        columns=COLUMNS, rows=[] if empty else rows, total=(None, "Jumlah", None, -105_000), empty="Kosong."
    )
    heading = Heading(board="BKM Karang Anyar", place="Jakarta", title="Uji", period="Per 24", language="id")
    return Report(name="uji", heading=heading, sections=[section], data={}, notes=["Catatan"], signs=["Dibuat"])


def test_text_shows_negative_money_in_parentheses() -> None:
    assert "(105.000)" in as_text(report())


def test_an_empty_report_says_so_in_words() -> None:
    assert "Kosong." in as_text(report(empty=True))


@pytest.mark.parametrize("name", [n for n in DANGEROUS if n[0] in "=+-@"])
def test_csv_makes_a_running_name_harmless(name: str) -> None:
    assert f"'{name}" in as_csv(report())


def sheet() -> openpyxl.worksheet.worksheet.Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(report())))
    return book.worksheets[0]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    assert {cell.data_type for row in sheet().iter_rows() for cell in row} <= {"s", "n", "d"}


def test_money_in_a_workbook_is_a_number_and_a_code_is_text() -> None:
    cells = [[cell.value for cell in row] for row in sheet().iter_rows()]
    assert ["0101", "+1+1", cells[6][2], -5_000] in cells


def test_a_workbook_tells_formulas_apart() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "=1+1"
    assert book.worksheets[0]["A1"].data_type == "f"


def test_the_same_report_gives_the_same_pdf_bytes() -> None:
    assert as_pdf(report()) == as_pdf(report())
    assert as_pdf(report()).startswith(b"%PDF")


def test_a_qr_is_a_square_of_bits() -> None:
    lines = qr("KM-2026-00012").split("\n")
    assert {len(line) for line in lines} == {len(lines)}
    assert set("".join(lines)) == {"0", "1"}


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(Exception, match="No such file"):
        typeset("tidak-ada", {})
