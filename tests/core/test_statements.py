"""Statements over the real books of one UPK, a published cash book, and small stories."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gulir.base.reference import statement_map
from gulir.core.accounts import Account, ChartRow, accounts_of
from gulir.core.roles import Kind, Role
from gulir.core.statements import (
    Balance,
    Movement,
    balances,
    capital,
    cash_book,
    columns,
    gather,
    income,
    income_day,
    income_movements,
    ledger_book,
    position,
    trial_balance,
)
from gulir.core.vouchers import Line, VoucherKind, VoucherType, pair

REAL = Path(__file__).parents[1] / "real"
END = date(2022, 12, 31)


@pytest.fixture(scope="module")
def books() -> tuple[Balance, ...]:
    """The trial balance of a real UPK at the end of 2022, in its own four-digit chart."""
    with (REAL / "upk_roles.csv").open() as file:
        roles = {r["code"]: r for r in csv.DictReader(file)}
    with (REAL / "upk_trial_balance_2022-12-31.csv").open() as file:
        rows = list(csv.DictReader(file))
    chart = accounts_of(
        ChartRow(
            code=r["code"],
            name=r["name"],
            kind=r["kind"],
            contra=roles[r["code"]]["contra"],
            role=roles[r["code"]]["role"],
        )
        for r in rows
    )
    return tuple(Balance(a, int(r["debit"]), int(r["credit"])) for a, r in zip(chart, rows, strict=True))


def test_the_real_trial_balance_closes_to_the_rupiah(books):
    tb = trial_balance(books, as_of=END)
    assert tb.total_debit == tb.total_credit == 1_303_701_504
    assert len(tb.rows) == 17
    provision = next(r for r in tb.rows if r.code == "1100")
    assert (provision.kind, provision.debit, provision.credit) == ("asset", 0, 8_324_934)


def test_the_real_income_of_2022_less_its_expense(books):
    made = income(books, starts_on=date(2022, 1, 1), as_of=END)
    assert made.total_income == 236_902_500 + 1_024_373
    assert made.total_expense == 143_905_025
    assert made.result == 94_021_848


def test_the_real_position_balances_with_the_result_that_is_not_closed_yet(books):
    made = position(books, as_of=END)
    assert made.difference == 0
    assert made.result == 94_021_848
    assert made.total_assets == made.total_liabilities + made.total_equity
    contra = {r.code: r.amount for r in made.assets if r.amount < 0}
    assert contra == {"1100": -8_324_934, "2011": -27_905_183}
    assert made.total_assets == 291_350 + 167_031_129 + 952_039_400 - 8_324_934 + 40_434_600 - 27_905_183


def test_the_capital_of_the_real_fund_is_its_grants_and_kept_profit(books):
    assert capital(books) == 859_548_616 + 153_091_272


def test_a_broken_balance_is_shown_as_a_difference(books):
    broken = [Balance(books[0].account, books[0].debit + 1, 0), *books[1:]]
    assert position(broken, as_of=END).difference == 1
    tb = trial_balance(broken, as_of=END)
    assert tb.total_debit - tb.total_credit == 1


@pytest.mark.parametrize("standard", ["sak_ep", "emkm"])
def test_the_real_books_in_the_lines_of_an_accounting_standard(books, standard):
    lines = statement_map(standard)
    made = gather(books, lambda a: lines.line_of(a.kind, a.role).key)
    kinds = {line.key: line.section for line in lines.lines}
    total = {kind: sum(v for k, v in made.items() if kinds[k] is kind) for kind in Kind}
    assert total[Kind.ASSET] == 1_123_566_362
    assert total[Kind.INCOME] - total[Kind.EXPENSE] == 94_021_848
    result = total[Kind.INCOME] - total[Kind.EXPENSE]
    assert total[Kind.ASSET] == total[Kind.LIABILITY] + total[Kind.EQUITY] + result
    assert made["loans"] == 952_039_400
    assert sum(line.takes_result for line in lines.lines) == 1


def published() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REAL / "upk_cash_book_2018-12.json").read_text())
    return found


def fragment(side: str) -> list[Movement]:
    """The rows of a real cash book, each as one voucher of paired transfers."""
    made = []
    for n, line in enumerate(published()[side], start=1):
        entries = pair([Line(a, m) for a, m in line["debit"].items()], [Line(a, m) for a, m in line["credit"].items()])
        text = line.get("ksm") or line["description"]
        made += [Movement(date.fromisoformat(line["date"]), f"{side}-{n}", text, *e) for e in entries]
    return made


def test_the_columns_of_a_published_cash_book_give_its_published_totals():
    received = columns(fragment("cash_in"))
    assert {**received.debit, **received.credit} == published()["cash_in_published_totals"]
    paid = columns(fragment("cash_out"))
    assert paid.debit == published()["cash_out_published_totals"]
    assert [r.description for r in received.rows] == ["Mekar Arum Jaya", "Mekar Sari"]
    assert dict(received.rows[1].cells) == {"11010": 3_450_000, "11030": -3_000_000, "41010": -450_000}


def test_the_cash_book_runs_with_its_balance_and_counts_a_voucher_once():
    kas = Account(code="11010", name="Kas", kind=Kind.ASSET)
    moved = [*fragment("cash_in"), *fragment("cash_out")]
    book = cash_book(kas, moved, starts_on=date(2018, 12, 1), as_of=date(2018, 12, 31), opening=100_000)
    assert [(r.received, r.paid, r.balance) for r in book.rows] == [
        (575_000, 0, 675_000),
        (3_450_000, 0, 4_125_000),
        (0, 26_000, 4_099_000),
        (0, 150_000, 3_949_000),
    ]
    assert (book.opening, book.total_received, book.total_paid, book.closing) == (
        100_000,
        4_025_000,
        176_000,
        3_949_000,
    )
    early = cash_book(kas, moved, starts_on=date(2018, 12, 1), as_of=date(2018, 12, 30))
    assert len(early.rows) == 2


def test_a_ledger_shows_the_other_account_and_the_balance_on_its_own_side():
    jasa = Account(code="41010", name="Jasa", kind=Kind.INCOME)
    book = ledger_book(jasa, fragment("cash_in"), starts_on=date(2018, 12, 1), as_of=date(2018, 12, 31))
    assert [(r.other, r.debit, r.credit, r.balance) for r in book.rows] == [
        ("11010", 0, 75_000, 75_000),
        ("11010", 0, 450_000, 525_000),
    ]
    assert (book.total_debit, book.total_credit, book.closing) == (0, 525_000, 525_000)


def test_balances_know_their_own_side():
    chart = [
        Account(code="11010", name="Kas", kind=Kind.ASSET),
        Account(code="41010", name="Jasa", kind=Kind.INCOME),
        Account(code="99", name="Diam", kind=Kind.ASSET),
    ]
    made = {b.account.code: b.own for b in balances(chart, fragment("cash_in"))}
    assert made == {"11010": 4_025_000, "41010": 525_000, "99": 0}


def movement(**changes) -> Movement:
    return Movement(date(2026, 1, 5), "PB-1", "x", "51030", "11010", 5)._replace(**changes)


@pytest.mark.parametrize(("changes", "day"), [
    ({}, date(2026, 1, 5)), ({"for_year": 2026}, date(2026, 1, 5)), ({"for_year": 2025}, date(2025, 12, 31)),
    ({"kind": VoucherKind.CLOSING, "for_year": 2025}, None), ({"kind": VoucherKind.SUSULAN}, date(2026, 1, 5)),
    ({"kind": VoucherKind.REVERSAL, "mirrors": VoucherKind.CLOSING, "for_year": 2025}, None),
    ({"kind": VoucherKind.REVERSAL, "mirrors": VoucherKind.ORDINARY}, date(2026, 1, 5)),
    ({"kind": VoucherKind.OPENING}, date(2026, 1, 5)),
])  # fmt: skip
def test_a_movement_counts_in_the_year_it_is_for_and_closing_never_counts(changes, day):
    assert income_day(movement(**changes)) == day


def test_income_movements_keep_the_edges_of_the_period():
    moved = [movement(on=date(2026, 1, 1)), movement(on=date(2026, 3, 31)), movement(on=date(2026, 4, 1))]
    assert len(income_movements(moved, starts_on=date(2026, 1, 1), as_of=date(2026, 3, 31))) == 2


def test_the_opening_account_and_results_are_no_capital():
    roles = (
        Role.GRANTED_CAPITAL,
        Role.CAPITAL_FROM_PROFIT,
        Role.GENERAL_RESERVE,
        Role.RESULT_CARRIED,
        Role.RESULT_OF_YEAR,
        Role.OPENING,
    )
    rows = [Balance(Account(code=r.value, name="x", kind=Kind.EQUITY, role=r), 0, 10) for r in roles]
    own = Account(code="4050", name="Modal swadaya", kind=Kind.EQUITY)
    assert capital([*rows, Balance(own, 0, 5), Balance(Account(code="1", name="Kas", kind=Kind.ASSET), 65, 0)]) == 35


def test_movements_say_what_their_voucher_is():
    assert movement().type is VoucherType.PB
