"""Every bad cell is a finding with its code, its row and its column, and changes nothing: as CSV and as a workbook."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.intake.columns import form, sample
from tests.intake.bad_cells import BAD, SHEETS
from tests.intake.stage import Loading, loading_board, workbook

STORIES = [(kind, column) for kind, columns in BAD.items() for column in columns]


@pytest.fixture
def village(db) -> Loading:
    """A board that knows people, groups, an opening balance and two loans."""
    board = loading_board()
    for kind in ("people", "households", "ksm", "loans"):
        assert board.bring(kind, sample(kind)).done
    assert board.bring("people", "name;sex\nSlamet;L\nSlamet;L\n").done
    return board


def sheet_with(kind: str, column: str, value: str) -> list[list[str]]:
    """The good sheet of a kind with one bad value in its third row."""
    rows = [line.split(";") for line in SHEETS[kind]]
    rows[2][rows[0].index(column)] = value
    return rows


def as_csv(rows: list[list[str]]) -> str:
    return "\n".join(";".join(f'"{cell}"' if set(cell) & {";", "\n"} else cell for cell in row) for row in rows) + "\n"


def errors(outcome) -> list[tuple[str, int | None, str | None]]:
    return [(f.code, f.row, f.column) for f in outcome.findings if f.level == "error"]


def bring(board: Loading, kind: str, content: bytes | str, **more):
    dated = date(2025, 12, 31) if kind == "opening" else None
    return board.bring(kind, content, dated=dated, **more)


@pytest.mark.parametrize("kind", SHEETS)
def test_the_sheets_themselves_are_good(village, kind):
    outcome = bring(village, kind, as_csv([line.split(";") for line in SHEETS[kind]]), dry_run=True)
    assert errors(outcome) == []
    assert sum(outcome.counts.values()) > 0


@pytest.mark.parametrize(("kind", "column"), STORIES)
def test_a_bad_cell_is_told_by_row_and_column_and_changes_nothing(village, kind, column):
    before = village.tables()
    told, expected = {}, {}
    for value, code in BAD[kind][column].items():
        outcome = bring(village, kind, as_csv(sheet_with(kind, column, value)))
        told[value] = errors(outcome)
        expected[value] = [(code.partition("@")[0], 3, code.partition("@")[2] or column)]
    assert told == expected
    assert village.tables() == before


@pytest.mark.parametrize(
    ("kind", "column"), [s for s in STORIES if s[1] in {"amount", "debit", "date", "principal", "nik", "type"}]
)
def test_a_bad_cell_of_a_workbook_is_told_the_same_way(village, kind, column):
    """Text that stands in number or date cells."""
    before = village.tables()
    told, expected = {}, {}
    for value, code in BAD[kind][column].items():
        if not value.isprintable():
            continue  # no spreadsheet can hold it
        outcome = bring(village, kind, workbook(sheet_with(kind, column, value)))
        told[value] = errors(outcome)
        expected[value] = [(code.partition("@")[0], 3, code.partition("@")[2] or column)]
    assert told == expected
    assert village.tables() == before


def test_there_are_as_many_bad_cells_as_promised():
    assert sum(len(values) for columns in BAD.values() for values in columns.values()) > 600
    for kind, columns in BAD.items():
        assert set(columns) <= {c.name for c in form(kind).columns} | {"balance_2025-12-31"}, kind
