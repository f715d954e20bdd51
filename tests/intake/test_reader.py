"""What the reader makes of a file before anyone knows what it means."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest

from gulir.core.problems import Problem
from gulir.intake import cells
from gulir.intake.columns import Column, form, synonyms
from gulir.intake.reader import read_table
from gulir.intake.sheet import FileBad
from tests.intake.stage import csv_of, found, workbook

KINDS = (
    "chart", "roles", "opening", "vouchers", "loans", "loan-members", "loan-transactions", "people", "households",
    "ksm", "ksm-members", "statement",
)  # fmt: skip
OPENING = form("opening")
TODAY = date(2024, 1, 1)
NEW_YEAR = datetime.fromisoformat("2022-12-31")  # as spreadsheets keep it: a day without a zone


def rows_of(content: bytes, kind: str = "opening") -> list[tuple[int, str, int, int]]:
    table = read_table(content, form(kind))
    rows = [(r.number, r.text("code", limit=20), r.amount("debit"), r.amount("credit")) for r in table]
    assert found([f for f in table.findings if f.level == "error"]) == []
    return rows


THE_TWO = [(2, "1010", 1_250_000, 0), (3, "4010", 0, 1_250_000)]


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("first", [b"", b"\xef\xbb\xbf"], ids=["bare", "with its mark"])
@pytest.mark.parametrize("ends", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
def test_both_separators_are_read_with_and_without_the_mark_of_utf_8(mark, first, ends):
    content = first + csv_of("code,debit,credit", "1010,1250000,0", "4010,0,1250000", mark=mark).replace(b"\r\n", ends)
    assert rows_of(content) == THE_TWO


@pytest.mark.parametrize(
    "headings",
    [
        "code,debit,credit",
        "Kode Akun,Debet,Kredit",
        "KODE,DEBIT,KREDIT",
        "No. Akun,Debit (Rp),Kredit (Rp)",
        "kode_rekening,Dr,Cr",
    ],
)
def test_headings_are_known_in_both_languages(headings):
    assert rows_of(csv_of(headings, "1010,1250000,0", "4010,0,1250000")) == THE_TWO
    table = read_table(csv_of(headings, "1010,1250000,0"), OPENING)
    assert dict(table.places) == {"code": 0, "debit": 1, "credit": 2}


def test_columns_may_stand_in_any_order_and_unknown_ones_are_told_and_ignored():
    table = read_table(csv_of("credit,catatan,code,debit", "0,x,1010,1250000"), OPENING)
    (row,) = table
    assert (row.text("code", limit=20), row.amount("debit"), row.amount("credit")) == ("1010", 1_250_000, 0)
    assert found(table.findings) == [("ColumnUnknown", "warning", 1, "catatan")]


def test_titles_and_empty_rows_may_stand_above_the_headings():
    content = workbook(
        [["NERACA AWAL"], [], ["UPK Karang Anyar"], ["code", "debit", "credit"], ["1010", 5, 0], [], ["4010", 0, 5]]
    )
    assert rows_of(content) == [(5, "1010", 5, 0), (7, "4010", 0, 5)]


def test_headings_may_stand_below_many_empty_rows():
    content = b"\n" * 60 + b"code;debit;credit\n1010;5;0\n"
    assert rows_of(content) == [(62, "1010", 5, 0)]


def test_a_sheet_may_begin_away_from_the_corner():
    content = workbook([[], [], [None, None, "code", "debit", "credit"], [None, None, 1010, 5, 0]])
    assert rows_of(content) == [(4, "1010", 5, 0)]


def test_empty_rows_are_no_rows_and_keep_the_numbers_of_the_others():
    assert rows_of(b"code,debit,credit\n\n1010,5,0\n,,\n  ,\n4010,0,5\n") == [(3, "1010", 5, 0), (6, "4010", 0, 5)]


def test_a_short_row_has_empty_cells_at_its_end():
    table = read_table(b"code,debit,credit,ksm\n1010,5,0\n", OPENING)
    (row,) = table
    assert row.text("ksm", limit=20, required=False) == ""


def test_a_quoted_cell_may_hold_the_separator_and_a_line_break():
    table = read_table(b'code,debit,credit,ksm\n1010,"1,250,000",0,"KSM\n01"\n1020,5,0,\n', OPENING)
    first, second = table
    assert first.amount("debit") == 1_250_000
    assert (first.number, second.number) == (2, 4)


def test_numbers_of_a_workbook_come_back_as_people_wrote_them():
    content = workbook(
        [["code", "debit", "credit"], [1010, 1_250_000, 0], ["1020", "1.250.000", "0"], [1030.0, 5.0, None]]
    )
    table = read_table(content, OPENING)
    got = [(r.text("code", limit=20), r.amount("debit"), r.amount("credit", required=False)) for r in table]
    assert got == [("1010", 1_250_000, 0), ("1020", 1_250_000, 0), ("1030", 5, 0)]


def test_dates_of_a_workbook_are_dates_and_bare_numbers_are_told():
    form_ = form("loan-transactions")
    content = workbook(
        [
            ["loan_no", "date", "type", "amount"],
            [1, NEW_YEAR, "x", 5],
            [1, 44926, "x", 5],
            [1, "31/12/2022", "x", 5],
        ]
    )
    table = read_table(content, form_)
    assert [row.day("date", latest=TODAY) for row in table] == [date(2022, 12, 31)] * 3
    assert found(table.findings) == [("DateFromNumber", "warning", 3, "date")]


def test_a_bare_number_is_no_date_in_a_text_file():
    table = read_table(csv_of("loan_no,date,type,amount", "1,44926,x,5"), form("loan-transactions"))
    (row,) = table
    assert row.day("date", latest=TODAY) is None
    assert found(table.findings) == [("DateUnclear", "error", 2, "date")]


def test_balance_columns_of_a_list_of_loans_carry_their_day():
    content = csv_of(
        "loan_id,ksm,rw,disbursed_on,principal,months,jasa,balance_2022-12-31,Saldo per 31/12/2021,saldo", "1"
    )
    table = read_table(content, form("loans"))
    assert table.balances == {date(2022, 12, 31): 7, date(2021, 12, 31): 8}
    assert found(table.findings) == [("ColumnUnknown", "warning", 1, "saldo")]


# ---------------------------------------------------------------- files that cannot be read


def protected() -> bytes:
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + name + b"\x00" * 2000


BAD_FILES = {
    "nothing": (b"", "FileEmpty", None, None),
    "only spaces": (b"  \n \r\n\t", "FileEmpty", None, None),
    "only its mark": (b"\xef\xbb\xbf", "FileEmpty", None, None),
    "only separators": (b";;;\n;;\n", "FileEmpty", None, None),
    "an empty sheet": (workbook([]), "FileEmpty", None, None),
    "UTF-16": ("code;debit;credit\n1010;5;0\n".encode("utf-16"), "EncodingUnclear", 1, None),
    "UTF-16, big end first": (b"\xfe\xff" + "code".encode("utf-16-be"), "EncodingUnclear", 1, None),
    "Windows letters": ("code;debit;credit\n1010;5;0\n4010;5;café\n".encode("cp1252"), "EncodingUnclear", 3, "credit"),
    "Windows letters in the headings": (b"code;debit;cr\xe9dit\n", "EncodingUnclear", 1, "cr\xe9dit"),
    "broken UTF-8": (b"code,debit,credit\n10\xc3,5,0\n", "EncodingUnclear", 2, "code"),
    "a PDF": (b"%PDF-1.7 ...", "FileUnreadable", None, None),
    "a picture": (b"\x89PNG\r\n\x1a\n....", "FileUnreadable", None, None),
    "a photo": (b"\xff\xd8\xff\xe0....", "FileUnreadable", None, None),
    "a web page called XLS": (b"<html><table><tr><td>code", "FileUnreadable", None, None),
    "XML": (b"<?xml version='1.0'?><a/>", "FileUnreadable", None, None),
    "a database": (b"SQLite format 3\x00....", "FileUnreadable", None, None),
    "a zip that is no workbook": (b"PK\x03\x04junkjunkjunk", "FileUnreadable", None, None),
    "an old file that is no workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "FileUnreadable", None, None),
    "a protected workbook": (protected(), "FileLocked", None, None),
    "a zero byte": (b"code,debit,credit\n1010,5\x00,0\n", "TextUnreadable", 2, None),
    "no headings": (b"1010,5,0\n4010,0,5\n", "HeadingsMissing", 1, None),
    "a heading missing": (b"code,debit\n1010,5\n", "HeadingsMissing", 1, None),
    "all headings missing": (b"satu,dua,tiga\n1,2,3\n", "HeadingsMissing", 1, None),
    "tabs": (b"code\tdebit\tcredit\n1010\t5\t0\n", "HeadingsMissing", 1, None),
    "headings below the title rows": (b"judul\n" * 25 + b"code,debit,credit\n", "HeadingsMissing", 1, None),
    "an open quotation mark": (b'code,debit,credit\n1010,"5,0\n4010,0,5\n', "QuoteUnclosed", 2, None),
    "text behind a quotation mark": (b'code,debit,credit\n1010,5,0\n4010,"5"x,0\n', "QuoteUnclosed", 3, None),
    "the wrong sheet": (
        workbook([["catatan"], ["isi"]], sheets=[("Saldo", [["code", "debit", "credit"], [1010, 5, 0]])]),
        "SheetWrong", None, None,
    ),
    "the first sheet is empty": (
        workbook([], sheets=[("Saldo", [["code", "debit", "credit"]])]), "SheetWrong", None, None,
    ),
    "a workbook without the headings anywhere": (workbook([["a", "b"], [1, 2]]), "HeadingsMissing", 1, None),
}  # fmt: skip


@pytest.mark.parametrize("story", BAD_FILES)
def test_a_file_that_cannot_be_read_says_why_and_where(story):
    content, code, row, column = BAD_FILES[story]
    with pytest.raises(FileBad) as bad:
        for _ in read_table(content, OPENING):
            pass
    finding = bad.value.finding
    if code == "SheetWrong":
        assert finding.facts["other"] == "Saldo"
        row, column = finding.row, finding.column
    assert (finding.code, finding.row, finding.column) == (code, row, column)


def test_a_missing_heading_is_named():
    with pytest.raises(FileBad) as bad:
        read_table(b"kode,debet\n1010,5\n", OPENING)
    assert bad.value.finding.facts == {"missing": "credit"}


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("gulir.intake.reader.LARGEST", 10)
    with pytest.raises(FileBad) as bad:
        read_table(csv_of("code,debit,credit", "1010,5,0"), OPENING)
    assert bad.value.finding.code == "FileTooLarge"


def test_a_workbook_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("gulir.intake.workbook.LARGEST_UNPACKED", 10)
    with pytest.raises(FileBad) as bad:
        read_table(workbook([["code", "debit", "credit"], [1010, 5, 0]]), OPENING)
    assert bad.value.finding.code == "FileTooLarge"


# ---------------------------------------------------------------- headings and rows that are wrong


def test_two_columns_of_one_meaning_are_an_error():
    table = read_table(csv_of("code,debit,credit,kredit", "1010,5,0,0"), OPENING)
    assert found(table.findings) == [("HeadingTwice", "error", 1, "kredit")]


def test_a_heading_over_several_columns_is_an_error():
    def merge(book, sheet):
        sheet.merge_range(0, 1, 0, 2, "debit")

    content = workbook([["code", None, None, "credit"], [1010, 5, 0, 0]], more=merge)
    table = read_table(content, OPENING)
    assert found(table.findings) == [("HeadingMerged", "error", 1, "debit")]


def test_a_heading_over_several_rows_and_a_merged_title_do_no_harm():
    def merge(book, sheet):
        sheet.merge_range(0, 0, 0, 2, "SALDO AWAL")

    content = workbook([[], ["code", "debit", "credit"], [1010, 5, 0]], more=merge)
    assert rows_of(content) == [(3, "1010", 5, 0)]


def test_a_row_with_more_cells_than_headings_is_an_error():
    """An amount written 1,250,000 without quotation marks tears itself apart in a comma file."""
    table = read_table(b"code,debit,credit\n1010,1,250,000,0\n4010,0,5\n", OPENING)
    assert [row.number for row in table] == [3]
    assert found(table.findings) == [("RowTooLong", "error", 2, None)]


def test_a_formula_without_a_saved_value_is_an_error_even_in_a_cell_that_may_be_empty():
    def formulas(book, sheet):
        sheet.write_formula(1, 2, "=A1+1", None, "")
        sheet.write_formula(2, 2, "=1+1", None, 2)

    content = workbook([["code", "debit", "credit"], [1010, 5], [1020, 5]], more=formulas)
    table = read_table(content, OPENING)
    assert found(table.findings) == [("FormulaWithoutValue", "error", 2, "credit")]
    assert table.findings[0].facts == {"cell": "C2"}
    assert [row.amount("credit", required=False) for row in table] == [0, 2]


def test_a_cell_that_shows_an_error_is_an_error():
    def formulas(book, sheet):
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    table = read_table(workbook([["code", "debit", "credit"], [1010, None, 5]], more=formulas), OPENING)
    assert found(table.findings) == [("FormulaFailed", "error", 2, "debit")]
    assert table.findings[0].facts == {"cell": "B2", "text": "#DIV/0!"}


def test_a_workbook_with_entities_is_refused():
    def formulas(book, sheet):
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")

    source = workbook([["code", "debit", "credit"], [1010, None, 5]], more=formulas)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name.endswith("sheet1.xml"):
                raw = raw.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', 1)
            new.writestr(name, raw)
    with pytest.raises(FileBad) as bad:
        read_table(out.getvalue(), OPENING)
    assert bad.value.finding.code == "FileUnreadable"


# ---------------------------------------------------------------- cells


def refused(reading, cell, **more):
    with pytest.raises(Problem) as problem:
        reading(cell, **more)
    return problem.value.code


AMOUNTS = {
    "-5": "AmountNegative", "(5.000)": "AmountNegative", "-1.250.000": "AmountNegative", "Rp -5": "AmountNegative",
    "1.25": "AmountUnclear", "12.50": "AmountUnclear", "1,250": "AmountUnclear", "1.2500": "AmountUnclear",
    "1.250,50": "AmountHasFraction", "1250,5": "AmountHasFraction", "1,234,567.89": "AmountHasFraction",
    "satu juta": "AmountNotANumber", "5 ribu rupiah lebih": "AmountNotANumber", "12a": "AmountNotANumber",
    "1e6": "AmountNotANumber", "=5+5": "AmountNotANumber", "#REF!": "AmountNotANumber", "0x10": "AmountNotANumber",
    "٥٠٠": "AmountNotANumber", "1.000.000.000.001": "AmountTooLarge", "99999999999999": "AmountTooLarge",
    -5: "AmountNegative", -0.5: "AmountNegative", 1.25: "AmountHasFraction", 1250000.5: "AmountHasFraction",
    10.0**13: "AmountTooLarge", 10**12 + 1: "AmountTooLarge", True: "AmountNotANumber", time(3, 4): "AmountNotANumber",
    date(2022, 1, 1): "AmountNotANumber", NEW_YEAR: "AmountNotANumber",
}  # fmt: skip


@pytest.mark.parametrize("cell", AMOUNTS)
def test_an_amount_that_is_not_clear_is_refused(cell):
    assert refused(cells.amount_of, cell) == AMOUNTS[cell]


DAYS = {
    "31/02/2022": "DateImpossible", "2022-02-30": "DateImpossible", "29-02-2023": "DateImpossible",
    "00/01/2022": "DateImpossible", "2022-13-01": "DateImpossible", "32 Januari 2022": "DateImpossible",
    "31/12/22": "DateUnclear", "besok": "DateUnclear", "2022/12/31": "DateUnclear", "12-31-2022": "DateImpossible",
    "2022": "DateUnclear", "Desember 2022": "DateUnclear", "31 Desembre 2022": "DateUnclear",
    "44926": "DateUnclear", "": "CellMissing", "  ": "CellMissing", "1989-12-31": "DateOutOfRange",
    "0022-12-31": "DateOutOfRange", "2202-12-31": "DateOutOfRange", "2024-01-02": "DateOutOfRange",
    3.5: "DateUnclear", 44926.5: "DateUnclear", 12: "DateUnclear", True: "DateUnclear", time(3, 4): "DateUnclear",
    date(1899, 12, 31): "DateOutOfRange", 79000: "DateOutOfRange",
    datetime.fromisoformat("2030-01-01"): "DateOutOfRange",
}  # fmt: skip


@pytest.mark.parametrize("cell", DAYS)
def test_a_day_that_cannot_be_is_refused(cell):
    assert refused(cells.date_of, cell, earliest=date(1990, 1, 1), latest=TODAY) == DAYS[cell]


@pytest.mark.parametrize(
    "cell", ["0", "-1", "1.5", "dua", "601", "12 bulan", "1e1", "²", 0, -3, 1.5, 601, "999999999999999999999999"]
)
def test_a_count_outside_its_limits_is_refused(cell):
    assert refused(cells.whole_of, cell, least=1, most=600) == "WholeNumberUnclear"


@pytest.mark.parametrize("text", ["a\x07b", "a\u200bb", "a\u202eb", "\x1b[31m"])
def test_text_with_invisible_characters_is_refused(text):
    assert refused(cells.limited, text, limit=40) == "TextUnreadable"


def test_text_beyond_its_room_is_refused():
    assert refused(cells.limited, "a" * 41, limit=40) == "CellTooLong"


def test_no_heading_means_two_columns():
    both = tuple(Column(name=name, required=False, help={}) for name in ("kind", "type"))
    with pytest.raises(ValueError, match="'jenis' means"):
        synonyms("chart", both)


def test_every_column_of_every_kind_is_described_in_both_languages():
    for kind in KINDS:
        for column in form(kind).columns:
            assert all(column.help[language] for language in ("id", "en")), (kind, column.name)
            assert form(kind).headings[column.name] == column.name
