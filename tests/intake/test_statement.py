"""Bank statements in the shapes banks give them: two columns, one signed column, words behind amounts, MT940."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.core.problems import Problem
from gulir.core.problems.intake import ImportStays
from gulir.intake.kinds.statement import signed_of
from gulir.ledger.models import StatementLine
from tests.intake.stage import found, workbook

MT940 = """:20:STMT1
:25:1234567890
:28C:00001/001
:60F:C260101IDR1000000,00
:61:2601030103C500000,00NTRFKW-1//x
:86:SETORAN KSM 01
:61:2601040104D25000,00NCHGADM
:86:BIAYA ADM
:62F:C260131IDR1475000,00
-
"""


def lines() -> list[tuple[date, str, int, int | None]]:
    return list(StatementLine.objects.order_by("no").values_list("on", "text", "amount", "balance"))


@pytest.mark.parametrize(
    "content",
    [
        "Tanggal;Uraian;Debet;Kredit;Saldo\n03/01/2026;SETORAN;;500.000;1.500.000\n04/01/2026;ADM;25.000;;1.475.000\n",
        "date,description,amount,balance\n2026-01-03,SETORAN,500000,1500000\n2026-01-04,ADM,-25000,1475000\n",
        "Tgl;Keterangan;Mutasi\n3 Januari 2026;SETORAN;500.000,00 CR\n04-01-2026;ADM;25.000,00 DB\n",
        'date,description,amount,balance\n2026-01-03,SETORAN,"500,000.00",1500000\n2026-01-04,ADM,"(25,000.00)",1475000\n',
    ],
)
def test_every_shape_gives_the_same_lines(board, content):
    outcome = board.bring("statement", content)
    assert found([f for f in outcome.findings if f.level == "error"]) == []
    assert outcome.counts == {"lines": 2, "matched": 0}
    with_balances = "aldo" in content or "balance" in content
    assert lines() == [
        (date(2026, 1, 3), "SETORAN", 500_000, 1_500_000 if with_balances else None),
        (date(2026, 1, 4), "ADM", -25_000, 1_475_000 if with_balances else None),
    ]


def test_a_workbook_with_negative_numbers(board):
    rows = [["date", "description", "amount"], ["2026-01-03", "SETORAN", 500_000], ["2026-01-04", "ADM", -25_000]]
    assert board.bring("statement", workbook(rows)).done
    assert [amount for _, _, amount, _ in lines()] == [500_000, -25_000]


def test_mt940_is_read_by_its_own_shape(board):
    outcome = board.bring("statement", MT940)
    assert outcome.counts == {"lines": 2, "matched": 0}
    assert lines() == [
        (date(2026, 1, 3), "SETORAN KSM 01", 500_000, None),
        (date(2026, 1, 4), "BIAYA ADM", -25_000, None),
    ]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (MT940.replace(":61:2601030103C500000,00", ":61:junk"), "FileUnreadable", 5),
        (MT940.replace(":61:2601030103C", ":61:2613030103C"), "FileUnreadable", None),
        (MT940.replace("500000,00", "500000,50"), "AmountHasFraction", 1),
        (MT940.replace("260103", "990103"), "DateOutOfRange", 1),
    ],
)
def test_an_mt940_that_cannot_be_read_says_where(board, content, code, row):
    outcome = board.bring("statement", content)
    finding = outcome.findings[0]
    assert finding.code == code
    assert row is None or finding.row == row
    assert lines() == []


def test_opening_lines_that_move_nothing_are_left_out_and_told(board):
    content = (
        "date;description;debit;credit;balance\n01/01/2026;SALDO AWAL;;;1.000.000\n03/01/2026;SETORAN;;5;1.000.005\n"
    )
    outcome = board.bring("statement", content)
    assert found(outcome.findings) == [("ZeroSkipped", "warning", 2, "credit")]
    assert len(lines()) == 1


def test_a_row_without_any_amount_is_an_error(board):
    outcome = board.bring("statement", "date;description;debit;credit\n03/01/2026;SETORAN;;\n04/01/2026;ADM;5;\n")
    assert found(outcome.findings) == [("CellMissing", "error", 2, "amount")]


def test_the_account_is_named_at_the_door_in_the_file_or_the_only_one(board):
    content = "date;description;amount\n03/01/2026;SETORAN;5\n"
    assert board.bring("statement", content, account="11022").done
    assert StatementLine.objects.get().statement.account.code == "11022"
    wrong = board.bring("statement", content + "04/01/2026;x;5\n", account="41010")
    assert found(wrong.findings) == [("NotAMoneyAccount", "error", row, "code") for row in (2, 3)]


def test_a_statement_is_not_undone(board):
    outcome = board.bring("statement", MT940)
    with pytest.raises(ImportStays):
        board.undo(outcome)


@pytest.mark.parametrize("cell", ["", "CR", "--5", "5-5", "1.25 CR", "1e5", "5 XX", True])
def test_a_signed_amount_that_is_none_is_refused(cell):
    with pytest.raises(Problem):
        signed_of(cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("500.000", 500_000), ("+500.000", 500_000), ("-500.000", -500_000), ("\u2212500.000", -500_000),
        ("500.000-", -500_000), ("(500.000)", -500_000), ("500.000 CR", 500_000), ("500.000 K", 500_000),
        ("500.000 DB", -500_000), ("500.000 D", -500_000), ("500,000.00 DR", -500_000), (-5.0, -5), (5, 5),
    ],
)  # fmt: skip
def test_a_signed_amount_is_read_as_banks_write_it(cell, amount):
    assert signed_of(cell) == amount
