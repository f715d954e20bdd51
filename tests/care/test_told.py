"""Sums that were kept right while a receipt was changed: the fact of that day still says what it said."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection

from gulir.base.models import Book, Fact
from gulir.care.check import check_board
from gulir.care.checks.told import TELLINGS, check_told
from gulir.ledger.models import Transfer
from gulir.lending.models import Repayment
from tests.care.tampering import tamper

TODAY = date(2026, 4, 2)
CHANGES = {
    "VoucherPosted": ("ledger_voucher", {"total": "total + 1", "on": "dated = '2024-12-31'", "voucher_kind": "'gift'"}),
    "RepaymentRecorded": (
        "lending_repayment",
        {
            "amount": "amount + 1", "principal": "principal + 1", "jasa": "jasa + 1", "surplus": "surplus + 1",
            "on": "received_on = '2024-12-31'",
        },
    ),
    "LoanDisbursed": (
        "lending_loan",
        {"principal": "principal + 1", "instalments": "instalments + 1", "on": "disbursed_on = '2024-12-31'"},
    ),
    "ResultReported": (
        "lending_result", {"result": "result + 1", "share": "share + 1", "on": "reported_on = '2024-12-31'"},
    ),
    "YearClosed": ("ledger_year", {"income": "income + 1", "expense": "expense + 1", "result": "result + 1"}),
    "DecisionTaken": (
        "governance_decision",
        {
            "digest": "'0000'", "manner": "'vote'", "votes_for": "votes_for + 1", "against": "against + 1",
            "abstained": "abstained + 1", "on": "decided_on = '2024-12-31'", "subject_kind": "'loan_x'",
        },
    ),
    "MeetingHeld": (
        "governance_meeting", {"on": "held_on = '2024-12-31'", "invited": "invited + 1", "present": "present + 1"},
    ),
    "RuleAdopted": ("governance_rulevalue", {}),
    "OfficeTaken": ("community_officeterm", {"office": "'auditor'", "starts_on": "'2020-01-01'"}),
}  # fmt: skip
COLUMN = {"voucher_kind": "kind"}
STORIES = [(kind, field) for kind, (_, fields) in CHANGES.items() for field in fields]


@pytest.fixture
def board(sql) -> Book:
    """The board of the demonstration."""
    return Book.objects.exclude(code="").get()


def told_of(book, kind):
    """A fact of a kind with its row."""
    telling = next(t for t in TELLINGS if t.kind == kind)
    fact = Fact.objects.filter(book=book, kind=kind).select_related("secret").order_by("sequence").first()
    told = {**fact.public, **fact.secret.private}
    return fact, telling.rows.get(book=book, **{column: told[name] for name, column in telling.found_by.items()})


def test_what_was_told_is_what_stands_there(board):
    assert list(check_told(board)) == []
    assert set(CHANGES) == {telling.kind for telling in TELLINGS}


@pytest.mark.parametrize(("kind", "field"), STORIES)
def test_a_row_that_says_something_else_is_found(board, kind, field):
    fact, row = told_of(board, kind)
    table, fields = CHANGES[kind]
    change = fields[field]
    change = change if " = " in change else f"{COLUMN.get(field, field)} = {change}"
    assert tamper(f"UPDATE {table} SET {change} WHERE id = %s", row.pk) == 1
    found = list(check_told(board))
    assert (fact.sequence, field) in {(f.facts["sequence"], f.facts["field"]) for f in found}
    assert {f.code for f in found} == {"FactContradicted"}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_row_that_is_gone_is_found(board, kind):
    fact, row = told_of(board, kind)
    if connection.vendor == "postgresql" and kind == "OfficeTaken":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE community_officeside DROP CONSTRAINT community_officeside_term_id_fkey")
    tamper(f"DELETE FROM {CHANGES[kind][0]} WHERE id = %s", row.pk)
    assert (fact.sequence, "-") in {(f.facts["sequence"], f.facts["field"]) for f in check_told(board)}


def test_a_receipt_made_smaller_with_everything_that_hangs_on_it_is_found(book):
    """The cashier's old trick with a database in hand: receipt, voucher, transfers and card, every sum right."""
    assert check_board(book, on=TODAY) == []
    receipt = Repayment.objects.filter(book=book, principal__gt=1_000).order_by("pk").first()
    number, principal, jasa = receipt.parts[0]
    parts = json.dumps([[number, principal - 1_000, jasa], *receipt.parts[1:]])
    line = Transfer.objects.filter(voucher=receipt.voucher, amount=receipt.principal).first()
    tamper("UPDATE ledger_transfer SET amount = amount - 1000 WHERE id = %s", line.pk)
    tamper("UPDATE ledger_voucher SET total = total - 1000 WHERE id = %s", receipt.voucher_id)
    tamper(
        "UPDATE lending_repayment SET amount = amount - 1000, principal = principal - 1000, parts = %s WHERE id = %s",
        parts, receipt.pk,
    )  # fmt: skip
    tamper("UPDATE lending_loan SET principal_paid = principal_paid - 1000 WHERE id = %s", receipt.loan_id)

    found = [(f.code, f.facts["row"], f.facts["field"]) for f in check_board(book, on=TODAY)]
    assert found == [("FactContradicted", receipt.receipt, "amount")]  # nothing but the fact tells
