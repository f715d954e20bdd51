"""Whatever bytes come, the reader answers: a table, or one finding that says why not. Never a traceback."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gulir.core.problems import REGISTRY, Problem
from gulir.intake import cells
from gulir.intake.columns import form
from gulir.intake.reader import read_table
from gulir.intake.sheet import FileBad
from tests.intake.stage import workbook

HEAD = b"voucher;date;description;debit_code;credit_code;amount\n"
LATEST = date(2026, 3, 2)
ANY_CELL = st.one_of(
    st.text(max_size=40), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(),
    st.datetimes(), st.times(), st.timedeltas(),
)  # fmt: skip


def read_all(content: bytes, kind: str = "vouchers") -> None:
    """Read every cell of a file in every way there is."""
    try:
        for row in read_table(content, form(kind)):
            for column in form(kind).columns:
                row.text(column.name, limit=30)
                row.amount(column.name)
                row.day(column.name, latest=LATEST)
                row.whole(column.name, least=1, most=9)
    except FileBad as bad:
        known(bad.finding.code)


def known(code: str) -> None:
    """A code that the catalogue has a sentence for."""
    assert code in REGISTRY


@given(st.binary(max_size=2000))
def test_any_bytes(content):
    read_all(content)


@given(st.binary(max_size=500))
def test_any_bytes_below_good_headings(content):
    read_all(HEAD + content)


@given(st.text(max_size=500))
def test_any_text_below_good_headings(text):
    read_all(HEAD + text.encode("utf-8", errors="surrogatepass"))


GOOD = workbook([["voucher", "date", "description", "debit_code", "credit_code", "amount"], ["A", "x", "y", 1, 2, 5]])


@given(st.integers(min_value=0, max_value=len(GOOD) - 1), st.integers(min_value=0, max_value=255))
def test_a_workbook_with_any_byte_changed(place, byte):
    read_all(GOOD[:place] + bytes([byte]) + GOOD[place + 1 :])


@given(st.integers(min_value=0, max_value=len(GOOD)))
def test_a_workbook_cut_anywhere(place):
    read_all(GOOD[:place])


@given(ANY_CELL)
def test_any_cell_is_read_or_refused(cell):
    text = cells.text_of(cell)
    assert isinstance(text, str)
    for reading in (
        cells.amount_of,
        cells.digits_of,
        lambda c: cells.whole_of(c, least=1, most=600),
        lambda c: cells.date_of(c, earliest=date(1990, 1, 1), latest=LATEST),
        lambda c: cells.choice_of(c, {"ya": "1"}),
    ):
        try:
            reading(cell)
        except Problem as problem:
            known(problem.code)


@given(st.integers(min_value=0, max_value=10**12))
def test_an_amount_is_the_same_in_text_and_in_a_number_cell(amount):
    assert cells.amount_of(amount) == cells.amount_of(str(amount)) == amount
    assert cells.amount_of(f"{amount:,}".replace(",", ".")) == amount
    if amount < 2**53:
        assert cells.amount_of(float(amount)) == amount


@pytest.mark.parametrize("cell", [3372015203800001.0, 3372015203800001, 10.0**15])
def test_a_long_number_in_a_number_cell_has_lost_digits_and_is_refused(cell):
    with pytest.raises(Problem) as refusal:
        cells.digits_of(cell)
    assert refusal.value.code == "DigitsLost"
