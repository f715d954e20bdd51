"""A board in full work, with a card brought in, a loan paid out, repayments and a closed day: something to check."""

from __future__ import annotations

from datetime import date

import pytest

from gulir.base.models import Book
from gulir.ledger.services import count_cash
from gulir.lending.services import OldEntry, OldLoan, bring_in_card_entries, bring_in_loans
from tests.lending.stage import Fund, make_fund

OLD = OldLoan(
    loan_no="L-1",
    ksm="Mawar",
    rw="01",
    disbursed_on=date(2025, 6, 2),
    principal=6_000_000,
    instalments=6,
    rate_percent="1.5",
)


@pytest.fixture
def fund(db: None) -> Fund:
    """A fund in work."""
    made = make_fund()
    loan = made.lend()
    made.move_to(date(2026, 4, 2))
    made.pay(loan, 575_000)
    made.pay(loan, 100_000)
    rows = [OldEntry(loan_no="L-1", on=date(2025, 7, 2), type="principal_payment", amount=6_000_000)]
    made.do("bookkeeper", bring_in_loans, rows=[OLD])
    made.do("bookkeeper", bring_in_card_entries, rows=rows)
    made.do("cashier", count_cash, account="11010", denominations={"100000": 1}, reason="coba hitung")
    return made


@pytest.fixture
def book(fund: Fund) -> Book:
    """Its book."""
    return Book.objects.get(pk=fund.book)
