"""The books of one real UPK come in, file by file, and everything adds up to the rupiah (tests/real/ORIGIN.md)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from gulir.care.check import check_board
from gulir.core.roles import Kind
from gulir.intake.queries import balance_findings
from gulir.ledger.queries import balances, income, trial_balance
from gulir.lending.queries import control_totals, loans
from tests.intake.stage import Loading, found
from tests.ledger.stage import raise_village

REAL = Path(__file__).parents[1] / "real"
TRIAL_BALANCE = "upk_trial_balance_2022-12-31.csv"
LOANS = "upk_loans_2022-12-31.csv"
CARDS = "upk_loan_transactions_to_2022-12-31.csv"
DAY = date(2022, 12, 31)
ROAD = (
    ("chart", TRIAL_BALANCE), ("roles", "upk_roles.csv"), ("chart", "upk_accounts_to_add.csv"),
    ("opening", TRIAL_BALANCE), ("loans", LOANS), ("loan-transactions", CARDS),
)  # fmt: skip

pytestmark = pytest.mark.django_db


def bring_in_real_board(board: Loading, *, swap: dict[str, bytes] | None = None) -> dict[str, list]:
    """Walk the whole road; gives the findings of each step."""
    told = {}
    for kind, name in ROAD:
        content = (swap or {}).get(name) or (REAL / name).read_bytes()
        outcome = board.bring(kind, content, dated=DAY if kind == "opening" else None)
        assert outcome.done, (name, found(outcome.findings))
        told[f"{kind} {name}"] = found(outcome.findings)
    return told


@pytest.fixture
def empty() -> Loading:
    village = raise_village("SUSUKAN", opens_on=date(2023, 1, 1))
    village.today = date(2026, 3, 2)
    return Loading(village=village)


def test_the_known_quirks_are_told_as_warnings_and_nothing_else_is(empty):
    told = bring_in_real_board(empty)
    assert told[f"chart {TRIAL_BALANCE}"] == [
        ("ColumnUnknown", "warning", 1, "debit"),
        ("ColumnUnknown", "warning", 1, "credit"),
    ]
    assert told["roles upk_roles.csv"] == told["chart upk_accounts_to_add.csv"] == told[f"loans {LOANS}"] == []
    assert told[f"opening {TRIAL_BALANCE}"] == [
        ("ColumnUnknown", "warning", 1, "name"),
        ("ColumnUnknown", "warning", 1, "kind"),
    ]
    cards = told[f"loan-transactions {CARDS}"]
    assert [f for f in cards if f[0] == "ZeroSkipped"] == [
        ("ZeroSkipped", "warning", row, "amount") for row in (39, 40, 44, 45)
    ]
    assert [f[2] for f in cards if f[0] == "PaymentBeforeDisbursement"] == [179, 180, 181, 182]
    assert [f[2] for f in cards if f[0] == "RowRepeated"] == [234, 235, 236, 237]
    assert len(cards) == 12


def test_the_books_add_up_to_the_rupiah(empty):
    bring_in_real_board(empty)
    book = empty.book.pk

    statement = trial_balance(book, as_of=DAY)
    assert (statement.total_debit, statement.total_credit) == (1_303_701_504, 1_303_701_504)
    with (REAL / TRIAL_BALANCE).open(encoding="utf-8") as file:
        listed = {r["code"]: (int(r["debit"]), int(r["credit"])) for r in csv.DictReader(file)}
    shown = {row.code: (row.debit, row.credit) for row in statement.rows}
    assert {code: shown.get(code, (0, 0)) for code in listed} == listed

    year = income(book, from_=date(2022, 1, 1), as_of=DAY)
    assert year.result == 94_021_848
    contra = {b.account.code for b in balances(book) if b.account.contra}
    assert contra == {"1100", "2011", "2021"}
    assert all(b.account.kind is Kind.ASSET for b in balances(book) if b.account.contra)


def test_the_cards_add_up_to_the_control_account_and_to_the_list(empty):
    bring_in_real_board(empty)
    cards = {row.loan_no: row.balance for row in loans(empty.book.pk, as_of=DAY)}
    assert sum(cards.values()) == 952_039_400
    with (REAL / LOANS).open(encoding="utf-8") as file:
        listed = {r["loan_id"]: int(r["balance_2022-12-31"]) for r in csv.DictReader(file)}
    assert cards == listed
    assert len(cards) == 24
    (control,) = [c for c in control_totals(empty.book.pk, as_of=DAY) if c.role.value == "loans"]
    assert (control.cards, control.books, control.difference) == (952_039_400, 952_039_400, 0)


def test_the_check_tells_the_one_known_difference_and_no_other(empty):
    bring_in_real_board(empty)
    findings = [*check_board(empty.book, on=DAY), *balance_findings(empty.book.pk)]
    (one,) = findings
    assert one.code == "ControlDiffers"
    assert (one.facts["role"], one.facts["difference"]) == ("ksm_fee", 2_984_000)


def test_a_balance_that_the_card_does_not_give_is_told(empty):
    """The negative control of `balance_<date>`: one rupiah more in the list, one finding."""
    content = (REAL / LOANS).read_bytes().replace(b"0.05,12666400", b"0.05,12666401")
    bring_in_real_board(empty, swap={LOANS: content})
    (finding,) = balance_findings(empty.book.pk)
    assert (finding.code, dict(finding.facts)) == (
        "BalanceDiffers", {"loan": "1", "on": DAY, "listed": 12_666_401, "built": 12_666_400},
    )  # fmt: skip


def test_the_whole_road_can_be_walked_back(empty):
    """Loading is for trying: everything can be undone, last first, and brought in anew."""
    outcomes = []
    for kind, name in ROAD:
        outcomes.append(empty.bring(kind, (REAL / name).read_bytes(), dated=DAY if kind == "opening" else None))
    for outcome in reversed(outcomes[3:]):
        empty.undo(outcome)
    assert {b.debit - b.credit for b in balances(empty.book.pk)} == {0}
    assert loans(empty.book.pk, as_of=DAY) == []
    for kind, name in ROAD[3:]:
        assert empty.bring(kind, (REAL / name).read_bytes(), dated=DAY if kind == "opening" else None).done
    assert sum(row.balance for row in loans(empty.book.pk, as_of=DAY)) == 952_039_400
